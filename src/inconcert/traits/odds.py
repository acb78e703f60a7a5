"""How much more likely a count is in a group that shares a mark than in a group like any other.

The mark is seen in ``k`` of ``n`` members and at the rate ``r`` among matched controls. Communities differ from each
other more than chance samples of one crowd do, so a group like any other has a rate of its own, Beta distributed around
``r`` with the weight of ``SPREAD`` accounts: ``k`` is Beta-binomial. A group that shares the mark has a rate drawn
evenly between ``r`` and 1. Not every operation shows every mark: with the weight ``1 - SHOWS`` it is like any other,
so the absence of a mark speaks only weakly against.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.bounds import CAP

if TYPE_CHECKING:
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]

SPREAD = 50.0
"""Weight, in accounts, of the controls' rate as the rate of another community."""
SHOWS = 0.3
"""Share of groups of the kind in question in which a given mark is seen."""
DRAWS = 100
"""Bootstrap draws of the members."""


def rate(hits: npt.ArrayLike, known: npt.ArrayLike) -> Reals:
    """Rate among controls, never quite zero or one: half a hit and half a miss are added."""
    found: Reals = (np.asarray(hits, float) + 0.5) / (np.asarray(known, float) + 1.0)
    return found


def likelihood(k: npt.ArrayLike, n: npt.ArrayLike, r: npt.ArrayLike) -> Reals:
    """Log of how much likelier ``k`` of ``n`` is when the group shares the mark; the arguments are broadcast.

    ``log ∫ t^k (1-t)^(n-k) dt / (1-r)`` over ``r < t < 1``, less the log of the Beta-binomial of a like group.
    """
    from scipy.special import betaincc, betaln

    k, n, r = (np.asarray(part, float) for part in (k, n, r))
    a, b = r * SPREAD, (1 - r) * SPREAD
    like = betaln(k + a, n - k + b) - betaln(a, b)
    with np.errstate(divide="ignore"):
        shared = np.log(betaincc(k + 1, n - k + 1, r)) + betaln(k + 1, n - k + 1) - np.log1p(-r)
    found: Reals = shared - like
    return found


def averaged(logs: Reals, looks: int) -> Reals:
    """Log of the mean likelihood ratio over ``looks`` places looked at (last axis; those left out count as nothing)."""
    from scipy.special import logsumexp

    found: Reals = logsumexp(logs, axis=-1) - np.log(looks)
    return found


def settled(logs: npt.ArrayLike, cap: float = CAP) -> Reals:
    """Nats for the axis: the mark may not show even where there is something to show; at most ``cap`` either way."""
    mixed = np.logaddexp(np.log(SHOWS) + np.asarray(logs, float), np.log(1 - SHOWS))
    found: Reals = np.clip(mixed, -cap, cap)
    return found


def draws(members: int, seed: int) -> npt.NDArray[np.int64]:
    """How often each member is in each bootstrap draw, ``(DRAWS, members)``."""
    rng = np.random.default_rng([seed, members])
    drawn: npt.NDArray[np.int64] = rng.multinomial(members, np.full(members, 1 / members), size=DRAWS)
    return drawn
