"""The very posts behind each tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.coding import as_text
from inconcert.coordination.compiled import meet, tally
from inconcert.coordination.memory import rest
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows


@dataclass(frozen=True)
class Diaries:
    """The events of some assets, asset by asset, each asset's by object and time."""

    pointer: NDArray[np.int64]
    """Where those of each asset begin, and one past the end."""
    object: NDArray[np.int32]
    at: NDArray[Any]
    """Ticks, as in the events."""
    post: NDArray[Any]
    events: Events
    """Whose they are."""

    @classmethod
    def of(cls, events: Events, wanted: NDArray[np.bool_] | None = None) -> Diaries:
        """Those of the ``wanted`` assets, of all when not given.

        One column is made after another, so that events that live in files need not all be in memory.
        """
        wanted = np.ones(events.assets.size, np.bool_) if wanted is None else wanted
        pointer = tally.pages(events.asset, wanted)
        obj = np.empty(pointer[-1], np.int32)
        tally.objects_by_page(events.asset, wanted, pointer, events.start, obj)
        columns = []
        for column in (events.at, events.post):
            columns.append(np.empty(pointer[-1], column.dtype))
            tally.by_page(events.asset, wanted, pointer, column, columns[-1])
            rest(column)
        events.rest()
        return cls(pointer, obj, columns[0], columns[1], events)

    def micros(self, rows: NDArray[Any]) -> NDArray[np.int64]:
        """Instants of the chosen events, microseconds since 1970 UTC."""
        return np.asarray(self.at[rows].astype(np.int64) * self.events.tick + self.events.origin)


@dataclass(frozen=True)
class Meetings:
    """The closest meeting of each pair on each object it shares in its deciding window; by pair, rarest first."""

    bounds: NDArray[np.int64]
    """Where each pair's meetings begin, and one past the end."""
    object: NDArray[np.int32]
    i: NDArray[np.uint32]
    """Event of the pair's first asset, by its place in the diaries."""
    j: NDArray[np.uint32]
    """Event of its second asset, the same."""
    coactions: NDArray[np.int64]
    """For each pair: pairs of events on the same object inside the window."""
    gap: NDArray[np.float64]
    """For each pair: median distance in time of its meetings, ticks."""

    @property
    def pair(self) -> NDArray[np.int64]:
        """Pair of each meeting."""
        return np.repeat(np.arange(self.coactions.size), np.diff(self.bounds))


def by_rarity(audience: NDArray[np.int64]) -> NDArray[np.int32]:
    """Rank of each object by its audience, of one audience by its code."""
    rank = np.empty(audience.size, np.int32)
    rank[np.argsort(audience, kind="stable")] = np.arange(audience.size)
    return rank


def look_up(
    diaries: Diaries,
    audience: NDArray[np.int64],
    pairs: Pairs,
    windows: Windows,
    rank: NDArray[np.int32] | None = None,
) -> Meetings:
    """Look up the meetings of the pairs that were kept.

    Args:
        diaries: Of the events the pairs were counted on; pruned ones will do.
        audience: Assets behind each object before pruning.
        pairs: The pairs.
        windows: The windows they were counted in.
        rank: What :func:`by_rarity` makes of ``audience``, where it is known already.
    """
    rank = by_rarity(audience) if rank is None else rank
    width, limit = diaries.events.ticks(windows.widths)[pairs.window], windows.audiences[pairs.window]
    bounds, out = np.zeros(pairs.a.size + 1, np.int64), np.empty((int(pairs.shared.sum()), 3), np.int32)
    coactions, middle = np.zeros(pairs.a.size, np.int64), np.zeros(pairs.a.size, np.int64)
    meet.meetings(pairs.a, pairs.b, width, limit, diaries.pointer, diaries.object, diaries.at, audience, rank,
                  bounds, out, coactions, middle)  # fmt: skip
    out = out[: bounds[-1]]
    # Places are numbered in 32 bits without a sign.
    obj, i, j = (np.ascontiguousarray(out[:, side]) for side in range(3))
    return Meetings(bounds, obj, i.view(np.uint32), j.view(np.uint32), coactions, middle / 2)


class Few:
    """Some of many names at a time, as Arrow dictionaries of those that occur: each is looked up and written once."""

    def __init__(self, many: int, find: Callable[[Any], Any]) -> None:
        """``many`` codes there are; ``find`` turns an Arrow array of codes into one of their names."""
        self.number, self.find = np.full(many, -1, np.int32), find

    def __call__(self, codes: NDArray[Any]) -> Any:
        """The names of some codes."""
        import pyarrow as pa

        numbers = codes.astype(np.int32)
        used = np.empty(min(numbers.size, self.number.size), np.int32)
        found = meet.few(numbers, self.number, used)
        return pa.DictionaryArray.from_arrays(numbers, self.find(pa.array(used[:found])))


def describe(
    diaries: Diaries,
    met: Meetings,
    limit: int,
    refs: Callable[[NDArray[Any]], Any],
    names: Callable[[NDArray[Any]], Any] | None = None,
) -> dict[str, Any]:
    """Columns ``coactions, gap, first_at, last_at, shared, posts`` of the noun ``ties``.

    ``shared`` and ``posts`` hold at most ``limit`` objects, rarest first; ``objects`` of the tie always counts all.
    ``refs`` turns numbers of posts into an Arrow array of references, and ``names`` codes of objects into one of their
    names; these are those of the events when not given.
    """
    import pyarrow as pa

    number = np.diff(met.bounds)
    kept: Any = slice(None)
    if number.max(initial=0) > limit:
        kept = np.arange(met.object.size) - np.repeat(met.bounds[:-1], number) < limit
    offsets: Any = pa.array(np.concatenate([[0], np.cumsum(np.minimum(number, limit))]), pa.int32())
    twice: Any = pa.array(offsets.to_numpy() * 2, pa.int32())
    shared = met.object[kept]
    posts = np.stack([diaries.post[met.i[kept]], diaries.post[met.j[kept]]], axis=1).ravel()
    one, other, events = diaries.micros(met.i), diaries.micros(met.j), diaries.events
    return {
        "coactions": met.coactions,
        "gap": met.gap * events.tick / SECOND,
        "first_at": _each(np.minimum, np.minimum(one, other), met.bounds),
        "last_at": _each(np.maximum, np.maximum(one, other), met.bounds),
        "shared": pa.ListArray.from_arrays(
            offsets, as_text(events.objects[shared]) if names is None else names(shared)
        ),
        "posts": pa.ListArray.from_arrays(twice, refs(posts)),
    }


def _each(what: np.ufunc, values: NDArray[np.int64], bounds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Least or greatest of each pair's values; every pair has at least one."""
    return np.asarray(what.reduceat(values, bounds[:-1])) if values.size else values
