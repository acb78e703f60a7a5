"""The pairs that pass, found without a look at every window of every pair.

:func:`inconcert.coordination.pairs.weighed` weighs every pair that shares more than the least support, window by
window, and that is most of its cost; of thousands of such pairs hardly one passes. It is enough to know who cannot:

1. Each window is counted by itself, which gives the p of every pair in it.
2. The combined p of a pair is never below the smallest of its windows (the Cauchy test takes a mean), and the pairs
   tested are at least as many as those with enough support in any one window. So a threshold that lets through no
   fewer pairs than that of Benjamini and Hochberg follows from the windows alone.
3. Only pairs below it are weighed in all windows.

The pairs are those of the long way, bit for bit.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.counting import BLOCKS, Counted, Detail, count
from inconcert.coordination.events import prune
from inconcert.coordination.pairs import AT_ONCE, Judge, no_pairs, passed, weighed
from inconcert.coordination.sieve import HELD, Sieve
from inconcert.coordination.significance import HAIR, surprise
from inconcert.coordination.windows import Windows
from inconcert.model.machine import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from inconcert.coordination.counting import Progress
    from inconcert.coordination.events import Events
    from inconcert.coordination.layers import Layer
    from inconcert.coordination.nulls import Null
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.spread import Drawn

FEW = 5_000_000
"""Neighbours up to which the long way is taken: it starts once, not once a window."""
TAKEN_OUT = 200_000
"""Neighbours for each time that it pays to take out the events of finished rows; of fewer all pairs may be held."""


class _Material(NamedTuple):
    """What is searched, and how."""

    left: Events
    """The pruned events."""
    audience: NDArray[np.int64]
    """That of all events."""
    windows: Windows
    judge: Judge
    threads: int | None


class _Seen(NamedTuple):
    """What one window alone says of some pairs: those with a p up to the bound."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    shared: NDArray[np.int32]
    p: NDArray[np.float64]
    lead: NDArray[np.bool_]
    tested: int
    """Pairs with the least support in this window."""


