"""Figures of a rhythm: how round instants and gaps are, how regular gaps are, whether there is any rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.people import People

    Reals = npt.NDArray[np.float64]

PERIODS = (60.0, 300.0, 900.0, 3600.0)
"""Round intervals in seconds."""
FINE = 12
"""A clock must be so many times finer than a period in which something is looked for."""
LEAST_GAPS = 10
"""Gaps, or instants, of an account from which its roundness is told."""


def rayleigh(values: Reals, period: float) -> float:
    """p-value of Rayleigh's test: whether ``values`` gather at one phase of ``period``; 1 for fewer than two.

    ``exp(-z)`` with ``z = N R²`` and Zar's correction for small samples.
    """
    n = len(values)
    if n < 2:
        return 1.0
    angle = 2 * np.pi * (values % period) / period
    z = (np.cos(angle).sum() ** 2 + np.sin(angle).sum() ** 2) / n
    p = np.exp(-z) * (1 + (2 * z - z**2) / (4 * n))
    return float(np.clip(p, np.exp(-z), 1.0))


def roundness(at: Reals, clock: float) -> float | None:
    """Smallest p-value that an account's instants or gaps are round, held against the number of tests.

    Gaps are looked at modulo each of ``PERIODS``, only those that are at least as long: short gaps gather near zero by
    themselves. Instants are looked at within the minute, those a minute apart and more, and within the hour, those an
    hour apart and more. ``None`` when the clock is too coarse or there are too few of all.

    Args:
        at: instants in seconds, ascending.
        clock: their precision in seconds.
    """
    gaps, found = np.diff(at), []
    for period in PERIODS:
        if clock * FINE > period:
            continue
        long = gaps[gaps >= period]
        if len(long) >= LEAST_GAPS:
            found.append(rayleigh(long, period))
        apart = at[_apart(at, period)] if period in (60.0, 3600.0) else np.empty(0)
        if len(apart) >= LEAST_GAPS:
            found.append(rayleigh(apart, period))
    return min(1.0, min(found) * len(found)) if found else None


def _apart(at: Reals, least: float) -> list[int]:
    """Places of instants that lie at least ``least`` seconds after the one kept before."""
    kept, last = [], -np.inf
    for place, when in enumerate(at.tolist()):
        if when - last >= least:
            kept.append(place)
            last = when
    return kept


def burstiness(gaps: Reals) -> float:
    """Burstiness of gaps in its finite-size form (Kim and Jo 2016): −1 regular, 0 as by chance, 1 in one burst.

    ``(√(n+1) r − √(n−1)) / ((√(n+1) − 2) r + √(n−1))`` with ``r = σ/μ``; without the correction for ``n`` busy accounts
    look burstier than quiet ones.
    """
    n, mean = len(gaps), gaps.mean()
    r = gaps.std() / mean if mean > 0 else np.sqrt(n - 1)
    high, low = np.sqrt(n + 1), np.sqrt(n - 1)
    return float((high * r - low) / ((high - 2) * r + low))


def rest(at: Reals, hours: int) -> float:
    """Share of posts in the quietest stretch of ``hours`` hours of the UTC day; a day without rest has ``hours/24``."""
    counts = np.bincount(((at // 3600) % 24).astype(np.int64), minlength=24)
    wrapped = np.concatenate([counts, counts[: hours - 1]])
    return float(np.convolve(wrapped, np.ones(hours), "valid").min() / counts.sum())


def seconds(people: People) -> list[Reals]:
    """Instants of each account in seconds, ascending."""
    at = people.at / 1e6
    return [at[start:stop] for start, stop in zip(people.cuts[:-1], people.cuts[1:], strict=True)]


def clocks(people: People) -> list[float]:
    """Coarsest clock of each account's posts in seconds; 0 without posts."""
    spans = zip(people.cuts[:-1], people.cuts[1:], strict=True)
    return [float(people.precision[start:stop].max(initial=0.0)) for start, stop in spans]
