"""The very posts behind each tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

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

    pair: NDArray[np.int64]
    object: NDArray[np.int64]
    i: NDArray[np.int64]
    """Event of the pair's first asset."""
    j: NDArray[np.int64]
    """Event of its second asset."""
    coactions: NDArray[np.int64]
    """For each pair: pairs of events on the same object inside the window."""

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where each pair's meetings begin, and one past the end."""
        return np.searchsorted(self.pair, np.arange(self.coactions.size + 1))


def look_up(events: Events, audience: NDArray[np.int64], pairs: Pairs, windows: Windows) -> Meetings:
    """Look up the meetings of the pairs that were kept.

    Args:
        events: Those the pairs were counted on; pruned ones will do.
        audience: Assets behind each object before pruning.
        pairs: The pairs.
        windows: The windows they were counted in.
    """
    width, limit = events.ticks(windows.widths)[pairs.window], windows.audiences[pairs.window]
    pair, obj, i, j = (np.empty(int(pairs.shared.sum()), np.int64) for _ in range(4))
    coactions = np.zeros(pairs.a.size, np.int64)
    meet.meetings(
        pairs.a, pairs.b, width, limit, *events.by_asset, events.object, events.at, audience,
        pair, obj, i, j, coactions,
    )  # fmt: skip
    order = np.lexsort((obj, audience[obj], pair))
    return Meetings(pair[order], obj[order], i[order], j[order], coactions)


def describe(events: Events, met: Meetings, limit: int, refs: Callable[[Any], Any]) -> dict[str, Any]:
    """Columns ``coactions, gap, first_at, last_at, shared, posts`` of the noun ``ties``.

    ``shared`` and ``posts`` hold at most ``limit`` objects, rarest first; ``objects`` of the tie always counts all.
    ``refs`` turns an Arrow array of post numbers into one of references.
    """
    import pyarrow as pa

    bounds = met.bounds
    first, last = np.sort(np.stack([events.micros(met.i), events.micros(met.j)]), axis=0)
    kept = np.arange(met.pair.size) - bounds[met.pair] < limit
    offsets: Any = pa.array(np.concatenate([[0], np.cumsum(np.minimum(np.diff(bounds), limit))]), pa.int32())
    shared = pa.array(events.objects[met.object[kept]]).cast(pa.string())
    posts = pa.array(np.stack([events.post[met.i[kept]], events.post[met.j[kept]]], axis=1).ravel())
    twice: Any = pa.array(offsets.to_numpy() * 2, pa.int32())
    return {
        "coactions": met.coactions,
        "gap": _medians(last - first, met.pair, bounds) / SECOND,
        "first_at": np.minimum.reduceat(first, bounds[:-1]) if first.size else first,
        "last_at": np.maximum.reduceat(last, bounds[:-1]) if last.size else last,
        "shared": pa.ListArray.from_arrays(offsets, shared),
        "posts": pa.ListArray.from_arrays(twice, refs(posts)),
    }


def _medians(values: NDArray[np.int64], group: NDArray[np.int64], bounds: NDArray[np.int64]) -> NDArray[np.float64]:
    """Median of each group of consecutive values; every group has at least one."""
    ordered = values[np.lexsort((values, group))]
    middle = (bounds[:-1] + bounds[1:] - 1) / 2
    return np.asarray((ordered[np.floor(middle).astype(int)] + ordered[np.ceil(middle).astype(int)]) / 2)
