"""Count what every pair of assets shares: all rows, on all cores, in blocks.

Assets are numbered anew from the cheapest row to the dearest, so that the busiest, whom everybody meets, share a few
cache lines. After every eighth of the work the events of finished rows are taken out, which halves what is walked.
Objects with so many events in reach that walking them is dear are hubs; see :mod:`inconcert.coordination.hubs`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import pairwise
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.compiled import order, tally
from inconcert.coordination.compiled.lanes import WIDTH
from inconcert.coordination.hubs import Hubs, worth
from inconcert.errors import BudgetError
from inconcert.model.machine import cores

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.hubs import Least
    from inconcert.coordination.windows import Windows

BLOCKS = 8
"""Times that the events of finished rows are taken out."""
CHUNK = 16_000_000
"""Neighbours visited between two looks at progress and cancellation: a tenth of a second."""
ROOM = 100_000
"""Pairs that fit into a worker's output, beside one row in full."""
CELL_BITS = 32
"""Bits of a cell."""
COUNT_BITS = 11
"""Bits of a cell that hold the count, where the epochs leave as many."""

Progress = Callable[[int, int], None]
Done = TypeVar("Done")


@dataclass(frozen=True)
class Counted:
    """One block of pairs as counted."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    shared: NDArray[np.int32]
    """Shared objects, one column a window."""
    reported: int
    """Pairs with the least support, those that are not listed included."""
    visited: int
    """Neighbours looked at; on hubs, those that walking would look at."""


def count(
    events: Events,
    audience: NDArray[np.int64],
    windows: Windows,
    support: int,
    progress: Progress | None = None,
    *,
    each: Callable[[Counted], Done] = lambda block: block,  # type: ignore[assignment,return-value]  # itself
    least: Least | None = None,
    threads: int | None = None,
    blocks: int = BLOCKS,
) -> Iterator[Done]:
    """Blocks of pairs with more than ``support`` shared objects in some window, and how many had ``support``.

    A pair counts as tested when it met on ``support`` objects, each within the widest window the object counts in; with
    no more than that its conditional p is one, so it is never listed. Exact, and the same whatever the threads.

    Args:
        events: Pruned or not.
        audience: That of all events: pruning must not make an object look rare.
        windows: Windows.
        support: Distinct objects that make a pair worth testing.
        progress: Called with neighbours visited and neighbours in all.
        each: Done to every block in the thread that counted it; what it returns is what comes out.
        least: Tells below how many objects a pair of some rows with each partner is not wanted, so that it may be left
            out; asked only when there is one window.
        threads: Threads at work; all cores when not given.
        blocks: Parts of the work, after each of which the events of finished rows are taken out. Where there is little
            work fewer are cheaper; the pairs are the same, the neighbours looked at are more.
    """
    unwanted = least if len(windows.widths) == 1 else None
    walk = Walk(events, windows.reach(audience), support)
    detail = Detail(events, windows, audience, support, most=(1 << walk.bits) - 1)
    # They are looked at again where a cell cannot hold a count, or several windows are told apart: seldom, or in turn.
    events.rest()
    workers = threads or cores()
    # Where one thread works, another would only wait.
    with ThreadPoolExecutor(workers) if workers > 1 else nullcontext() as pool:
        free: SimpleQueue[Scratch] = SimpleQueue()
        for _ in range(workers):
            free.put(Scratch(walk.rows))

        def work(first: int, end: int) -> list[Done]:
            scratch = free.get()
            try:
                return [each(detail.of(part)) for part in walk.parts(first, end, scratch, unwanted)]
            finally:
                free.put(scratch)

        visited = 0
        for chunks in walk.blocks(blocks):
            for (_, _, neighbours), done in _in_turn(pool, work, chunks, workers + 1):
                visited += neighbours
                if progress is not None:
                    progress(visited, walk.neighbours)
                yield from done


def _in_turn(
    pool: ThreadPoolExecutor | None,
    work: Callable[[int, int], Done],
    chunks: Iterable[tuple[int, int, int]],
    ahead: int,
) -> Iterator[tuple[tuple[int, int, int], Done]]:
    """What ``work`` makes of each chunk, in order, with a few chunks under way; without a pool one after another."""
    if pool is None:
        for chunk in chunks:
            yield chunk, work(*chunk[:2])
        return
    waiting: deque[Any] = deque()
    try:
        for chunk in chunks:
            waiting.append((chunk, pool.submit(work, *chunk[:2])))
            if len(waiting) >= ahead:
                first, task = waiting.popleft()
                yield first, task.result()
        while waiting:
            first, task = waiting.popleft()
            yield first, task.result()
    finally:
        for _, task in waiting:
            task.cancel()


class Scratch:
    """What one worker needs: a cell for every row, and room for its output."""

    def __init__(self, rows: int) -> None:
        self.cell, self.met = np.zeros(rows, np.uint32), np.empty(rows, np.uint32)
        self.out = tuple(np.empty(max(rows + ROOM, WIDTH), np.int32) for _ in range(3))
        self.epoch = 0
        self._stretches = np.empty(0, np.uint32)

    def stretches(self, spots: int) -> NDArray[np.uint32]:
        """Room for the stretch of each spot."""
        if self._stretches.size < spots:
            self._stretches = np.empty(spots, np.uint32)
        return self._stretches[:spots]


class Rows:
    """Accounts in rows, each with its events, and the neighbours of these: what the compiled pass counts."""

    asset: NDArray[np.int32]
    """Asset of each number: the rows first, then those that are only met."""
    first: int
    """The row that ``pointer`` begins with."""
    pointer: NDArray[np.int64]
    index: NDArray[np.uint32]
    """The events of row ``first + i`` are ``index[pointer[i]:pointer[i + 1]]``."""
    obj: NDArray[np.int32]
    """Object of each event of the rows."""
    low: NDArray[np.uint32]
    high: NDArray[np.uint32]
    """Its neighbours: places in ``who``."""
    who: NDArray[np.uint32]
    """Number of each neighbour."""
    bits: int
    support: int

    def count(self, row: int, stop: int, scratch: Scratch) -> Counted:
        """Pairs of the rows from ``row`` to ``stop`` with all later numbers; ``shared`` has one column, the widest."""
        parts, tested, visited = [], 0, 0
        while row < stop:
            row, written, more, seen, scratch.epoch = kernels.count_rows(
                row, stop, self.first, CHUNK, self.pointer, self.index, self.who, self.obj, self.low, self.high,
                scratch.cell, scratch.epoch, self.bits, self.support, scratch.met, *scratch.out,
            )  # fmt: skip
            parts.append([column[:written].copy() for column in scratch.out])
            tested, visited = tested + more, visited + seen
        one, other, shared = (np.concatenate(column) for column in zip(*parts, strict=True))
        return self.named(one, other, shared, tested, visited)

    def named(
        self, one: NDArray[Any], other: NDArray[Any], shared: NDArray[np.int32], tested: int, visited: int
    ) -> Counted:
        """Pairs of rows as pairs of assets."""
        a, b = np.empty(one.size, np.int32), np.empty(one.size, np.int32)
        kernels.named(one, other, self.asset, a, b)
        return Counted(a, b, shared[:, None], tested, visited)


class Walk(Rows):
    """The events, numbered by row and shrinking as rows are finished."""

    def __init__(self, events: Events, width: NDArray[np.int64], support: int) -> None:
        self.start, self.support = events.start.copy(), support
        self.low, self.high = np.empty(events.size, np.uint32), np.empty(events.size, np.uint32)
        self.neighbours = kernels.reach(events.at, self.start, events.ticks(width), self.low, self.high)
        cost = kernels.costs(events.asset, self.low, self.high, events.assets.size)
        used = np.flatnonzero(cost)
        self.asset = used[np.argsort(cost[used], kind="stable")].astype(np.int32)
        self.upto = np.cumsum(cost[self.asset])
        row = np.zeros(events.assets.size, np.uint32)
        row[self.asset] = np.arange(self.asset.size)
        self.who, self.obj = np.empty(events.size, np.uint32), np.empty(events.size, np.int32)
        order.coded(events.asset, 0, row, self.who)
        tally.objects_of(self.start, self.obj)
        self.most_objects = int(events.touches.max(initial=0))
        self.bits = count_bits(self.most_objects, support)
        self.hubs: Hubs | None = None

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.asset.size

    def blocks(self, number: int = BLOCKS) -> Iterator[list[tuple[int, int, int]]]:
        """Chunks (first row, row to stop before, neighbours) of each block; between blocks finished rows go."""
        total = int(self.upto[-1]) if self.rows else 0
        cuts = np.searchsorted(self.upto, total * np.arange(1, number) / number)
        edges = np.unique([0, *cuts, self.rows]).tolist()
        for first, end in pairwise(edges):
            if first:
                self._drop(first)
            begin = worth(self, first, end)
            if first < begin:
                yield self._plain(first, begin)
            if begin < end:
                self.first = begin
                self.hubs = Hubs.of(self, begin, end)
                if self.hubs is None:
                    yield self._plain(begin, end)
                else:
                    yield [(*group, self._cost(*group)) for group in self.hubs.groups()]
                # They know the walk in turn: without this both would stay in memory until the collector comes by.
                self.hubs = None

    def _plain(self, first: int, end: int) -> list[tuple[int, int, int]]:
        """Get ready to walk the rows from ``first`` to ``end`` on all objects; their chunks."""
        self.first = first
        self.pointer, self.index = kernels.rows_between(first, end, self.who)
        return self._chunks(first, end)

    def parts(self, first: int, end: int, scratch: Scratch, least: Least | None) -> Iterator[Counted]:
        """Pairs of the rows from ``first`` to ``end``, some at a time; those that ``least`` excludes may be missing."""
        if self.hubs is None:
            yield self.count(first, end, scratch)
            return
        for part in self.hubs.count(first, end, scratch, least):
            yield self.named(part.row, part.partner, part.shared, part.tested, part.visited)

    def _cost(self, first: int, end: int) -> int:
        return int(self.upto[end - 1]) - (int(self.upto[first - 1]) if first else 0)

    def _drop(self, row: int) -> None:
        left = kernels.keep_from(row, self.who, self.obj, self.low, self.high, self.start)
        self.who, self.obj = self.who[:left], self.obj[:left]
        self.low, self.high = self.low[:left], self.high[:left]

    def _chunks(self, first: int, end: int) -> list[tuple[int, int, int]]:
        base = int(self.upto[first - 1]) if first else 0
        parts = max(1, -(-(int(self.upto[end - 1]) - base) // CHUNK))
        targets = base + (int(self.upto[end - 1]) - base) * np.arange(1, parts) / parts
        edges = np.unique([first, *np.searchsorted(self.upto[:end], targets), end]).tolist()
        costs = np.diff(np.concatenate([[0], self.upto])[edges]).tolist()
        return [(row, stop, cost) for (row, stop), cost in zip(pairwise(edges), costs, strict=True)]


def count_bits(objects: int, support: int) -> int:
    """Bits of a cell for the count, the others being for epochs: one row of ``objects`` must fit between two clearings.

    Counts that do not fit are counted again by another way, so that few bits cost time, never truth.

    Raises:
        BudgetError: one account touches more objects than a cell can tell apart.
    """
    epochs, least = (objects + 1).bit_length() + 1, (support + 2).bit_length()
    if epochs + least > CELL_BITS:
        raise BudgetError(f"one account acted on {objects:,} objects.", todo="Leave it out, or split the material.")
    return max(least, min(COUNT_BITS, CELL_BITS - epochs))


class Detail:
    """From objects met within the widest window to objects shared in each window."""

    def __init__(
        self, events: Events, windows: Windows, audience: NDArray[np.int64], support: int, *, most: int
    ) -> None:
        self.events, self.support, self.most = events, support, most
        self.widths, self.last = events.ticks(windows.widths), windows.last(audience)

    def of(self, block: Counted) -> Counted:
        """The block with a column for every window; pairs without enough objects in any are left out."""
        if len(self.widths) > 1:
            shared = self.windowed(block.a, block.b)
            enough = shared.max(1, initial=0) > self.support
            return Counted(block.a[enough], block.b[enough], shared[enough], block.reported, block.visited)
        full = np.flatnonzero(block.shared[:, 0] >= self.most)
        if full.size:
            block.shared[full] = self.windowed(block.a[full], block.b[full])
        return block

    def windowed(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int32]:
        """Objects that each pair shares in each window."""
        out = np.empty((a.size, len(self.widths)), np.int32)
        events = self.events
        kernels.count_windows(a, b, *events.by_asset, events.object, events.at, self.widths, self.last, out)
        return out
