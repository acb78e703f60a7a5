"""Figures and how they are made: rates with Wilson intervals, recall and precision, means over seeds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from inconcert.model.shares import wilson

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

WILSON, SEEDS = "Wilson 95 %", "lowest and highest seed"

PLACED = "accounts in a network per 10,000"
ALERTED = "accounts in an alert per 10,000"
PAIRED = "accounts in a significant pair per 10,000"
RECALL, ALERT_RECALL, PRECISION = "recall", "recall in alerts", "precision"
FALSE = "false accounts"
DECOYS_PLACED, DECOYS_ALERTED = "decoys in a network", "decoys in an alert"
NETWORKS, ALERTS = "networks", "alerts"
DECOYS_ACCUSED = "decoys called inauthentic"
IN_DECLARED = "accounts in networks, of these in declared ones"
FRAMED_PLACED, FRAMED_ALERTED = "framed innocents in a network", "framed innocents in an alert"
SHUFFLED = "networks in shuffled data"
REST = f"{SHUFFLED}, without the networks that stood clear"
EQUAL = "cases equal"
IDENTICAL, CHANGED = "findings identical", "findings changed"
SAME = "members, grade and alert identical"
PROBE_WORDS, PROBE_POSTS = "cheat probe, words alone: AUC", "cheat probe, numbers of posts alone: AUC"
REPEATS = 2000
"""Draws behind a bootstrap interval."""


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    name: str
    """The set it was measured on."""
    kind: str
    measure: str
    value: float | None
    """``None`` when there was nothing to measure, such as the precision of an empty answer."""
    low: float | None
    high: float | None
    """Ends of ``interval``."""
    n: int
    """What the figure rests on: accounts for a rate, runs for a mean over seeds."""
    seed: int | None
    """Seed of the run; ``None`` when several runs stand behind the figure."""
    interval: str | None = None
    """What ``low`` and ``high`` are."""
    count: int | None = None
    """How many of ``n``, for a rate."""
    seeds: tuple[int, ...] = ()
    values: tuple[float | None, ...] = ()
    """Value of each seed, in the order of ``seeds``."""
    mean_low: float | None = None
    mean_high: float | None = None
    """Bootstrap interval of 95 % of the mean over the seeds."""

    @classmethod
    def from_dict(cls, kept: dict[str, Any]) -> Figure:
        """The figure that :meth:`to_dict` told."""
        return cls(**{**kept, "seeds": tuple(kept["seeds"]), "values": tuple(kept["values"])})

    def to_dict(self) -> dict[str, Any]:
        """The figure as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Sheet:
    """Where the figures of one set are written down; it adds the name and the kind."""

    name: str
    kind: str

    def rate(
        self, measure: str, count: int, n: int, *, per: float = 1.0, seed: int | None = 0, seeds: tuple[int, ...] = ()
    ) -> Figure:
        """``count`` of ``n``, as a number ``per`` so many, with its Wilson interval."""
        low, high = wilson(count, n)
        value = per * count / n if n else None
        least, most = (per * low, per * high) if n else (None, None)
        return Figure(self.name, self.kind, measure, value, least, most, n, seed, WILSON, count, seeds)

    def number(self, measure: str, value: float | None, n: int, *, seed: int | None = 0) -> Figure:
        """A figure without an interval."""
        return Figure(self.name, self.kind, measure, value, None, None, n, seed)

    def over_seeds(self, measure: str, values: Mapping[int, float | None]) -> Figure:
        """Mean over the seeds that gave a value, with the lowest and the highest."""
        given = [value for value in values.values() if value is not None]
        seeds = tuple(values)
        mean = sum(given) / len(given) if given else None
        # Rounding of the sum must not put the mean outside its own values.
        mean = None if mean is None else min(max(mean, min(given)), max(given))
        low, high = (min(given), max(given)) if given else (None, None)
        seed = seeds[0] if len(seeds) == 1 else None
        each = tuple(values.values())
        return Figure(
            self.name,
            self.kind,
            measure,
            mean,
            low,
            high,
            len(given),
            seed,
            SEEDS,
            None,
            seeds,
            each,
            *bootstrap(given),
        )


def bootstrap(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Percentile interval of 95 % of the mean (Efron 1979), from draws of seed 0; nothing for fewer than two values."""
    import numpy as np

    if len(values) < 2:
        return None, None
    drawn = np.random.default_rng(0).choice(np.array(values, dtype=float), (REPEATS, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), (0.025, 0.975))
    return float(low), float(high)


def auc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a positive one has the greater score, a tie counting half (Mann and Whitney 1947).

    ``None`` when one side is empty.
    """
    import numpy as np

    if not len(positive) or not len(negative):
        return None
    below = np.sort(np.asarray(negative, dtype=float))
    scores = np.asarray(positive, dtype=float)
    wins = np.searchsorted(below, scores, "left") + np.searchsorted(below, scores, "right")
    return float(wins.sum() / (2 * len(scores) * len(below)))


def recall(found: AbstractSet[str], truth: AbstractSet[str]) -> float | None:
    """Share of ``truth`` that was found; ``None`` when there is no truth."""
    return len(found & truth) / len(truth) if truth else None


def precision(found: AbstractSet[str], truth: AbstractSet[str]) -> float | None:
    """Share of what was ``found`` that is true; ``None`` when nothing was found."""
    return len(found & truth) / len(found) if found else None
