"""The pairs between two sets of assets: rows on one side, partners on the other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.compiled.across import reach_across
from inconcert.coordination.counting import CHUNK, Counted, Detail, Scratch, count_bits

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
    scratch = Scratch(walk.rows + walk.partners.size)
    for first, stop in walk.chunks():
        yield detail.of(walk.count(first, stop, scratch))


class Across:
    """Rows on one side, partners on the other: the walk of :class:`inconcert.coordination.counting.Walk` between them.

    Partners are numbered after all rows, so that the compiled pass takes every partner for a later row.
    """

    def __init__(self, events: Events, left: NDArray[np.bool_], width: NDArray[np.int64], support: int) -> None:
        side = left[events.asset]
        one, other = events.take(side), events.take(~side)
        self.obj, self.support = one.object, support
        self.low, self.high = np.empty(one.size, np.uint32), np.empty(one.size, np.uint32)
        reach_across(one.at, one.start, other.at, other.start, events.ticks(width), self.low, self.high)
        cost = kernels.costs(one.asset, self.low, self.high, events.assets.size)
        used = np.flatnonzero(cost)
        self.asset = used[np.argsort(cost[used], kind="stable")].astype(np.int32)
        """Asset of each row."""
        self.upto = np.cumsum(cost[self.asset])
        number = np.bincount(other.asset, minlength=events.assets.size)
        met = np.flatnonzero(number)
        # The busiest last, so that those whom everybody meets share a few cache lines.
        self.partners = met[np.argsort(number[met], kind="stable")].astype(np.int32)
        row = np.full(events.assets.size, self.rows, np.uint32)
        row[self.asset] = np.arange(self.rows)
        self.pointer, self.index = kernels.rows_between(0, self.rows, row[one.asset])
        row[self.partners] = self.rows + np.arange(self.partners.size)
        self.who = row[other.asset]
        self.bits = count_bits(int(events.touches.max(initial=0)), support)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.asset.size

    def chunks(self) -> list[tuple[int, int]]:
        """Rows whose neighbours are a moment's work, and where to stop."""
        if not self.rows:
            return []
        cuts = np.searchsorted(self.upto, np.arange(CHUNK, int(self.upto[-1]), CHUNK))
        edges = np.unique([0, *cuts, self.rows]).tolist()
        return list(pairwise(edges))

    def count(self, row: int, stop: int, scratch: Scratch) -> Counted:
        """Pairs of the rows from ``row`` to ``stop`` with all partners; ``shared`` has one column, the widest."""
        parts, tested, visited = [], 0, 0
        while row < stop:
            row, written, more, seen, scratch.epoch = kernels.count_rows(
                row, stop, 0, CHUNK, self.pointer, self.index, self.who, self.obj, self.low, self.high,
                scratch.cell, scratch.epoch, self.bits, self.support, scratch.met, *scratch.out,
            )  # fmt: skip
            parts.append([column[:written].copy() for column in scratch.out])
            tested, visited = tested + more, visited + seen
        one, other, shared = (np.concatenate(column) for column in zip(*parts, strict=True))
        a, b = self.asset[one], self.partners[other - self.rows]
        return Counted(np.minimum(a, b), np.maximum(a, b), shared[:, None], tested, visited)
