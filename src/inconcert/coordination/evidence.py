"""The very posts behind each tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination import kernels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows

MICRO = 1_000_000


@dataclass(frozen=True)
class Meetings:
    """The closest meeting of each pair on each object it shares in its deciding window, ordered by pair, rarest first."""

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


def meetings(events: Events, pairs: Pairs, windows: Windows) -> Meetings:
    """Look up the meetings of the pairs that were kept."""
    pointer, index = events.by_asset
    width, audience = windows.widths[pairs.window], windows.audiences[pairs.window]
    coactions = np.zeros(pairs.a.size, np.int64)

    def look(size: int) -> tuple[int, list[NDArray[np.int64]]]:
        out = [np.empty(size, np.int64) for _ in range(4)]
        given = (pairs.a, pairs.b, width, audience, pointer, index, events.object, events.at, events.audience)
        return kernels.meetings(*given, *out, coactions), out

    found, _ = look(0)
    pair, obj, i, j = look(found)[1]
    order = np.lexsort((obj, events.audience[obj], pair))
    return Meetings(pair[order], obj[order], i[order], j[order], coactions)


def describe(events: Events, pairs: Pairs, met: Meetings, limit: int) -> dict[str, Any]:
    """Columns ``coactions, gap, first_at, last_at, shared, posts`` of the noun ``ties``; posts as numbers in pairs.

    ``shared`` and ``posts`` hold at most ``limit`` objects, rarest first; ``objects`` of the tie always counts all.
    """
    import pyarrow as pa

    bounds = met.bounds
    gaps = np.abs(events.at[met.i] - events.at[met.j]) / MICRO
    times = np.sort(np.stack([events.at[met.i], events.at[met.j]]), axis=0)
    kept = np.arange(met.pair.size) - bounds[met.pair] < limit
    offsets = np.concatenate([[0], np.cumsum(np.minimum(np.diff(bounds), limit))]).astype(np.int32)
    shared = pa.array(events.objects[met.object[kept]], pa.string())
    posts = np.stack([events.post[met.i[kept]], events.post[met.j[kept]]], axis=1).ravel()
    return {
        "coactions": met.coactions,
        "gap": np.array([np.median(part) for part in _parts(gaps, bounds)]),
        "first_at": np.array([part.min() for part in _parts(times[0], bounds)], np.int64),
        "last_at": np.array([part.max() for part in _parts(times[1], bounds)], np.int64),
        "shared": pa.ListArray.from_arrays(pa.array(offsets), shared),
        "posts": (posts, offsets * 2),
    }


def _parts(values: NDArray[Any], bounds: NDArray[np.int64]) -> list[NDArray[Any]]:
    return [values[start:stop] for start, stop in zip(bounds[:-1], bounds[1:], strict=True)]