class _Ends(NamedTuple):
    """Pairs that may pass, and leads."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    tested: int
    """Pairs that are tested at least."""
    significant: bool
    """Whether any of them may pass; leads need not."""
    spilled: int
    """Bytes that waited on disk."""


@dataclass(frozen=True)
class _Widest(Windows):
    """All windows as one: an object counts within the widest it may count in."""

    all: Windows

    def reach(self, audience: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.all.reach(audience)


def passing(
    events: Events,
    windows: Windows,
    *,
    support: int,
    keep: float,
    threads: int | None = None,
    drawn: Drawn | None = None,
) -> Pairs:
    """The pairs with q up to ``keep``, and the leads: those of :func:`inconcert.coordination.pairs.significant`.

    For material in which few pass or none, as in a shuffle: where none does, the pairs tested need not be counted.

    Args:
        events: All events of the signal.
        windows: Windows.
        support: Distinct objects that make a pair worth testing.
        keep: Largest q.
        threads: Threads at work; all cores when not given.
        drawn: Pairs that show the scatter, where known; see :func:`inconcert.coordination.spread.drawn`.
    """
    if not events.size or not len(windows.widths):
        return no_pairs()
    audience = events.audience
    left = prune(events, windows.reach(audience), support)
    if not left.size:
        return no_pairs()
    learned = partial(Judge.of, events, windows, support, keep, drawn)
    neighbours = _neighbours(left, audience, windows)
    if neighbours <= min(FEW, TAKEN_OUT) and len(windows.widths) > 1:
        return _of_few(list(count(left, audience, windows, support, threads=threads, blocks=1)), learned)
    judge = learned()
    if neighbours <= FEW:
        parts = min(BLOCKS, 1 + neighbours // TAKEN_OUT)
        return weighed(left, audience, windows, judge, threads=threads, parts=parts)
    material = _Material(left, audience, windows, judge, threads)
    found = _shortlist(material)
    if not found.a.size:
        return no_pairs()
    # That few are tested lets more pass, never less: what cannot pass with few cannot with all.
    tested, visited = _tested(material) if found.significant else (found.tested, 0)
    return _judged(material, found, tested, visited)


def _of_few(listed: Sequence[Counted], learned: Callable[[], Judge]) -> Pairs:
    """The pairs that pass, and the leads, of so few that all are held; ``learned`` is asked when there is any.

    Often no pair shares enough, and then nothing need be known of chance, which costs more than counting.
    """
    if not any(block.a.size for block in listed):
        return no_pairs()
    judge = learned()
    with Sieve(judge.bound) as sieve:
        for block in map(judge, listed):
            sieve.add(vars(block), block.tested, block.visited)
        return passed(sieve, judge)


def shortlisted(
    left: Events,
    audience: NDArray[np.int64],
    windows: Windows,
    judge: Judge,
    progress: Progress | None = None,
    *,
    threads: int | None = None,
    held: int = HELD,
    spill: Path | None = None,
) -> Pairs:
    """The pairs of pruned events that pass, and what was counted: what ``weighed`` returns, for the same arguments.

    With several windows ``progress`` counts a full pass over the neighbours for each of them, and one for all.
    """
    if len(windows.widths) < 2 or _neighbours(left, audience, windows) <= FEW:
        return weighed(left, audience, windows, judge, progress, threads=threads, held=held, spill=spill)
    material = _Material(left, audience, windows, judge, threads)
    parts = _Parts(progress, len(windows.widths) + 1)
    tested, visited = _tested(material, parts)
    found = _shortlist(material, tested, parts, held, spill)
    return _judged(material, found, tested, visited, held, spill)


def _neighbours(left: Events, audience: NDArray[np.int64], windows: Windows) -> int:
    """Neighbours there are: few, and the short way does not pay."""
    return int(kernels.neighbours(left.at, left.start, left.ticks(windows.reach(audience))).sum())


class _Parts:
    """The progress of several passes as that of one."""

    def __init__(self, progress: Progress | None = None, parts: int = 1) -> None:
        self._progress, self._parts, self._part, self._total = progress, parts, 0, 0

    def __call__(self, done: int, of: int) -> None:
        """Take note of one pass; the first says how many neighbours a pass counts for."""
        self._total = self._total or of
        self._tell(self._part + done / max(of, 1))

    def next(self) -> None:
        """A pass is over; perhaps it had nothing to look at."""
        self._part += 1
        self._tell(self._part)

    def _tell(self, share: float) -> None:
        if self._progress is not None and self._total:
            self._progress(int(self._total * share), self._total * self._parts)


def _tested(material: _Material, progress: _Parts | None = None) -> tuple[int, int]:
    """Pairs with the least support in all windows together, and neighbours looked at."""

    def each(block: Counted) -> tuple[int, int]:
        return block.reported, block.visited

    left, audience, windows, judge, threads = material
    progress = progress or _Parts()
    widest = _Widest(windows.seconds[-1:], windows.widths[-1:], windows.audiences[:1], windows)
    told = list(count(left, audience, widest, judge.support, progress, each=each, least=_none, threads=threads))
    progress.next()
    return sum(tested for tested, _ in told), sum(visited for _, visited in told)


def _none(_rows: NDArray[np.int32], partners: NDArray[np.int32]) -> NDArray[np.int32]:
    """No pair is wanted: they are only counted."""
    return np.full(partners.size, np.iinfo(np.int32).max, np.int32)


def _shortlist(
    material: _Material,
    tested: int = 0,
    progress: _Parts | None = None,
    held: int = HELD,
    spill: Path | None = None,
) -> _Ends:
    """The pairs that may pass, ordered by (a, b); ``tested`` pairs are known to be tested at least."""
    with Sieve(material.judge.bound * HAIR, held, spill) as sieve:
        for w in range(len(material.windows.widths)):
            tested = max(tested, _window(material, w, sieve, progress or _Parts()))
        sieve.tested = tested
        columns, q = sieve.passing()
        key = np.unique(columns["a"].astype(np.int64) << 32 | columns["b"])
        a, b = (key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32)
        return _Ends(a, b, tested, not np.isnan(q).all(), sieve.spilled)


def _window(material: _Material, w: int, sieve: Sieve, progress: _Parts) -> int:
    """Put the pairs with a p up to the bound in window ``w`` into the sieve; tell how many have the least support."""
    left, audience, windows, judge, threads = material
    one = Windows(windows.seconds[w : w + 1], windows.widths[w : w + 1], windows.audiences[w : w + 1])
    # What is not looked at in this window must go: the compiled pass takes widths from zero on.
    pruned = prune(left, one.reach(audience), judge.support)
    left = pruned.put_aside(sieve.place) if left.is_aside else pruned
    del pruned
    material.left.rest()
    null = only(judge.null, w)
    first = replace(null, layers=null.layers[:1])

    def each(block: Counted) -> _Seen:
        # The first layer alone expects no more than all of them, and has few strata: it clears nearly every pair.
        near, _ = first.sift(block.a, block.b, block.shared, judge.most)
        a, b, shared = block.a[near], block.b[near], block.shared[near]
        near, expected = null.sift(a, b, shared, judge.most)
        a, b, shared = a[near], b[near], shared[near]
        p = surprise(shared, expected[near], judge.support, judge.spread)[:, 0]
        lead = judge.leads(shared[:, 0], expected[near, 0])
        low = (p <= judge.bound * HAIR) | lead
        return _Seen(a[low], b[low], shared[low, 0], p[low], lead[low], block.reported)

    def least(rows: NDArray[np.int32], partners: NDArray[np.int32]) -> NDArray[np.int32]:
        return null.least(rows, partners, judge.support, judge.most)

    tested = 0
    for seen in count(left, audience, one, judge.support, progress, each=each, least=least, threads=threads):
        tested += seen.tested
        sieve.add({**seen._asdict(), "window": np.full(seen.a.size, w, np.int8)}, 0, 0)
    progress.next()
    return tested


def _judged(
    material: _Material, found: _Ends, tested: int, visited: int, held: int = HELD, spill: Path | None = None
) -> Pairs:
    """The pairs of the shortlist that pass, weighed in all windows."""
    left, audience, windows, judge, threads = material
    detail = Detail(left, windows, audience, judge.support, most=0)

    def weigh(start: int) -> Pairs:
        a, b = found.a[start : start + AT_ONCE], found.b[start : start + AT_ONCE]
        return judge(Counted(a, b, detail.windowed(a, b), 0, 0))

    with Sieve(judge.bound, held, spill) as sieve, ThreadPoolExecutor(threads or cores()) as pool:
        sieve.tested, sieve.visited = tested, visited
        for block in pool.map(weigh, range(0, found.a.size, AT_ONCE)):
            sieve.add(vars(block), 0, 0)
        left.rest()
        pairs = passed(sieve, judge)
        return replace(pairs, spilled=pairs.spilled + found.spilled)


def only(null: Null, w: int) -> Null:
    """The null of one window."""

    def layer(of: Layer) -> Layer:
        table = of.table.reshape(-1, 2 * null.windows)[:, [w, null.windows + w]]
        return replace(of, table=table.ravel(), offset=of.offset // null.windows)

    return replace(null, layers=tuple(layer(one) for one in null.layers), windows=1)
