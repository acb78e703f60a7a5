"""The pairs of one signal that met more often than chance explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination import kernels
from inconcert.coordination.events import prune
from inconcert.coordination.nulls import null
from inconcert.coordination.significance import cauchy, false_discovery, surprise
from inconcert.coordination.spread import spread

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Null
    from inconcert.coordination.windows import Windows

BLOCK = 20_000_000
"""Neighbours visited between two looks at progress and cancellation: well under a second."""
ROOM = 200_000
"""Pairs held, at least, before their significance is worked out and the dull ones are dropped."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pairs:
    """Pairs with p up to the bound, and what was counted on the way."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    shared: NDArray[np.int32]
    """Distinct shared objects in the deciding window."""
    expected: NDArray[np.float64]
    """What the null expects there."""
    window: NDArray[np.int64]
    """Number of the deciding window: the one with the smallest p."""
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    tested: int
    """Pairs with the least support: the family over which q is taken."""
    visited: int
    """Meetings looked at."""
    spread: float = 0.0
    """Scatter of real pairs around the null by which these were judged."""

    def take(self, keep: NDArray[Any]) -> Pairs:
        """The pairs chosen by a mask or an order."""
        return Pairs(
            self.a[keep], self.b[keep], self.shared[keep], self.expected[keep], self.window[keep],
            self.p[keep], self.q[keep], self.tested, self.visited, self.spread,
        )  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """One block of pairs as counted: shared objects in every window."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    shared: NDArray[np.int32]
    reported: int
    visited: int


def count(
    events: Events, audience: NDArray[np.int64], windows: Windows, support: int, progress: Progress | None = None
) -> Iterator[Counted]:
    """Blocks of pairs with more than ``support`` shared objects in some window, and how many had ``support``.

    ``audience`` is that of all events: pruning must not make an object look rare. A pair with just ``support``
    objects has a conditional p of one: it is counted as tested and never written.
    """
    n, n_windows = events.assets.size, len(windows.widths)
    pointer, index = events.by_asset
    low, high = kernels.reach(events.at, events.start, windows.reach(audience))
    last = windows.last(audience)
    tag, best, touched = np.zeros(n, np.int32), np.zeros(n, np.int8), np.zeros(n, np.int32)
    counts = np.zeros(n * (n_windows + 1), np.int32)
    room = 2 * n + ROOM
    a, b, shared = np.empty(room, np.int32), np.empty(room, np.int32), np.empty((room, n_windows), np.int32)
    row = 0
    while row < n:
        row, written, reported, visited = kernels.count_rows(
            row, pointer, index, events.asset, events.object, events.at, low, high, last, windows.widths,
            support, support + 1, BLOCK, tag, best, counts, touched, a, b, shared,
        )  # fmt: skip
        if progress is not None:
            progress(row, n)
        yield Counted(a[:written].copy(), b[:written].copy(), shared[:written].copy(), reported, visited)


def judge(block: Counted, null: Null, scatter: float, support: int, bound: float) -> Pairs:
    """The pairs of a block with combined p up to ``bound``; q is not known yet and stands at one."""
    expected = null.expected(block.a, block.b)
    p = surprise(block.shared, expected, support, scatter)
    deciding, rows = p.argmin(1) if p.size else np.empty(0, np.int64), np.arange(block.a.size)
    combined = cauchy(p)
    pairs = Pairs(
        block.a, block.b, block.shared[rows, deciding], expected[rows, deciding], deciding,
        combined, np.ones(combined.size), block.reported, block.visited,
    )  # fmt: skip
    return pairs.take(combined <= bound)


def join(blocks: list[Pairs]) -> Pairs:
    """Blocks as one, with q over all pairs tested, in the order (a, b)."""
    a, b, shared, expected, window, p = (
        np.concatenate([getattr(block, name) for block in blocks])
        for name in ("a", "b", "shared", "expected", "window", "p")
    )
    tested, visited = sum(block.tested for block in blocks), sum(block.visited for block in blocks)
    pairs = Pairs(a, b, shared, expected, window, p, false_discovery(p, tested), tested, visited)
    return pairs.take(np.lexsort((pairs.b, pairs.a)))


def significant(
    events: Events, windows: Windows, *, support: int, keep: float, progress: Progress | None = None
) -> tuple[Pairs, Events]:
    """All pairs of one signal with q up to ``keep``, and the pruned events they were counted on.

    ``support`` distinct objects make a pair worth testing. Exact: pruning loses nothing, and since q is never below
    p, neither does dropping pairs with p above ``keep``.
    """
    empty = np.empty(0, np.int32)
    blocks = [Pairs(empty, empty, empty, np.empty(0), np.empty(0, np.int64), np.empty(0), np.empty(0), 0, 0)]
    left, scatter = events, 0.0
    if events.size and len(windows.widths):
        chance = null(events, windows)
        scatter = spread(events, chance)
        left = prune(events, windows.reach(events.audience), support)
        counted = count(left, events.audience, windows, support, progress)
        blocks += [judge(block, chance, scatter, support, keep) for block in counted]
    pairs = replace(join(blocks), spread=scatter)
    return pairs.take(pairs.q <= keep), left
