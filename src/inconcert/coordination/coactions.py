"""Exact co-actions: who shared the same object within a time window, pair by pair and edge by edge.

The definition is that of the R package CooRTweet 2.1 (`detect_groups`, then `generate_coordinated_network`), for
people who compare with it; nothing here says whether chance explains a pair. One sort by object and time and two
pointers find the pairs, so the cost follows the number of pairs that exist, never the square of an object's shares.
Pairs and edges come in blocks of bounded size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from inconcert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from inconcert.coordination.shares import Shares

Ints: TypeAlias = "NDArray[Any]"
"""Whole numbers, one a share or a pair."""
BLOCK = 1 << 21
"""Pairs held at a time; only a single account (edges) or share (pairs) with more can exceed it."""

_PAIRS: dict[str, pa.DataType] = {
    "object_id": pa.string(),
    "content_id": pa.string(),
    "content_id_y": pa.string(),
    "account_id": pa.string(),
    "account_id_y": pa.string(),
    "time_delta": pa.float64(),
}
PAIRS = pa.schema(_PAIRS)
"""A pair: object, earlier post, later post, their accounts, and the gap in seconds."""


@dataclass(frozen=True)
class Rules:
    """What counts as a co-action."""

    window: float = 10.0
    """Largest gap in seconds, inclusive."""
    min_participation: int = 2
    """Fewest shares of an account, before and after pairing; 0 switches both filters off."""
    edge_weight: float = 0.5
    """Quantile of edge weights (linear interpolation) that ``weight_threshold`` compares with."""
    keep_loops: bool = False
    """Keep pairs of an account with itself, of a post with itself, and of missing objects."""

    def __post_init__(self) -> None:
        if not self.window >= 0:
            raise UsageError("the window must not be negative.", todo="Give seconds, such as 60.")
        if not 0 <= self.edge_weight <= 1:
            raise UsageError("the edge weight is a quantile.", todo="Give a number from 0 to 1.")


@dataclass(frozen=True)
class Line:
    """Shares sorted by object and time, each with its window."""

    object: Ints
    account: Ints
    content: Ints
    time: Ints
    low: Ints
    """First position within the window before each share."""
    high: Ints
    """Position after the last within the window after each share."""

    def __len__(self) -> int:
        return len(self.time)


@dataclass(frozen=True)
class Coactions:
    """The co-actions of some shares under some rules. Nothing is computed before it is asked for."""

    shares: Shares
    rules: Rules

    @cached_property
    def line(self) -> Line:
        """The shares that can pair, sorted, with their windows."""
        kept = participating(self.shares, self.rules.min_participation)
        return make_line(self.shares, kept[self._pairable(kept)], self.rules.window)

    @cached_property
    def qualified(self) -> NDArray[np.bool_]:
        """For each share of the line: whether its post qualifies after pairing."""
        line, needed = self.line, self.rules.min_participation
        if needed < 1:
            return np.ones(len(line), dtype=bool)
        paired = np.zeros(len(self.shares.contents), dtype=bool)
        for first, second in self._positions():
            paired[line.content[first]] = True
            paired[line.content[second]] = True
        return self._qualify(paired)[line.content]

    def pairs(self) -> Iterator[pa.RecordBatch]:
        """Batches of :data:`PAIRS`, ordered by object and time."""
        for first, second in self._positions():
            keep = self.qualified[first] | self.qualified[second]
            yield self._named(first[keep], second[keep])

    def count_pairs(self) -> int:
        """How many pairs there are."""
        good = self.qualified
        return sum(int(np.count_nonzero(good[first] | good[second])) for first, second in self._positions())

    def _pairable(self, rows: Ints) -> NDArray[np.bool_]:
        """Without loops a share whose object is missing or is the post itself can be in no pair."""
        if self.rules.keep_loops:
            return np.ones(len(rows), dtype=bool)
        objects = self.shares.object[rows]
        keep: NDArray[np.bool_] = (objects >= 0) & (self._object_as_content[objects] != self.shares.content[rows])
        return keep

    @cached_property
    def _object_as_content(self) -> Ints:
        """Per object: the number of the content with the same id, −1 if none; a last entry for missing objects."""
        import pyarrow.compute as pc

        found = pc.index_in(self.shares.objects, value_set=self.shares.contents).fill_null(-1)
        return np.append(found.to_numpy(zero_copy_only=False).astype(np.int64), -1)

    def _qualify(self, paired: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Contents of accounts with enough shares, counting only contents that occur in a pair."""
        rows = participating(self.shares, self.rules.min_participation)
        rows = rows[paired[self.shares.content[rows]]]
        enough = np.bincount(self.shares.account[rows], minlength=len(self.shares.accounts))
        qualified = np.zeros(len(paired), dtype=bool)
        active = rows[enough[self.shares.account[rows]] >= self.rules.min_participation]
        qualified[self.shares.content[active]] = True
        return qualified

    def _positions(self) -> Iterator[tuple[Ints, Ints]]:
        """Pairs as positions in the line, earlier first, a block at a time."""
        line = self.line
        begin = np.arange(1, len(line) + 1)
        for start, stop in blocks(line.high - begin, BLOCK):
            at, second = expand(np.arange(start, stop), begin[start:stop], line.high[start:stop])
            keep = not_a_loop(line, at, second) if not self.rules.keep_loops else slice(None)
            yield at[keep], second[keep]

    def _named(self, first: Ints, second: Ints) -> pa.RecordBatch:
        line, shares = self.line, self.shares
        objects = pa.array(line.object[first], mask=line.object[first] < 0)
        columns = [
            shares.objects.take(objects),
            shares.contents.take(pa.array(line.content[first])),
            shares.contents.take(pa.array(line.content[second])),
            shares.accounts.take(pa.array(line.account[first])),
            shares.accounts.take(pa.array(line.account[second])),
            pa.array((line.time[second] - line.time[first]) / 1e6),
        ]
        return pa.RecordBatch.from_arrays(columns, schema=PAIRS)


