"""The pairs between two sets of assets: rows on one side, partners on the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.compiled.across import reach_across
from inconcert.coordination.counting import CHUNK, Counted, Detail, Rows, Scratch, count_bits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.windows import Windows


def across(
    events: Events, left: NDArray[np.bool_], audience: NDArray[np.int64], windows: Windows, support: int
) -> Iterator[Counted]:
    """Blocks of the pairs of an asset that is marked ``left`` and one that is not; see :func:`count`."""
    walk = Across(events, left, windows.reach(audience), support)
    detail = Detail(events, windows, audience, support, most=(1 << walk.bits) - 1)
    scratch = Scratch(walk.asset.size)
    for first, stop in walk.chunks():
        yield detail.of(walk.count(first, stop, scratch))


class Across(Rows):
    """Rows on one side, partners on the other, as :class:`inconcert.coordination.counting.Walk` has rows only.

    Partners are numbered after all rows, so that the compiled pass takes every partner for a later row.
    """

    def __init__(self, events: Events, left: NDArray[np.bool_], width: NDArray[np.int64], support: int) -> None:
        side = left[events.asset]
        one, other = events.take(side), events.take(~side)
        self.obj, self.support, self.first = one.object, support, 0
        self.low, self.high = np.empty(one.size, np.uint32), np.empty(one.size, np.uint32)
        reach_across(one.at, one.start, other.at, other.start, events.ticks(width), self.low, self.high)
        cost = kernels.costs(one.asset, self.low, self.high, events.assets.size)
        rows, partners = _dearest_last(cost), _dearest_last(np.bincount(other.asset, minlength=events.assets.size))
        self.rows, self.upto = rows.size, np.cumsum(cost[rows])
        self.asset = np.concatenate([rows, partners])
        number = np.full(events.assets.size, self.rows, np.uint32)
        number[rows] = np.arange(self.rows)
        self.pointer, self.index = kernels.rows_between(0, self.rows, number[one.asset])
        number[partners] = self.rows + np.arange(partners.size)
        self.who = number[other.asset]
        self.bits = count_bits(int(events.touches.max(initial=0)), support)

    def chunks(self) -> list[tuple[int, int]]:
        """Rows whose neighbours are a moment's work, and where to stop."""
        if not self.rows:
            return []
        cuts = np.searchsorted(self.upto, np.arange(CHUNK, int(self.upto[-1]), CHUNK))
        edges = np.unique([0, *cuts, self.rows]).tolist()
        return list(pairwise(edges))


def _dearest_last(cost: NDArray[np.int64]) -> NDArray[np.int32]:
    """Those that cost something; whom everybody meets come last, so that they share a few cache lines."""
    used = np.flatnonzero(cost)
    return used[np.argsort(cost[used], kind="stable")].astype(np.int32)
