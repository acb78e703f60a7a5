"""What an evaluation set is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.evaluate.measures import ALERTED, PAIRED, PLACED, REST, SHUFFLED, Figure, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from inconcert.evaluate.bench import Bench, Outcome

Makeup = dict[str, int]
"""How many members a network has of each part of the truth."""


@dataclass(frozen=True)
class Scored:
    """The figures of a set, and the networks behind them as plain data."""

    figures: list[Figure]
    networks: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class EvaluationSet:
    """Material, the question that is put to it, and how the answer is scored."""

    name: str
    kind: str
    """``organic``, ``operation``, ``transplant``, ``simulated``, ``adversary``, ``rings``, ``matched``,
    ``calibration``, ``time-to-detection``, ``operators``, ``returns``, ``viewpoint``, ``declared`` or ``parity``;
    ``decided`` is a casebook's own."""
    says: str
    """What the set is."""
    score: Callable[[Bench], Scored]
    needs: tuple[str, ...] = ()
    """Files of the data folder."""


def per_10_000(sheet: Sheet, outcomes: Iterable[Outcome], seeds: tuple[int, ...] = (0,)) -> list[Figure]:
    """Rates of accounts in networks, in alerts and in significant pairs, over all accounts of all outcomes."""
    runs = list(outcomes)
    accounts, seed = sum(run.accounts for run in runs), seeds[0] if len(seeds) == 1 else None
    counts = {
        PLACED: sum(len(run.placed) for run in runs),
        ALERTED: sum(len(run.alerted) for run in runs),
        PAIRED: sum(len(run.paired) for run in runs),
    }
    return [
        sheet.rate(measure, count, accounts, per=10_000, seed=seed, seeds=seeds) for measure, count in counts.items()
    ]


def controls(name: str, outcomes: Iterable[Outcome]) -> list[Figure]:
    """Networks that the same search found in shuffles of the same material: the mean, the fewest, the most.

    Where there were any, also what was found once the networks that stood clear were out: bursts of an operation stay
    in shuffled data, and this tells them from what the material gives without it.
    """
    runs = list(outcomes)
    first = _control(name, SHUFFLED, [count for run in runs for count in run.shuffled])
    return [first, _control(name, REST, [count for run in runs for count in run.rest])] if first.value else [first]


def _control(name: str, measure: str, counts: Sequence[int]) -> Figure:
    mean = sum(counts) / len(counts) if counts else None
    low, high = (float(min(counts)), float(max(counts))) if counts else (None, None)
    return Figure(name, "control", measure, mean, low, high, len(counts), None, "fewest and most in a shuffle")


def described(name: str, outcome: Outcome, seed: int = 0, makeup: Callable[[Any], Makeup] | None = None) -> list[Any]:
    """The networks of an outcome as plain data; ``makeup`` says how the members of one divide."""
    return [
        {
            "set": name,
            "seed": seed,
            "id": group.id,
            "grade": group.grade,
            "alert": group.alert,
            "size": len(group.members),
            "signals": list(group.signals),
            "why": group.why,
            "makeup": makeup(group.members) if makeup else {},
            "members": sorted(group.members),
        }
        for group in outcome.groups
    ]