def participating(shares: Shares, least: int) -> Ints:
    """Rows of accounts with at least ``least`` shares, ordered by the account's first row, then by row."""
    first = np.full(len(shares.accounts), len(shares), dtype=np.int64)
    np.minimum.at(first, shares.account, np.arange(len(shares)))
    counts = np.bincount(shares.account, minlength=len(shares.accounts))
    rows = np.flatnonzero(counts[shares.account] >= least)
    return rows[np.argsort(first[shares.account[rows]], kind="stable")]


def make_line(shares: Shares, rows: Ints, window: float) -> Line:
    """Sort ``rows`` by object and time, ties as given, and find each one's window (seconds, inclusive)."""
    rows = rows[np.lexsort((shares.time[rows], shares.object[rows]))]
    objects, time = shares.object[rows], shares.time[rows]
    high = _window_end(objects, time, window)
    low = np.searchsorted(high, np.arange(len(rows)), side="right")
    return Line(objects, shares.account[rows], shares.content[rows], time, low, high)


def _window_end(objects: Ints, time: Ints, window: float) -> Ints:
    """Position after the last share of the same object within ``window``: a binary search for all at once."""
    reach = round(min(window * 1e6, 2.0**62))
    inside, outside = np.arange(len(time)), np.searchsorted(objects, objects, side="right")
    while True:
        middle = (inside + outside) // 2
        open_ = outside - inside > 1
        if not open_.any():
            return outside
        near = time[middle] - time <= reach
        inside = np.where(open_ & near, middle, inside)
        outside = np.where(open_ & ~near, middle, outside)


def not_a_loop(line: Line, first: Ints, second: Ints) -> NDArray[np.bool_]:
    """Pairs of two accounts and two posts."""
    keep: NDArray[np.bool_] = line.account[first] != line.account[second]
    keep &= line.content[first] != line.content[second]
    return keep


def blocks(costs: Ints, budget: int) -> Iterator[tuple[int, int]]:
    """Consecutive ranges whose costs sum to at most ``budget``, or that hold one item."""
    total = np.concatenate([[0], np.cumsum(costs)])
    start = 0
    while start < len(costs):
        stop = max(start + 1, int(np.searchsorted(total, total[start] + budget, side="right")) - 1)
        yield start, stop
        start = stop


def expand(items: Ints, begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """For every item the positions from ``begin`` to before ``end``, as two parallel arrays."""
    counts = end - begin
    owner = np.repeat(items, counts)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, np.repeat(begin, counts) + offset
