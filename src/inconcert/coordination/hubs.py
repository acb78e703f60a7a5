"""Which objects are hubs, and the pairs of groups of rows counted with their help."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import hubs as kernels
from inconcert.coordination.compiled.lanes import WIDTH, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from inconcert.coordination.counting import Scratch, Walk

    Least = Callable[[NDArray[np.int32], NDArray[np.int32]], NDArray[np.int32]]
    """From rows and partners to the number of objects, for each partner, below which no pair with any row is wanted."""

LOOKS = 0.5
"""Cost of one event of a hub for one group of rows, in neighbours visited."""
PARTNERS = 10.0
"""Cost of one partner for one group of rows, the same."""
MOST_WALKED = 4_000_000
"""Neighbours that a group of several rows walks on objects that are no hubs, at most: what they share is held."""
MOST_SPOTS = 32_768
"""Events of a group of several rows on hubs, at most: their vectors should stay near the processor."""


@dataclass(frozen=True)
class Group:
    """Pairs of a group of rows as the compiled pass leaves them."""

    row: NDArray[np.int32]
    partner: NDArray[np.int32]
    shared: NDArray[np.int32]
    tested: int
    visited: int


@dataclass(frozen=True)
class Hubs:
    """What one block of rows needs to count on hubs."""

    walk: Walk
    first: int
    end: int
    pointer: NDArray[np.int64]
    """Row → its events on hubs, in ``index``; from the block's first row to the last of all."""
    index: NDArray[np.uint32]
    left: NDArray[np.uint32]
    right: NDArray[np.uint32]
    """Neighbours of each spot."""
    pointer_walked: NDArray[np.int64]
    """Row of the block → its other events, in ``walked``."""
    walked: NDArray[np.uint32]
    costs: NDArray[np.int64]
    """Neighbours of each row of the block on objects that are no hubs."""

    @classmethod
    def of(cls, walk: Walk, first: int, end: int) -> Hubs | None:
        """The hubs of the block of rows from ``first`` to ``end``; None when walking everything is as cheap."""
        hub = _chosen_for(walk, first, end)
        # Spots have 31 bits, and what is shared elsewhere those that a lane leaves.
        if hub is None or walk.who.size > kernels.SPOT or walk.bits > 32 - kernels.LANE:
            return None
        pointer, index = kernels.rows_on(first, walk.rows, walk.who, walk.obj, hub)
        left, right = kernels.spots(pointer, index, walk.obj, walk.start, hub, walk.low, walk.high)
        pointer_walked, walked = kernels.rows_on(first, end, walk.who, walk.obj, ~hub)
        costs = kernels.row_costs(pointer_walked, walked, walk.low, walk.high)
        return cls(walk, first, end, pointer, index, left, right, pointer_walked, walked, costs)

    def groups(self) -> list[tuple[int, int]]:
        """Groups of rows: the first, and the one to stop before."""
        number = np.diff(self.pointer[: self.end - self.first + 1])
        edges = kernels.edges(self.first, self.end, self.costs, number, MOST_WALKED, MOST_SPOTS)
        return list(pairwise(edges.tolist()))

    def count(self, row: int, stop: int, scratch: Scratch, least: Least | None) -> Iterator[Group]:
        """Pairs of one group of rows with all later ones, some at a time."""
        walk, at = self.walk, row - self.first
        entries, upto, seen = self._elsewhere(row, stop, scratch)
        switch, visited = kernels.switches(self.pointer[at : stop - self.first + 1], self.index, self.left, self.right)
        switch.sort()
        stretch = scratch.stretches(self.left.size)
        vectors = kernels.stretches(switch, stretch)
        wanted = np.full(walk.rows - row - 1, walk.support + 1, np.int32)
        if least is not None and wanted.size:
            wanted = least(walk.asset[row:stop], walk.asset[row + 1 :])
        planes = np.zeros((walk.most_objects.bit_length() + 5) * WORDS, np.uint64)
        partner, visited = row + 1, visited + seen
        while True:
            partner, written, tested = kernels.meet(
                partner, row, stop, walk.rows, self.pointer[at + 1 :], self.index, stretch, vectors,
                upto, entries, wanted, walk.support, planes, *scratch.out,
            )  # fmt: skip
            one, other, shared = (column[:written].copy() for column in scratch.out)
            yield Group(one, other, shared, tested, visited)
            if partner >= walk.rows:
                return
            visited = 0

    def _elsewhere(self, row: int, stop: int, scratch: Scratch) -> tuple[Any, Any, int]:
        walk, at, end = self.walk, row - self.first, stop - self.first
        room = min(int(self.costs[at:end].sum()), (stop - row) * walk.rows)
        upto = np.empty(walk.rows - row + 1, np.uint32)
        entries, visited, scratch.epoch = kernels.walk(
            self.pointer_walked[at : end + 1], self.walked, walk.who, walk.obj, walk.low, walk.high, row,
            scratch.cell, scratch.epoch, walk.bits, scratch.met, room, upto,
        )  # fmt: skip
        return entries, upto[1:], visited


def worth(walk: Walk, first: int, end: int) -> int:
    """The row of a block from which on bits are cheaper than walking everything; its end if none is.

    Rows come from the cheapest to the dearest, and groups of the cheapest meet hardly anybody.
    """
    hub = _chosen_for(walk, first, end)
    if hub is None:
        return end
    row = np.arange(first, end, WIDTH)
    upto = np.concatenate([[0], walk.upto])
    walked = upto[np.minimum(row + WIDTH, end)] - upto[row]
    dear = walked > LOOKS * np.diff(walk.start)[hub].sum() + PARTNERS * (walk.rows - row)
    return int(row[dear.argmax()]) if dear.any() else end


def _chosen_for(walk: Walk, first: int, end: int) -> NDArray[np.bool_] | None:
    visits = kernels.visits(first, end, walk.who, walk.low, walk.high, walk.start)
    return chosen(visits, np.diff(walk.start), -(-(end - first) // WIDTH), walk.rows - first)


def chosen(visits: NDArray[np.int64], size: NDArray[np.int64], groups: int, partners: int) -> NDArray[np.bool_] | None:
    """Objects on which bits are cheaper than walking, for all groups of a block together; None without gain."""
    cost = LOOKS * groups * size
    hub = np.asarray(visits > cost)
    return hub if visits[hub].sum() > cost[hub].sum() + PARTNERS * groups * partners else None
