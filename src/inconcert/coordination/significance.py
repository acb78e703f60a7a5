"""From counts and expectations to p and q."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled.tails import tail_ratio

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Reals = NDArray[np.float64]

KNEE = 3.0
"""Expectation at which half of the spread counts. Of rare meetings the condition on two shared objects already takes up
what draws a pair to the same things; the spread is what is left among very active accounts."""
AT_ONCE = 1_000_000
"""Ranks held at a time."""
SMALLEST = 1e-300
"""p-values are not told apart below this."""
HAIR = 1 + 1e-6
"""A bound on p before they are combined has a hair to spare: rounding must not lose what passes combined."""


def surprise(shared: NDArray[np.int32], expected: Reals, support: int, spread: float = 0.0) -> Reals:
    """The p of each count: ``P(V >= shared | V >= support)`` for V with mean ``expected``.

    V is Poisson, or with ``spread`` negative binomial of variance ``expected + own * expected ** 2``, where
    ``own = spread * expected / (expected + KNEE)``: pairs differ in what draws them to the same things by more than the
    null knows (see :mod:`inconcert.coordination.spread`).

    Only pairs with ``support`` shared objects are ever reported, so only the conditional probability is honest:
    the unconditional one would count the selection as evidence. Counts up to ``support`` have p = 1.
    """
    flat = tail_ratio(shared.ravel(), np.ascontiguousarray(expected).ravel(), support, spread, KNEE)
    return np.asarray(np.clip(flat, SMALLEST, 1.0).reshape(shared.shape))


def chances(shared: NDArray[np.int32], expected: Reals, spread: float = 0.0) -> Reals:
    """The chance ``P(V >= shared)`` of each count by itself, V as for :func:`surprise`; one where it is not surprising.

    It counts the selection of the pair as evidence, so it may only be used where what was selected is tested as a whole
    against shuffles that were selected from in the same way.
    """
    out, less = np.ones(shared.size), np.flatnonzero(expected < shared)
    out[less] = surprise(shared[less, None], expected[less, None], 0, spread)[:, 0]
    return out


@lru_cache(maxsize=256)
def largest_rates(support: int, spread: float, bound: float, counts: int) -> Reals:
    """For each count below ``counts``: no expectation above this one gives the count a p up to ``bound``.

    Sifts pairs before their p is worked out: p grows with the expectation. Counts up to ``support`` always have p = 1
    and get -1, below any expectation. The array is kept for the next who asks, and cannot be written to.
    """
    count = np.arange(support + 1, counts, dtype=np.int32)
    low, high = np.full(count.size, -40.0), np.log(4.0 * count + 10)
    for _ in range(40):
        middle = (low + high) / 2
        p = tail_ratio(count, np.exp(middle), support, spread, KNEE)
        low, high = np.where(p <= bound, middle, low), np.where(p <= bound, high, middle)
    # The upper end, and a hair: rounding must not lose a pair.
    out = np.concatenate([np.full(min(support + 1, counts), -1.0), np.exp(high) * (1 + 1e-9)])
    out.flags.writeable = False
    return out


def leads_up_to(support: int, spread: float, bound: float, counts: int) -> Reals:
    """For each count below ``counts`` the largest expectation at which ``P(V >= count)`` is up to ``bound``.

    The unconditional chance of :func:`surprise`, tabled; counts up to ``support`` get -1, below any expectation.
    """
    rates = largest_rates(0, spread, bound, counts).copy()
    rates[: min(support + 1, counts)] = -1.0
    return rates


def cauchy(p: Reals) -> Reals:
    """Combine the columns of ``p`` into one p a row, valid under dependence (Liu and Xie 2020, ACAT).

    ``T = mean tan((1/2 - p) π)``, ``p = 1/2 - arctan(T) / π``. A p of one says nothing and is held at 0.99, or a single
    empty window would outweigh the others.
    """
    if p.shape[1] < 2:
        return np.asarray(p.min(1, initial=1.0))
    held = np.minimum(p, 0.99)
    # tan loses its digits near the pole; there tan((1/2 - p) π) is 1/(p π).
    heat = np.where(held < 1e-8, 1 / (held * np.pi), np.tan((0.5 - held) * np.pi)).mean(1)
    tail = 1 / (np.pi * np.maximum(heat, 1.0))
    return np.asarray(np.clip(np.where(heat > 1e8, tail, 0.5 - np.arctan(heat) / np.pi), SMALLEST, 1.0))


def false_discovery(p: Reals, tests: int) -> Reals:
    """The q of each p by Benjamini and Hochberg (1995), of ``tests`` hypotheses of which the smallest p are given.

    The hypotheses that are not in ``p`` are taken to have larger p than any that is; that holds when every pair
    below a bound was kept.
    """
    order = np.argsort(p)
    out = np.empty(p.size)
    out[order] = ranked(p[order], tests)
    return out


def ranked(p: Reals, tests: int) -> Reals:
    """The same of p in ascending order, in their place: tens of millions of pairs may pass."""
    p *= tests
    for start in range(0, p.size, AT_ONCE):
        some = p[start : start + AT_ONCE]
        some /= np.arange(start + 1, start + some.size + 1)
    upward = p[::-1]
    np.minimum.accumulate(upward, out=upward)
    return np.minimum(p, 1.0, out=p)
