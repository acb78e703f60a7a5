"""The very events behind a pair: which of them met on which object, and how close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Ints, Places, Ticks


@compiled
def closest(
    i: int, stop_i: int, j: int, stop_j: int, index: Places, at: Ticks, width: int
) -> tuple[int, int, int, int]:
    """The closest two events of two runs, no further apart than ``width``.

    Returns:
        gap (-1 when there are none), the two events, pairs of events within ``width``.
    """
    gap, best_i, best_j, within = -1, -1, -1, 0
    for x in range(i, stop_i):
        for y in range(j, stop_j):
            apart = abs(at[index[x]] - at[index[y]])
            if apart <= width:
                within += 1
                if gap < 0 or apart < gap:
                    gap, best_i, best_j = apart, index[x], index[y]
    return gap, best_i, best_j, within


@compiled
def run_end(q: int, end: int, index: Places, obj: Codes) -> int:
    """Past the last event of the run of one object that begins at ``q``."""
    o = obj[index[q]]
    while q < end and obj[index[q]] == o:
        q += 1
    return q


@compiled
def meetings(
    a: Codes,
    b: Codes,
    width: Ints,
    audience: Ints,
    pointer: Ints,
    index: Places,
    obj: Codes,
    at: Ticks,
    size: Ints,
    out_pair: Ints,
    out_object: Ints,
    out_i: Ints,
    out_j: Ints,
    coactions: Ints,
) -> int:
    """The closest meeting of each pair on each object they share within the pair's own window and audience.

    The outputs must hold as many rows as the pairs share objects. Returns the number of meetings; ``coactions``
    counts all pairs of events inside the window.
    """
    n = 0
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        coactions[p] = 0
        while i < end_i and j < end_j:
            left, right = obj[index[i]], obj[index[j]]
            stop_i = run_end(i, end_i, index, obj) if left <= right else i
            stop_j = run_end(j, end_j, index, obj) if right <= left else j
            if left == right and size[left] <= audience[p]:
                gap, best_i, best_j, within = closest(i, stop_i, j, stop_j, index, at, width[p])
                coactions[p] += within
                if gap >= 0:
                    out_pair[n], out_object[n], out_i[n], out_j[n] = p, left, best_i, best_j
                    n += 1
            i, j = stop_i, stop_j
    return n


@compiled
def shared_objects(a: Codes, b: Codes, pointer: Ints, obj: Codes) -> Ints:
    """Distinct objects that each pair shares; ``obj[pointer[x]:pointer[x+1]]`` are those of asset ``x``, ascending."""
    out = np.zeros(a.size, np.int64)
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            left, right = obj[i], obj[j]
            out[p] += left == right
            i += left <= right
            j += right <= left
    return out
