"""Tails of the law that shared objects follow by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import dividing

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Reals

LANES = 16
"""Tails that are summed in step."""


@dividing
def tail_ratio(count: Codes, rate: Reals, support: int, spread: float, knee: float) -> Reals:
    """``P(V >= count) / P(V >= support)`` for negative binomial V with mean ``rate``; one where ``count <= support``.

    Its variance is ``rate + own * rate ** 2`` with ``own = spread * rate / (rate + knee)``; with ``spread`` zero V is
    Poisson.

    Both tails are summed from the term at ``support``, which is set to one: nothing underflows or cancels however
    small the rate, where a quotient of library tails would be zero by zero.
    """
    out, n = np.ones(count.size), count.size
    # Some at a time in step, which the compiler makes vectors of; each does the sums that it would do by itself.
    least, scale, grow = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    term, head, tail = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    for first in range(0, n, LANES):
        for k in range(LANES):
            # Beyond the last one it is done again, for nothing.
            i = min(first + k, n - 1)
            own = spread * rate[i] / (rate[i] + knee)
            scale[k], least[k] = rate[i] / (1 + rate[i] * own), count[i]
            grow[k], term[k], head[k], tail[k] = scale[k] * own, 1.0 if count[i] > support else 0.0, 0.0, 0.0
        m, going = float(support), True
        while going:
            going = large = False
            for k in range(LANES):
                early, x = m < least[k], term[k]
                head[k] += x if early else 0.0
                tail[k] += 0.0 if early else x
                ended = (not early) & ((x < 1e-17 * tail[k]) | (x < 1e-305))
                x *= (scale[k] + m * grow[k]) / (m + 1)
                term[k] = 0.0 if ended else x
                large |= term[k] > 1e290
                going |= term[k] > 0
            m += 1
            if large:
                for k in range(LANES):
                    less = 1e-290 if term[k] > 1e290 else 1.0
                    head[k], tail[k], term[k] = head[k] * less, tail[k] * less, term[k] * less
        for k in range(min(LANES, n - first)):
            if count[first + k] > support:
                out[first + k] = tail[k] / (head[k] + tail[k])
    return out
