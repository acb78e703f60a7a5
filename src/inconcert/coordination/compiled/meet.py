"""The very events behind a pair: which of them met on which object, and how close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Ints, Ticks


SMALL = 64
"""Meetings of a pair up to this number are put in order by insertion."""


@compiled
def closest(i: int, stop_i: int, j: int, stop_j: int, at: Ticks, width: int) -> tuple[int, int, int, int]:
    """The closest two events of two runs, no further apart than ``width``.

    Returns:
        gap (-1 when there are none), the two places, pairs of events within ``width``.
    """
    gap, best_i, best_j, within = -1, -1, -1, 0
    for x in range(i, stop_i):
        for y in range(j, stop_j):
            apart = abs(int(at[x]) - int(at[y]))
            if apart <= width:
                within += 1
                if gap < 0 or apart < gap:
                    gap, best_i, best_j = apart, x, y
    return gap, best_i, best_j, within


@compiled
def leap(o: int, q: int, end: int, obj: Codes) -> int:
    """First place from ``q`` on whose object is ``o`` or later: in growing steps, then by halving."""
    step = 1
    while q + step < end and obj[q + step] < o:
        q += step
        step *= 2
    right = min(q + step, end)
    while q < right:
        middle = (q + right) // 2
        if obj[middle] < o:
            q = middle + 1
        else:
            right = middle
    return q


@compiled
def run_end(q: int, end: int, obj: Codes) -> int:
    """Past the last event of the run of one object that begins at ``q``."""
    o = obj[q]
    while q < end and obj[q] == o:
        q += 1
    return q


@compiled
def meetings(
    a: Codes,
    b: Codes,
    width: Ints,
    audience: Ints,
    pointer: Ints,
    obj: Codes,
    at: Ticks,
    size: Ints,
    bounds: Ints,
    out: Codes,
    coactions: Ints,
    middle: Ints,
) -> None:
    """The closest meeting of each pair on each object they share within the pair's own window and audience.

    Args:
        a: One asset of each pair.
        b: The other.
        width: Window of each pair.
        audience: Largest audience of an object that counts for each pair.
        pointer: Where the events of each asset begin in ``obj`` and ``at``.
        obj: Object of each event, ascending for each asset.
        at: Instant of each event.
        size: Audience of each object.
        bounds: Filled with where each pair's meetings begin in ``out``, and one past the end.
        out: Filled with a row for each meeting: object, place of the event of ``a``, of ``b``. It must hold as many as
            the pairs share objects. The meetings of a pair come by the audience of the object, then by the object.
        coactions: Filled with all pairs of events inside each pair's window.
        middle: Filled with the sum of the two middle gaps of each pair; of an odd number, twice the middle one.
    """
    n = 0
    key, gaps = np.empty(out.shape[0], np.int64), np.empty(out.shape[0], np.int64)
    for p in range(a.size):
        bounds[p], coactions[p] = n, 0
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            left, right = obj[i], obj[j]
            if left < right:
                i = leap(right, i, end_i, obj)
                continue
            if right < left:
                j = leap(left, j, end_j, obj)
                continue
            stop_i, stop_j = run_end(i, end_i, obj), run_end(j, end_j, obj)
            if size[left] <= audience[p]:
                gap, best_i, best_j, within = closest(i, stop_i, j, stop_j, at, width[p])
                coactions[p] += within
                if gap >= 0:
                    key[n], gaps[n] = size[left] << 32 | left, gap
                    out[n, 0], out[n, 1], out[n, 2] = left, best_i, best_j
                    n += 1
            i, j = stop_i, stop_j
        first = bounds[p]
        if n > first:
            in_order(key[first:n], out[first:n])
            some = gaps[first:n]
            some.sort()
            middle[p] = some[(some.size - 1) // 2] + some[some.size // 2]
    bounds[a.size] = n


@compiled
def in_order(key: Ints, rows: Codes) -> None:
    """Put rows in the order of their keys."""
    if key.size > SMALL:
        rows[:] = rows[np.argsort(key)]
        return
    for i in range(1, key.size):
        held, j = key[i], i - 1
        x, y, z = rows[i, 0], rows[i, 1], rows[i, 2]
        while j >= 0 and key[j] > held:
            key[j + 1], rows[j + 1, 0], rows[j + 1, 1], rows[j + 1, 2] = key[j], rows[j, 0], rows[j, 1], rows[j, 2]
            j -= 1
        key[j + 1], rows[j + 1, 0], rows[j + 1, 1], rows[j + 1, 2] = held, x, y, z


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
