"""Overlapping windows over the shared acts of a network: who acted together in each, who came and who went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.times import DAY, HOUR, SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Codes = npt.NDArray[np.int64]

WEEK = 7 * DAY
LONG = 3 * WEEK
"""Span from which windows are a week wide."""
PARTS = 7
"""Windows that a shorter span is cut into, when they are not below a day."""
MOST = 400
"""Most windows of a network; a span that needs more has windows of several weeks."""
DECAY = 0.8
"""What is left of a membership after a window without an act."""
PRESENT = 0.5
"""Decayed membership from which an account is present: one act lasts for four windows."""


@dataclass(frozen=True)
class Touched:
    """What the members of one network touched; equal-length columns of numbers, in any order."""

    at: Codes
    """Microseconds since 1970."""
    asset: Codes
    thing: Codes
    """Object of a signal."""
    post: Codes
    clock: float = 1.0
    """Coarsest clock of the posts, seconds."""


@dataclass(frozen=True)
class Grid:
    """Windows of equal width; instants and widths in microseconds."""

    start: int
    width: int
    step: int
    count: int

    def bounds(self, place: int) -> tuple[int, int]:
        """First instant of a window, and the first after it."""
        first = self.start + place * self.step
        return first, first + self.width


@dataclass(frozen=True)
class Window:
    """What happened in one window; the figures are ``None`` where the material does not cover it."""

    first: int
    """Microseconds since 1970; ``end`` is the first instant after the window."""
    end: int
    covered: bool
    members: int | None
    """Members who touched an object that another member touched in this window too."""
    objects: int | None
    acts: int | None
    """Posts that touched these objects."""
    joined: int | None
    """Members who were not in the window before; ``None`` also after a window that is not covered."""
    left: int | None
    overlap: float | None
    """Jaccard similarity with the members of the window before; ``None`` also when both are empty."""
    active: Codes
    """The members, in order of their numbers."""
    present: Codes
    """Members whose decayed membership is ``PRESENT`` or more after this window."""


class Coverage:
    """When the material has posts of anybody, by the hour."""

    def __init__(self, hours: Codes) -> None:
        self._hours = np.unique(hours)

    @property
    def first(self) -> int:
        """First hour with a post, microseconds since 1970."""
        return int(self._hours[0]) * HOUR

    @property
    def end(self) -> int:
        """End of the last hour with a post."""
        return (int(self._hours[-1]) + 1) * HOUR

    def holds(self, first: int, end: int, clock: float) -> bool:
        """Whether there are posts in both halves of a stretch; in the whole, where halves are finer than the clock."""
        middle = (first + end) // 2
        if middle - first < clock * SECOND:
            return self._any(first, end)
        return self._any(first, middle) and self._any(middle, end)

    def _any(self, first: int, end: int) -> bool:
        low, high = np.searchsorted(self._hours, [first // HOUR, -(-end // HOUR)])
        return bool(low < high)


def grid(first: int, last: int, clock: float) -> Grid:
    """Windows over a span: see :func:`inconcert.profile.life.life` for their width.

    Args:
        first: first act, microseconds since 1970.
        last: last act.
        clock: seconds; windows and steps are whole multiples of it, and of an hour.
    """
    unit = _up(max(HOUR, int(clock * SECOND)), HOUR)
    start = first // unit * unit
    span = last - start + 1
    weeks = -(-2 * span // (MOST * WEEK))
    width = _up(max(weeks, 1) * WEEK if span >= LONG else max(DAY, -(-span // PARTS)), unit)
    step = _up(-(-width // 2), unit)
    return Grid(start, width, step, 1 + -(-max(0, span - width) // step))


def _up(value: int, unit: int) -> int:
    return -(-value // unit) * unit


def windows(touched: Touched, coverage: Coverage) -> list[Window]:
    """The windows of a network, in order of time."""
    over = grid(int(touched.at.min()), int(touched.at.max()), touched.clock)
    place, row = _placed(over, touched.at)
    assets, asset = np.unique(touched.asset, return_inverse=True)
    thing, post = (np.unique(column, return_inverse=True)[1] for column in (touched.thing, touched.post))
    things = place * (int(thing.max()) + 1) + thing[row]
    together = _met(things, asset[row], len(assets))
    place, row, things = place[together], row[together], things[together]
    acting = np.unique(place * len(assets) + asset[row])
    cuts = np.searchsorted(acting, np.arange(over.count + 1) * len(assets))
    active = [acting[cuts[i] : cuts[i + 1]] - i * len(assets) for i in range(over.count)]
    objects = _counted(place, things, over.count)
    acts = _counted(place, place * (int(post.max()) + 1) + post[row], over.count)
    covered = [len(who) > 0 or coverage.holds(*over.bounds(i), touched.clock) for i, who in enumerate(active)]
    return list(_told(over, active, covered, objects, acts, len(assets)))


def _placed(over: Grid, at: Codes) -> tuple[Codes, Codes]:
    """Each act in each of its windows: the window and the row; a step is half a window or more, so these are two."""
    rows = np.arange(len(at))
    last = (at - over.start) // over.step
    place, row = np.concatenate([last, last - 1]), np.concatenate([rows, rows])
    inside = (place >= 0) & (place < over.count) & (at[row] < over.start + place * over.step + over.width)
    return place[inside], row[inside]


def _met(things: Codes, asset: Codes, assets: int) -> npt.NDArray[np.bool_]:
    """Whether a thing, which is one of a window, was touched by two members or more."""
    known, members = np.unique(np.unique(things * assets + asset) // assets, return_counts=True)
    return np.isin(things, known[members > 1])


def _counted(place: Codes, codes: Codes, count: int) -> list[int]:
    """Distinct codes of each window; a code is of one window."""
    _, first = np.unique(codes, return_index=True)
    return [int(found) for found in np.bincount(place[first], minlength=count)]


def _told(
    over: Grid, active: list[Codes], covered: list[bool], objects: list[int], acts: list[int], assets: int
) -> Iterator[Window]:
    weight, before = np.zeros(assets), None
    for i, who in enumerate(active):
        first, end = over.bounds(i)
        if covered[i]:
            weight *= DECAY
            weight[who] += 1
        present = np.flatnonzero(weight >= PRESENT)
        size, shared, posts = (len(who), objects[i], acts[i]) if covered[i] else (None, None, None)
        joined, left, overlap = _change(before, who) if all(covered[max(i - 1, 0) : i + 1]) else (None, None, None)
        yield Window(first, end, covered[i], size, shared, posts, joined, left, overlap, who, present)
        before = who


def _change(before: Codes | None, who: Codes) -> tuple[int, int, float | None]:
    """Newcomers, leavers and overlap with the window before; the first window has none before it."""
    if before is None:
        return len(who), 0, None
    both = len(np.intersect1d(before, who, assume_unique=True))
    either = len(before) + len(who) - both
    return len(who) - both, len(before) - both, both / either if either else None


def turnover(touched: Touched) -> tuple[int, int, int]:
    """Members seen in the first third of the span, of these those seen in the last third, and all seen in the last."""
    first, last = int(touched.at.min()), int(touched.at.max())
    third = (last - first) / 3
    early: Any = np.unique(touched.asset[touched.at - first <= third])
    late: Any = np.unique(touched.asset[last - touched.at <= third])
    return len(early), len(np.intersect1d(early, late, assume_unique=True)), len(late)
