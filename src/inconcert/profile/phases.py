"""The life of a network in words: born, grows, holds, shrinks, pauses, returns, ends; by fixed rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import numpy as np

from inconcert.profile.windows import WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inconcert.profile.windows import Coverage, Window

FEWEST, FIFTH = 3, 5
"""A network is born with three members, or with a fifth of the largest window."""
QUIET = 10
"""Windows with less than a tenth of the largest are quiet."""
HALF_MORE = 1.5
"""Growth by half; what shrinks loses as much again."""


@dataclass(frozen=True)
class Phase:
    """A stretch of a network's life; instants in microseconds since 1970."""

    phase: str
    first: int
    end: int
    members: int
    """In its first window (born, returns), its largest (grows, holds, pauses), its last (shrinks); 0 when it ended."""
    fewest: int | None = None
    """Of a time that grows or holds: the smallest window in it."""
    back: tuple[int, int] | None = None
    """Of a return: members who were present before the pause and came back, and all who were present."""


Stretch = tuple[int, int]
"""First and last window of a stretch."""


def phases(windows: Sequence[Window], coverage: Coverage, clock: float) -> list[Phase]:
    """The phases of a network in order; none, when its members never acted within one window of each other."""
    size = [window.members or 0 for window in windows]
    born = next((i for i, some in enumerate(size) if some and (some >= FEWEST or some * FIFTH >= max(size))), None)
    if born is None:
        return []
    # Set against the largest so far, so that a small beginning is not quiet.
    quiet = [
        window.covered and some * QUIET < max(size[: i + 1])
        for i, (window, some) in enumerate(zip(windows, size, strict=True))
    ]
    awake = [i for i in range(born, len(size)) if size[i] and not quiet[i]]
    acting = max(i for i, some in enumerate(size) if some)
    # Windows in which nobody acts any more at the end are left to the end, if there is one.
    pauses = [pause for pause in _pauses(windows, quiet) if born < pause[0] <= acting]
    edges = [(born, born - 1), *pauses, (len(size), len(size))]
    found = [Phase("born", windows[born].first, windows[born].end, size[born])]
    for pause, (until, _) in pairwise(edges):
        stretch = [i for i in awake if pause[1] < i < until]
        if pause[0] <= pause[1]:
            found += _paused(windows, pause, stretch)
        if stretch:
            found += _lived(windows, stretch)
    return found + _ended(windows[acting], coverage, clock)


def _pauses(windows: Sequence[Window], quiet: Sequence[bool]) -> Iterator[Stretch]:
    """Two quiet windows or more in a row, seven days at least; a window that is not covered ends them."""
    for still, run in groupby(range(len(windows)), key=quiet.__getitem__):
        places = list(run)
        long = windows[places[-1]].end - windows[places[0]].first >= WEEK
        if still and len(places) > 1 and long:
            yield places[0], places[-1]


def _paused(windows: Sequence[Window], pause: Stretch, stretch: Sequence[int]) -> Iterator[Phase]:
    """A pause, and the return after it: ``stretch`` has the windows with acts up to the next pause."""
    first, last = pause
    most = max(windows[i].members or 0 for i in range(first, last + 1))
    yield Phase("pauses", windows[first].first, windows[last].end, most)
    if stretch:
        known = windows[first - 1].present
        after = np.unique(np.concatenate([windows[i].active for i in stretch]))
        back = len(np.intersect1d(known, after, assume_unique=True)), len(known)
        again = windows[stretch[0]]
        yield Phase("returns", again.first, again.end, again.members or 0, back=back)


def _lived(windows: Sequence[Window], stretch: Sequence[int]) -> Iterator[Phase]:
    """Growth to the peak, what holds near it, and what shrinks after it."""
    size = [windows[i].members or 0 for i in stretch]
    peak = int(np.argmax(size))
    held = max(i for i, members in enumerate(size) if i == peak or members * HALF_MORE > size[peak])
    grows = size[peak] >= size[0] * HALF_MORE
    start = peak if grows else 0
    if grows:
        yield Phase("grows", windows[stretch[0]].first, windows[stretch[peak]].end, size[peak], min(size[: peak + 1]))
    # Windows overlap by half: only the second after another has nothing in common with it.
    if stretch[held] - stretch[start] > 1:
        span = windows[stretch[start] : stretch[held] + 1]
        fewest = min(window.members or 0 for window in span if window.covered)
        yield Phase("holds", span[0].first, span[-1].end, size[peak], fewest)
    if held < len(size) - 1:
        yield Phase("shrinks", windows[stretch[held]].first, windows[stretch[-1]].end, size[-1])


def _ended(last: Window, coverage: Coverage, clock: float) -> list[Phase]:
    """The end, if the material has posts of others in both of the two windows that follow."""
    width = last.end - last.first
    after = [(last.end + i * width, last.end + (i + 1) * width) for i in range(2)]
    if all(coverage.holds(first, end, clock) for first, end in after) and coverage.end >= after[1][1]:
        return [Phase("ends", last.end, coverage.end, 0)]
    return []
