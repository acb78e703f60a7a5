"""How much a pair of accounts weighs: evidence against chance, capped, one voice a signal family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.networks import kernels

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.coordination.compiled import Codes

CAP_NATS = 18.0
"""Most evidence one family can give one pair: -ln p at p = 1.5e-8, the p that a false discovery rate of 0.01
asks for among a million pairs. Beyond it the tail of a model is not worth believing, and one extreme pair
must not outweigh a group."""

STRONG_NATS = 1.5 * CAP_NATS
"""A pair this heavy holds a member in a network on its own. No single family reaches it."""


class Pairs(NamedTuple):
    """Distinct pairs with their weight, ordered by (a, b)."""

    a: Codes
    b: Codes
    weight: npt.NDArray[np.float64]
    """Evidence in nats, summed over signal families."""

    def at(self, rows: npt.NDArray[Any] | slice) -> Pairs:
        """Some of the pairs, by mask, by row or by slice."""
        return Pairs(self.a[rows], self.b[rows], self.weight[rows])


def evidence(p: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Evidence of p-values in nats: -ln p, at least 0, at most ``CAP_NATS``; p = 0 gives the cap."""
    with np.errstate(divide="ignore"):
        return np.clip(-np.log(p), 0.0, CAP_NATS)


def pair_weights(
    a: npt.NDArray[np.integer],
    b: npt.NDArray[np.integer],
    family: npt.NDArray[np.integer],
    p: npt.NDArray[np.float64],
) -> Pairs:
    """Weigh pairs from their ties, one row a tie.

    Signals of one family depend on each other, so the strongest tie speaks for the family; families are added.
    Which end is called a does not matter; a tie of an asset with itself is left out.

    Args:
        a: number of one asset, at least 0.
        b: number of the other.
        family: number of the signal family of the tie.
        p: p-value of the tie.
    """
    low, high = np.minimum(a, b).astype(np.int32), np.maximum(a, b).astype(np.int32)
    kind, nats, apart = np.asarray(family, dtype=np.int32), evidence(p), low != high
    if not apart.all():
        low, high, kind, nats = low[apart], high[apart], kind[apart], nats[apart]
    low, high, kind, nats = in_order(low, high, kind, nats)
    families = int(kind.max(initial=-1)) + 1
    return Pairs(*kernels.loudest(low, high, kind, nats, families, kernels.once(low, high)))


def in_order(low: Codes, high: Codes, *others: Any) -> tuple[Any, ...]:
    """Columns of pairs in the order (low, high); what already is in order is not touched, so nothing is copied."""
    if kernels.ordered(low, high):
        return low, high, *others
    order = np.argsort(low.astype(np.int64) << 32 | high, kind="stable")
    return tuple(column[order] for column in (low, high, *others))
