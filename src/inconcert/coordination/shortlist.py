"""The pairs that pass, found without a look at every window of every pair: for material in which few do.

:func:`inconcert.coordination.pairs.significant` weighs every pair that shares more than the least support, window by
window, and that is most of its cost. Where hardly any pair passes, as in a shuffle, it is enough to know who cannot:

1. Each window is counted by itself, which gives the p of every pair in it.
2. The combined p of a pair is never below the smallest of its windows (the Cauchy test takes a mean), and the pairs
   tested are at least as many as those with enough support in any one window. So a threshold that lets through no
   fewer pairs than that of Benjamini and Hochberg follows from the windows alone.
3. Only pairs below it are weighed in all windows. When there are none, nothing passes, and the pairs tested need not
   be counted either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.counting import Counted, Detail, count
from inconcert.coordination.events import prune
from inconcert.coordination.pairs import Judge
from inconcert.coordination.sieve import Sieve, largest
from inconcert.coordination.significance import surprise
from inconcert.coordination.windows import Windows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Layer, Null

HAIR = 1 + 1e-6
"""The bounds are compared with a hair to spare: rounding must not lose a pair."""


@dataclass(frozen=True)
class Passing:
    """Pairs with q up to the bound, ordered by (a, b)."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    p: NDArray[np.float64]


@dataclass(frozen=True)
class _Seen:
    """What one window alone says of some pairs."""

    a: NDArray[np.int32]
    b: NDArray[np.int32]
    p: NDArray[np.float64]
    """Their p in this window."""
    tested: int
    """Pairs with the least support in this window."""


@dataclass(frozen=True)
class _Widest(Windows):
    """All windows as one: an object counts within the widest it may count in."""

    all: Windows

    def reach(self, audience: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.all.reach(audience)


def passing(events: Events, windows: Windows, *, support: int, keep: float, threads: int | None = None) -> Passing:
    """The pairs of one signal with q up to ``keep``: the same as those of ``significant``, which tells more of them.

    Args:
        events: All events of the signal.
        windows: Windows.
        support: Distinct objects that make a pair worth testing.
        keep: Largest q.
        threads: Threads at work; all cores when not given.
    """
    none = Passing(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    if not events.size or not len(windows.widths):
        return none
    judge, audience = Judge.of(events, windows, support, keep), events.audience
    left = prune(events, windows.reach(audience), support)
    seen = [_seen(left, audience, windows, w, judge, threads) for w in range(len(windows.widths))]
    a, b = _shortlist(seen, keep)
    if not a.size:
        return none
    shared = Detail(left, windows, audience, support, most=0).windowed(a, b)
    tested, visited = _tested(left, audience, windows, support, threads)
    with Sieve(keep) as sieve:
        sieve.add(vars(judge(Counted(a, b, shared, tested, visited))), tested, visited)
        columns, _ = sieve.passing()
    return Passing(columns["a"], columns["b"], columns["p"])


def _seen(
    left: Events, audience: NDArray[np.int64], windows: Windows, w: int, judge: Judge, threads: int | None
) -> _Seen:
    """The pairs whose p in window ``w`` is up to the bound."""
    one = Windows(windows.seconds[w : w + 1], windows.widths[w : w + 1], windows.audiences[w : w + 1])
    # What is not looked at in this window must go: the compiled pass takes widths from zero on.
    left = prune(left, one.reach(audience), judge.support)
    null = only(judge.null, w)
    first = replace(null, layers=null.layers[:1])

    def each(block: Counted) -> _Seen:
        # The first layer alone expects no more than all of them, and has few strata: it clears nearly every pair.
        near, _ = first.sift(block.a, block.b, block.shared, judge.most)
        a, b, shared = block.a[near], block.b[near], block.shared[near]
        near, expected = null.sift(a, b, shared, judge.most)
        a, b, p = a[near], b[near], surprise(shared[near], expected[near], judge.support, judge.spread)[:, 0]
        low = p <= judge.bound * HAIR
        return _Seen(a[low], b[low], p[low], block.reported)

    none = np.empty(0, np.int32)
    parts = [_Seen(none, none, np.empty(0), 0), *count(left, audience, one, judge.support, each=each, threads=threads)]
    a, b, p = (np.concatenate([getattr(part, name) for part in parts]) for name in ("a", "b", "p"))
    return _Seen(a, b, p, sum(part.tested for part in parts))


def _shortlist(seen: list[_Seen], keep: float) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The pairs that may pass, each once."""
    a, b, p = (np.concatenate([getattr(one, name) for one in seen]) for name in ("a", "b", "p"))
    tested = max(one.tested for one in seen)
    cut = largest(keep, tested, lambda bound: int((p <= bound * HAIR).sum()))
    low = p <= cut * HAIR
    key = np.unique(a[low].astype(np.int64) << 32 | b[low])
    return (key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32)


def _tested(
    left: Events, audience: NDArray[np.int64], windows: Windows, support: int, threads: int | None
) -> tuple[int, int]:
    """Pairs with the least support in all windows together, and neighbours looked at."""

    def each(block: Counted) -> tuple[int, int]:
        return block.reported, block.visited

    widest = _Widest(windows.seconds[-1:], windows.widths[-1:], windows.audiences[:1], windows)
    told = list(count(left, audience, widest, support, each=each, threads=threads))
    return sum(tested for tested, _ in told), sum(visited for _, visited in told)


def only(null: Null, w: int) -> Null:
    """The null of one window."""

    def layer(of: Layer) -> Layer:
        table = of.table.reshape(-1, 2 * null.windows)[:, [w, null.windows + w]]
        return replace(of, table=table.ravel(), offset=of.offset // null.windows)

    return replace(null, layers=tuple(layer(one) for one in null.layers), windows=1)
