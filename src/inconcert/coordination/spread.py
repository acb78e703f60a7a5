"""How far real pairs scatter around the null: what it does not know of tastes, topics and circles.

The null knows how active two accounts are and how popular things are. That they like the same things it does not
know, and among very active accounts that shows: where 18 shared objects are expected, strangers with one taste
share 50. So the scatter is measured on the material itself, on pairs drawn by activity, and pairs are judged by a
negative binomial of that spread. A small ring hardly moves it: few pairs drawn by activity are of one ring, and
what a pair adds is bounded. A ring that makes up most of the active pairs does, and is judged by a scatter of its
own making; ``MOST`` limits what that costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.nulls import Material, Null

    Drawn = tuple[NDArray[np.int32], NDArray[np.int32]]
    """One end of each pair, and the other."""

DRAWN = 20_000
"""Pairs drawn."""
LEAST_EXPECTED = 1.0
"""Only pairs of which this much is expected show a spread."""
LEAST_PAIRS = 100
"""With fewer of them nothing can be said, and pairs are taken to be Poisson."""
MOST = 0.5
"""No larger spread is believed: organic crowds show 0.1 to 0.5, and material that is mostly an operation shows any."""
BOUND = 3.0
"""A pair may lie this many times its expectation off, and three more; beyond, it counts as lying there."""


def spread(events: Material, null: Null, pairs: Drawn | None = None) -> float:
    """Excess variance of shared objects over Poisson, in units of the squared expectation; from zero to ``MOST``.

    Moment estimate ``Σ ((V - λ)² - λ) / Σ λ²`` over pairs of accounts, each drawn by an event of its own (so the
    active ones more often), with distances bounded. Drawn with a fixed seed: the same events give the same figure.

    Args:
        events: Of a signal.
        null: What it expects.
        pairs: Those of :func:`drawn`, where they are known.
    """
    a, b = drawn(events.acts) if pairs is None else pairs
    expected = null.ever(a, b)
    likely = expected >= LEAST_EXPECTED
    if likely.sum() < LEAST_PAIRS:
        return 0.0
    shared, rate = events.shared(a[likely], b[likely]), expected[likely]
    off = np.minimum(np.abs(shared - rate), BOUND * rate + 3)
    return min(max(float((off**2 - rate).sum() / (rate**2).sum()), 0.0), MOST)


def drawn(acts: NDArray[np.int64]) -> Drawn:
    """Pairs of different assets, each asset as likely as it has events."""
    rng, upto = np.random.default_rng(0), np.cumsum(acts)
    a, b = (np.searchsorted(upto, rng.integers(0, upto[-1], DRAWN), side="right").astype(np.int32) for _ in range(2))
    return a[a != b], b[a != b]
