"""Log ratios of topics set against those of matched controls: overall, topic by topic, and without each term."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from inconcert.audits.figures import Interval, adjusted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.audits.exposure.counting import Counted
    from inconcert.audits.figures import Reals

DRAWS = 4999
TOPICS = 5
"""Topics on each side below which no interval is given: measured coverage falls short with fewer."""
CONTROLS = 3
"""Control topics of a stratum below which nothing in it is compared."""


@dataclass(frozen=True)
class Topic:
    """One topic against the controls."""

    topic: str
    terms: int
    difference: Interval
    """Its log ratio less the mean of matched controls; the interval is where one more control would lie around it."""
    p: float | None
    q: float | None
    rank: str
    """How many controls lie as far from the middle of controls, in words."""


@dataclass(frozen=True)
class Left:
    """The difference without one term."""

    term: str
    topic: str
    value: float


@dataclass(frozen=True)
class Comparison:
    """Topics of one role against the controls."""

    role: str
    topics: int
    controls: int
    difference: Interval | None
    """Mean log ratio of the topics less that of the controls, bootstrap over topics; ``None`` without controls."""
    each: tuple[Topic, ...]
    without: tuple[Left, ...]
    """The difference without each term, the lowest and the highest first."""
    unmatched: tuple[str, ...]
    """Topics that have no matched control."""

    @property
    def says(self) -> str:
        """``lower``, ``higher`` or ``open``: which way the interval lies."""
        if self.difference is None or self.difference.low is None or self.difference.high is None:
            return "open"
        return "lower" if self.difference.high < 0 else "higher" if self.difference.low > 0 else "open"


def compare(terms: Sequence[Counted], role: str, seed: int) -> Comparison:
    """Set the topics of a role against the controls among ``terms``."""
    values, unmatched = _values(terms, role)
    ours, controls = (np.array(list(values[side].values())) for side in (role, "control"))
    if not len(ours) or not len(controls):
        return Comparison(role, len(ours), len(controls), None, (), (), unmatched)
    numbers = {name: sum(1 for one in terms if one.term.topic == name) for name in values[role]}
    each = tuple(_topics(values[role], controls, numbers))
    difference = studentised(ours, controls, seed)
    return Comparison(role, len(ours), len(controls), difference, each, tuple(_left_out(terms, role)), unmatched)


def _values(terms: Sequence[Counted], role: str) -> tuple[dict[str, dict[str, float]], tuple[str, ...]]:
    """One value for each topic: its mean less that of controls, averaged over the strata where there are controls."""
    ratios: dict[tuple[str, str, str], dict[str, dict[str, list[float]]]] = {}
    for one in terms:
        stratum = ratios.setdefault(one.term.stratum, {role: {}, "control": {}})
        stratum[one.term.role].setdefault(one.term.topic, []).append(one.log_ratio)
    found: dict[str, dict[str, list[float]]] = {role: {}, "control": {}}
    for _, sides in sorted(ratios.items()):
        if len(sides["control"]) < CONTROLS or not sides[role]:
            continue
        middle = float(np.mean([np.mean(sorted(some)) for some in sides["control"].values()]))
        for side, topics in sides.items():
            for topic, some in topics.items():
                found[side].setdefault(topic, []).append(float(np.mean(sorted(some))) - middle)
    means = {side: {topic: float(np.mean(some)) for topic, some in sorted(topics.items())}
             for side, topics in found.items()}  # fmt: skip
    asked = {one.term.topic for one in terms if one.term.role == role}
    return means, tuple(sorted(asked - set(means[role])))


def _topics(ours: Mapping[str, float], controls: Reals, numbers: Mapping[str, int]) -> list[Topic]:
    """Each topic as one draw more from what the controls are drawn from."""
    from scipy.special import stdtr, stdtrit

    freedom, middle = len(controls) - 1, float(controls.mean())
    scale = float(controls.std(ddof=1)) * sqrt(1 + 1 / len(controls))
    half = float(stdtrit(freedom, 0.975)) * scale
    chances = [2 * float(stdtr(freedom, -abs(value - middle) / scale)) if scale else None for value in ours.values()]
    known = [p for p in chances if p is not None]
    rates = iter(adjusted(known))
    made = []
    for (topic, value), p in zip(ours.items(), chances, strict=True):
        gap = value - middle
        far = int((np.abs(controls - middle) >= abs(gap)).sum())
        rank = f"{far} of {len(controls)} control topics lie as far from their middle"
        span = Interval(gap, gap - half, gap + half)
        made.append(Topic(topic, numbers[topic], span, p, None if p is None else next(rates), rank))
    return made


def studentised(ours: Reals, controls: Reals, seed: int) -> Interval:
    """Difference of means with a bootstrap-t interval over topics (Efron and Tibshirani 1993, ch. 12).

    Open with fewer than five topics on a side.
    """
    value = float(ours.mean()) - float(controls.mean())
    if min(len(ours), len(controls)) < TOPICS:
        return Interval(value, None, None)
    rng = np.random.default_rng(seed)
    drawn = [rng.choice(np.sort(side), (DRAWS, len(side))) for side in (ours, controls)]
    errors = np.sqrt(sum(some.var(1, ddof=1) / some.shape[1] for some in drawn))
    error = sqrt(sum(float(side.var(ddof=1)) / len(side) for side in (ours, controls)))
    usable = errors > 1e-9 * max(error, 1e-300)
    if not usable.any():
        return Interval(value, value, value)
    ratios = (drawn[0].mean(1) - drawn[1].mean(1) - value)[usable] / errors[usable]
    low, high = np.quantile(ratios, [0.025, 0.975])
    return Interval(value, value - float(high) * error, value - float(low) * error)


def _left_out(terms: Sequence[Counted], role: str) -> list[Left]:
    """The difference without each term, the two that move it furthest down and up first."""
    made = []
    for gone in terms:
        values, _ = _values([one for one in terms if one is not gone], role)
        ours, controls = (list(values[side].values()) for side in (role, "control"))
        if ours and controls:
            value = float(np.mean(ours)) - float(np.mean(controls))
            made.append(Left(gone.term.term, gone.term.topic, value))
    made.sort(key=lambda one: (one.value, one.topic, one.term))
    return made if len(made) < 2 else [made[0], made[-1], *made[1:-1]]
