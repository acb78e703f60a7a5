"""Intervals and tests that the audits share."""

from __future__ import annotations

from math import comb, sqrt
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inconcert.coordination.significance import false_discovery
from inconcert.model import shares
from inconcert.model.shares import Z95

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

DRAWS = 9999
"""Draws of a permutation test that is too large to be done in full."""
AT_ONCE = 1111
"""Draws that are made together; nine times as many are ``DRAWS``."""
EXACT = 20_000
"""Assignments up to which a permutation test goes through all of them."""


class Interval(NamedTuple):
    """An estimate with its 95 % interval; the bounds are ``None`` where there is too little for one."""

    value: float
    low: float | None
    high: float | None

    def mirrored(self) -> Interval:
        """The same for the difference the other way round."""
        turn = [None if bound is None else -bound for bound in (self.high, self.low)]
        return Interval(-self.value, turn[0], turn[1])


def wilson(count: int, n: int) -> Interval:
    """A share with its interval (Wilson 1927); ``n`` is at least 1."""
    return Interval(count / n, *shares.wilson(count, n))


def welch(one: Reals, other: Reals) -> Interval:
    """Difference of two means with Welch's interval (1947); the values are clusters, each counted once.

    The interval is open with fewer than two values on a side.
    """
    value = float(one.mean()) - float(other.mean())
    if min(len(one), len(other)) < 2:
        return Interval(value, None, None)
    parts = [float(side.var(ddof=1)) / len(side) for side in (one, other)]
    spread = sum(parts)
    if spread == 0:
        return Interval(value, value, value)
    freedom = spread**2 / sum(part**2 / (len(side) - 1) for part, side in zip(parts, (one, other), strict=True))
    half = _t(freedom) * sqrt(spread)
    return Interval(value, value - half, value + half)


def mean(values: Reals) -> Interval:
    """A mean with Student's interval; open with fewer than two values."""
    value = float(values.mean())
    if len(values) < 2:
        return Interval(value, None, None)
    half = _t(len(values) - 1) * float(values.std(ddof=1)) / sqrt(len(values))
    return Interval(value, value - half, value + half)


def _t(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def permutation(one: Reals, other: Reals, seed: int) -> float:
    """Two-sided p of a difference of means under random assignment of clusters to the two sides.

    All assignments are gone through when they are few, else 9,999 drawn ones, the real one counted with them. The
    result does not depend on which side is called the first, nor on the order of the values.
    """
    small, size = min((one, other), key=len), min(len(one), len(other))
    pooled = np.sort(np.concatenate([one, other]))
    total, n = float(pooled.sum()), len(pooled)
    middle = total * size / n
    if len(one) == len(other):
        # Either side stands for both: their sums are as far from the middle.
        small = min((one, other), key=lambda side: (float(np.sort(side).sum()), tuple(np.sort(side))))
    seen = abs(float(np.sort(small).sum()) - middle)
    sums = _all(pooled, size) if comb(n, size) <= EXACT else _drawn(pooled, size, seed)
    far = int((np.abs(sums - middle) >= seen - 1e-12 * max(1.0, abs(total))).sum())
    return far / len(sums) if comb(n, size) <= EXACT else (far + 1) / (len(sums) + 1)


def _all(values: Reals, size: int) -> Reals:
    from itertools import combinations

    return np.array([values[list(chosen)].sum() for chosen in combinations(range(len(values)), size)])


def _drawn(values: Reals, size: int, seed: int) -> Reals:
    rng = np.random.default_rng(seed)
    some = np.tile(values, (AT_ONCE, 1))
    return np.concatenate([rng.permuted(some, axis=1)[:, :size].sum(1) for _ in range(DRAWS // AT_ONCE)])


def adjusted(p: Sequence[float]) -> list[float]:
    """False discovery rates by Benjamini and Hochberg (1995), in the order given."""
    return [float(q) for q in false_discovery(np.array(p, np.float64), len(p))] if p else []


def kappa(pairs: Mapping[tuple[str, str], int]) -> Interval | None:
    """Cohen's kappa (1960) of two labellers with its large-sample interval (Fleiss, Cohen and Everitt 1969).

    Args:
        pairs: Number of items by the labels of the first and of the second.

    Returns:
        ``None`` when both gave all items one label, where agreement says nothing.
    """
    labels = sorted({label for pair in pairs for label in pair})
    n = sum(pairs.values())
    table = np.array([[pairs.get((one, other), 0) for other in labels] for one in labels], np.float64) / max(n, 1)
    rows, columns = table.sum(1), table.sum(0)
    chance = float(rows @ columns)
    if n == 0 or chance >= 1:
        return None
    seen = float(np.trace(table))
    value = (seen - chance) / (1 - chance)
    joint = (rows[None, :] + columns[:, None]) * (1 - seen)
    agreed = sum(table[i, i] * ((1 - chance) - joint[i, i]) ** 2 for i in range(len(labels)))
    apart = (1 - seen) ** 2 * float(((rows[None, :] + columns[:, None]) ** 2 * (table - np.diag(np.diag(table)))).sum())
    spread = agreed + apart - (seen * chance - 2 * chance + seen) ** 2
    half = Z95 * sqrt(max(spread, 0.0) / (n * (1 - chance) ** 4))
    return Interval(value, max(-1.0, value - half), min(1.0, value + half))
