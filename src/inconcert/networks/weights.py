"""How much a pair of accounts weighs: evidence against chance, capped, one voice a signal family."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

CAP_NATS = 18.0
"""Most evidence one family can give one pair: -ln p at p = 1.5e-8, the p that a false discovery rate of 0.01
asks for among a million pairs. Beyond it the tail of a model is not worth believing, and one extreme pair
must not outweigh a group."""

STRONG_NATS = 1.5 * CAP_NATS
"""A pair this heavy holds a member in a network on its own. No single family reaches it."""


class Pairs(NamedTuple):
    """Distinct pairs with their weight, ordered by (a, b)."""

    a: npt.NDArray[np.int64]
    b: npt.NDArray[np.int64]
    weight: npt.NDArray[np.float64]
    """Evidence in nats, summed over signal families."""

    def at(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Pairs:
        """Some of the pairs, by mask or by row."""
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
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    apart = low != high
    low, high, family, nats = low[apart], high[apart], family[apart], evidence(p[apart])
    order = np.lexsort((nats, family, high, low))
    low, high, family, nats = low[order], high[order], family[order], nats[order]
    new_pair = _changes(low) | _changes(high)
    last_of_family = np.roll(new_pair | _changes(family), -1)
    starts = np.flatnonzero(new_pair)
    if not len(starts):
        return Pairs(low, high, nats)
    return Pairs(low[starts], high[starts], np.add.reduceat(np.where(last_of_family, nats, 0.0), starts))


def _changes(values: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """True where a sorted column differs from the row above; the first row always does."""
    changed = np.ones(len(values), dtype=bool)
    changed[1:] = values[1:] != values[:-1]
    return changed
