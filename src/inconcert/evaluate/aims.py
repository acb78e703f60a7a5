"""What was aimed at, written down before anything was measured, and whether the figures reach it.

An aim is judged by its worst set. Where nobody may be harmed (organic accounts, framed innocents, decoys) the worst
single seed counts, elsewhere the mean over the seeds of a set.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inconcert.evaluate import measures as m

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.evaluate.measures import Figure

CALLED = 3.0
"""Nats from which on a network is called inauthentic (odds of twenty to one), if their interval is above 0."""
ACTIVE = 10
"""Posts from which on an account of a real operation counts as active."""
ACTIVE_RECALL = f"{m.RECALL}, accounts with {ACTIVE} posts or more"
SPANNING = "networks with 2 members or more of LeftTroll and of RightTroll"
STRICT, LOOSE = "recall at a false-positive rate of 0.1 %", "recall at a false-positive rate of 1 %"
SAME_OPERATOR = "same operator: AUC"
RETURNED = "returns recognised"
FALSE_RETURNS = "unrelated networks called a return, per 1,000"


@dataclass(frozen=True)
class Part:
    """One measure that has to reach a bound, in every set that is named (in every set of its kind when none is)."""

    kind: str
    measure: str
    bound: float
    most: bool = False
    """The bound is the most that is allowed; else the least."""
    names: tuple[str, ...] = ()
    single: bool = False
    """Every single seed has to reach it, not only the mean."""

    def answer(self, figures: Iterable[Figure]) -> tuple[float, Figure] | None:
        """The worst value and the figure that it is from; ``None`` when nothing was measured."""
        asked = [one for one in figures if (one.kind, one.measure) == (self.kind, self.measure)]
        asked = [one for one in asked if (not self.names or one.name in self.names) and one.value is not None]
        found = [(self._value(one), one) for one in asked]
        return (max if self.most else min)(found, key=lambda pair: pair[0]) if found else None

    def _value(self, figure: Figure) -> float:
        end = (figure.high if self.most else figure.low) if self.single and figure.interval == m.SEEDS else None
        return float(figure.value if end is None else end)  # type: ignore[arg-type]  # asked only where there is one

    def met(self, value: float) -> bool:
        """Whether a value reaches the bound."""
        return value <= self.bound if self.most else value >= self.bound

    def complete(self, figures: Iterable[Figure]) -> bool:
        """Whether every set that is named was measured."""
        return set(self.names) <= {one.name for one in figures if one.measure == self.measure and one.value is not None}


@dataclass(frozen=True)
class Aim:
    """A question, the best figure that others published, and what is aimed at."""

    says: str
    best: str
    aim: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Seen:
    """An aim and what was seen."""

    aim: Aim
    part: Part
    """The part that is farthest from its bound."""
    figure: Figure | None
    value: float | None
    verdict: str
    """``met``, ``met so far``, ``missed``, or ``not measured``."""


MET, SO_FAR, MISSED, UNKNOWN = "met", "met so far", "missed", "not measured"


def judged(figures: Sequence[Figure], aims: Iterable[Aim] | None = None, *, whole: bool = True) -> list[Seen]:
    """Every aim with its verdict, the missed ones first. Of a part of the sets nothing is more than met so far."""
    seen = [_judge(aim, figures) for aim in (AIMS if aims is None else aims)]
    if not whole:
        seen = [replace(one, verdict=SO_FAR) if one.verdict == MET else one for one in seen]
    return sorted(seen, key=lambda one: (MISSED, UNKNOWN, SO_FAR, MET).index(one.verdict))


def _judge(aim: Aim, figures: Sequence[Figure]) -> Seen:
    answers = [(part, part.answer(figures)) for part in aim.parts]
    given = [(part, *answer) for part, answer in answers if answer is not None]
    for part, value, figure in given:
        if not part.met(value):
            return Seen(aim, part, figure, value, MISSED)
    whole = len(given) == len(aim.parts) and all(part.complete(figures) for part in aim.parts)
    if not given:
        return Seen(aim, aim.parts[0], None, None, UNKNOWN)
    part, value, figure = given[0]
    return Seen(aim, part, figure, value, MET if whole else UNKNOWN)


TIGHT = ("transplant-10s", "transplant-2h")
GAPS = (*TIGHT, "transplant-24h")
AIMS = (
    Aim(
        "Organic accounts in an alert, per 10,000",
        "71-85 % of accounts (two public tools on simulated organic traffic)",
        "0",
        (Part("organic", m.ALERTED, 0.0, most=True, single=True),),
    ),
    Aim("Networks in a shuffle", "nobody reports it", "at most 0.05", (Part("control", m.SHUFFLED, 0.05, most=True),)),
    Aim(
        "A ring of 30 planted among organic accounts, gaps of 10 s, 2 h, 24 h: recall, at most 1 % false discovery",
        "0 of 30 (CooRTweet, threshold 0.99), or 5 % precision (0.9)",
        "95 %, 95 %, 80 %",
        (
            Part("transplant", m.RECALL, 0.95, names=TIGHT),
            Part("transplant", m.RECALL, 0.8, names=("transplant-24h",)),
            Part("transplant", m.PRECISION, 0.99, names=GAPS),
        ),
    ),
    Aim(
        "Rings of 8, 30 and 150 with one trace, the last one slow and diluted too: recall in alerts",
        "0, 10, 86 % (published method, oracle threshold)",
        "95 %, 95 %, 70 %",
        (
            Part("rings", m.ALERT_RECALL, 0.95, names=("ring-8", "ring-30")),
            Part("rings", m.ALERT_RECALL, 0.7, names=("ring-150", "ring-150-slow")),
        ),
    ),
    Aim(
        "Recall among matched controls at a false-positive rate of 0.1 %",
        "74 % at 1 % (46 campaigns)",
        "80 %",
        (Part("matched", STRICT, 0.8),),
    ),
    Aim(
        "Active accounts of the operation of 2015 that end in a network, and networks on both sides of its divide",
        "nobody reports it on this set",
        "80 %, and one or more",
        (Part("operation", ACTIVE_RECALL, 0.8), Part("operation", SPANNING, 1.0)),
    ),
    Aim(
        "Decoys called inauthentic; overt accounts come out as coordinated and declared",
        "nobody reports it",
        "0; all of those found",
        (
            Part("simulated", m.DECOYS_ACCUSED, 0.0, most=True, single=True),
            Part("declared", m.DECOYS_ACCUSED, 0.0, most=True),
            Part("declared", m.IN_DECLARED, 1.0, names=("prc_overt",)),
        ),
    ),
    Aim(
        "Labels and words of two sides swapped: findings identical",
        "nobody reports it",
        "all",
        (Part("viewpoint", m.IDENTICAL, 1.0, single=True), Part("viewpoint", m.SAME, 1.0, single=True)),
    ),
    Aim(
        "Innocents dragged into an alert by an adversary that copies them, of 100",
        "nobody reports it",
        "0",
        (Part("adversary", m.FRAMED_ALERTED, 0.0, most=True, single=True),),
    ),
    Aim(
        "Pairs of accounts of one operator on two platforms: AUC",
        "0.91",
        "0.93",
        (Part("operators", SAME_OPERATOR, 0.93),),
    ),
    Aim(
        "Operations recognised when they come back after a takedown, and unrelated networks called a return",
        "nobody reports it",
        "90 %, and at most 1 in 1,000",
        (Part("returns", RETURNED, 0.9), Part("returns", FALSE_RETURNS, 1.0, most=True)),
    ),
)
