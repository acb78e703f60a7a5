"""The very posts behind each tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.coding import as_text
from inconcert.coordination.compiled import meet
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows


@dataclass(frozen=True)
class Meetings:
    """The closest meeting of each pair on each object it shares in its deciding window; by pair, rarest first."""

    bounds: NDArray[np.int64]
    """Where each pair's meetings begin, and one past the end."""
    object: NDArray[np.int32]
    i: NDArray[np.uint32]
    """Event of the pair's first asset."""
    j: NDArray[np.uint32]
    """Event of its second asset."""
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
    events: Events,
    audience: NDArray[np.int64],
    pairs: Pairs,
    windows: Windows,
    rank: NDArray[np.int32] | None = None,
) -> Meetings:
    """Look up the meetings of the pairs that were kept.

    Args:
        events: Those the pairs were counted on; pruned ones will do.
        audience: Assets behind each object before pruning.
        pairs: The pairs.
        windows: The windows they were counted in.
        rank: What :func:`by_rarity` makes of ``audience``, where it is known already.
    """
    rank = by_rarity(audience) if rank is None else rank
    width, limit = events.ticks(windows.widths)[pairs.window], windows.audiences[pairs.window]
    (pointer, index), obj, at = events.by_asset, *events.diaries
    bounds, out = np.zeros(pairs.a.size + 1, np.int64), np.empty((int(pairs.shared.sum()), 3), np.int32)
    coactions, middle = np.zeros(pairs.a.size, np.int64), np.zeros(pairs.a.size, np.int64)
    meet.meetings(pairs.a, pairs.b, width, limit, pointer, obj, at, audience, rank, bounds, out, coactions, middle)
    out = out[: bounds[-1]]
    # Places of the order by assets are numbered in 32 bits without a sign.
    i, j = (index[out[:, side].view(np.uint32)] for side in (1, 2))
    return Meetings(bounds, np.ascontiguousarray(out[:, 0]), i, j, coactions, middle / 2)


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
    events: Events,
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
    posts = np.stack([events.post[met.i[kept]], events.post[met.j[kept]]], axis=1).ravel()
    one, other = events.micros(met.i), events.micros(met.j)
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
