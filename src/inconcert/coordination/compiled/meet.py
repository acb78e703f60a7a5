"""The very events behind a pair: which of them met on which object, and how close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled
from inconcert.coordination.compiled.order import SMALL

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Ints, Ticks


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
    rank: Codes,
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
        rank: Rank of each object by its audience.
        bounds: Filled with where each pair's meetings begin in ``out``, and one past the end.
        out: Filled with a row for each meeting: object, place of the event of ``a``, of ``b``. It must hold as many as
            the pairs share objects. The meetings of a pair come by the rank of the object.
        coactions: Filled with all pairs of events inside each pair's window.
        middle: Filled with the sum of the two middle gaps of each pair; of an odd number, twice the middle one.
    """
    n, longest = 0, 0
    for asset in range(pointer.size - 1):
        longest = max(longest, pointer[asset + 1] - pointer[asset])
    key, gaps, found = np.empty(longest, np.int64), np.empty(longest, np.int64), np.empty((longest, 3), np.int32)
    for p in range(a.size):
        met, bounds[p], coactions[p] = 0, n, 0
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
                    # The rank on top, so that keys sort by it and still tell which meeting they are of.
                    key[met], gaps[met] = np.int64(rank[left]) << 32 | met, gap
                    found[met, 0], found[met, 1], found[met, 2] = left, best_i, best_j
                    met += 1
            i, j = stop_i, stop_j
        if met:
            ascending(key[:met])
            ascending(gaps[:met])
            middle[p] = gaps[(met - 1) // 2] + gaps[met // 2]
        for k in range(met):
            row = key[k] & 0xFFFFFFFF
            out[n, 0], out[n, 1], out[n, 2] = found[row, 0], found[row, 1], found[row, 2]
            n += 1
    bounds[a.size] = n


@compiled
def ascending(values: Ints) -> None:
    """Sort in place: what is short by insertion."""
    if values.size > SMALL:
        values.sort()
        return
    for i in range(1, values.size):
        held, j = values[i], i - 1
        while j >= 0 and values[j] > held:
            values[j + 1] = values[j]
            j -= 1
        values[j + 1] = held


@compiled
def few(codes: Any, number: Codes, used: Codes) -> int:
    """Number the codes that occur, from zero on as they come, in their place; returns how many there are.

    Args:
        codes: Codes; afterwards their numbers.
        number: Scratch, -1 for every code there is, before and after.
        used: Filled with the code of each number.
    """
    n = 0
    for i in range(codes.size):
        code = codes[i]
        if number[code] < 0:
            number[code] = n
            used[n] = code
            n += 1
        codes[i] = number[code]
    for k in range(n):
        number[used[k]] = -1
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
