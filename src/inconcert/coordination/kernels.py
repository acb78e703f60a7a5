"""The compiled pass: who met whom, on how many distinct objects, how close in time.

Events are sorted by (object, time, asset). Nothing here knows of text, files or settings; every
function takes arrays and is exact. Compiled once by Numba and cached beside the module.

The pass goes row by row (one asset at a time) over the neighbours of its events, as sparse
matrix multiplication does, so that no table of event pairs ever exists. Its memory is that of the
events plus about 40 bytes an asset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Reals = NDArray[np.float64]
    Codes = NDArray[np.int32]

Function = TypeVar("Function")


def compiled(function: Function) -> Function:
    """Compile on first use, cache beside the module, release the interpreter lock while running."""
    return cast("Function", njit(cache=True, nogil=True)(function))


@compiled
def reach(at: Ints, start: Ints, width: Ints) -> tuple[Ints, Ints]:
    """First and past-the-last event within ``width[o]`` of each event of object ``o``."""
    low, high = np.empty(at.size, np.int64), np.empty(at.size, np.int64)
    for o in range(start.size - 1):
        left = right = start[o]
        end, w = start[o + 1], width[o]
        for i in range(start[o], end):
            while at[i] - at[left] > w:
                left += 1
            while right < end and at[right] - at[i] <= w:
                right += 1
            low[i], high[i] = left, right
    return low, high


@compiled
def has_company(asset: Codes, start: Ints, low: Ints, high: Ints) -> Any:
    """Whether another asset acts within reach of each event."""
    out = np.zeros(asset.size, np.bool_)
    for o in range(start.size - 1):
        last = start[o] - 1
        for i in range(start[o], start[o + 1]):
            if i > start[o] and asset[i] != asset[i - 1]:
                last = i - 1
            out[i] = last >= low[i]
        following = start[o + 1]
        for i in range(start[o + 1] - 1, start[o] - 1, -1):
            if i + 1 < start[o + 1] and asset[i] != asset[i + 1]:
                following = i + 1
            out[i] = out[i] or following < high[i]
    return out


@compiled
def distinct_objects(asset: Codes, obj: Codes, assets: int) -> Ints:
    """Distinct objects of each asset; events come in the order of their objects."""
    out, seen = np.zeros(assets, np.int64), np.full(assets, -1, np.int64)
    for i in range(asset.size):
        if seen[asset[i]] != obj[i]:
            seen[asset[i]] = obj[i]
            out[asset[i]] += 1
    return out


@compiled
def pairs_within(at: Ints, start: Ints, width: int) -> Ints:
    """Pairs of events within ``width`` on each object, counted without enumerating them."""
    out = np.zeros(start.size - 1, np.int64)
    for o in range(start.size - 1):
        left = start[o]
        for i in range(start[o], start[o + 1]):
            while at[i] - at[left] > width:
                left += 1
            out[o] += i - left
    return out


@compiled
def bucket(gap: int, widths: Ints) -> int:
    """The first window that holds ``gap``; widths ascend."""
    w = 0
    while w < widths.size and gap > widths[w]:
        w += 1
    return w


@compiled
def visit_row(
    row: int,
    pointer: Ints,
    index: Ints,
    asset: Codes,
    obj: Codes,
    at: Ints,
    low: Ints,
    high: Ints,
    last: Codes,
    widths: Ints,
    tag: Codes,
    best: Any,
    counts: Codes,
    touched: Codes,
) -> tuple[int, int]:
    """Meet everyone the asset ``row`` meets: assets b > row on each object, at their closest.

    ``counts`` gets, for each b, plus one at the narrowest window that holds the meeting and minus one past the widest
    window the object counts in, so that a running sum gives the objects shared in each window.

    Returns:
        number of assets met (listed in ``touched``), neighbours visited.
    """
    met = visited = ordinal = 0
    previous, columns = -1, widths.size + 1
    for q in range(pointer[row], pointer[row + 1]):
        i = index[q]
        if obj[i] != previous:
            ordinal += 1
            previous = obj[i]
        stop = last[previous] + 1
        visited += high[i] - low[i]
        for j in range(low[i], high[i]):
            b = asset[j]
            if b <= row:
                continue
            w = bucket(abs(at[j] - at[i]), widths)
            base = b * columns
            if tag[b] != ordinal:
                if tag[b] == 0:
                    touched[met] = b
                    met += 1
                tag[b], best[b] = ordinal, w
                counts[base + w] += 1
                counts[base + stop] -= 1
            elif w < best[b]:
                counts[base + best[b]] -= 1
                counts[base + w] += 1
                best[b] = w
    return met, visited


@compiled
def collect_row(
    row: int,
    met: int,
    touched: Codes,
    tag: Codes,
    counts: Codes,
    support: int,
    emit: int,
    written: int,
    out_a: Codes,
    out_b: Codes,
    out_n: Codes,
) -> tuple[int, int]:
    """Write the pairs of one row and clear the scratch.

    Returns:
        pairs written so far, pairs of this row with at least ``support`` objects in some window.
    """
    reported, n_windows = 0, out_n.shape[1]
    for t in range(met):
        b = touched[t]
        base = b * (n_windows + 1)
        running = most = 0
        for w in range(n_windows):
            running += counts[base + w]
            out_n[written, w] = running
            most = max(most, running)
        counts[base : base + n_windows + 1] = 0
        tag[b] = 0
        reported += most >= support
        if most >= emit:
            out_a[written], out_b[written] = row, b
            written += 1
    return written, reported


@compiled
def count_rows(
    row: int,
    pointer: Ints,
    index: Ints,
    asset: Codes,
    obj: Codes,
    at: Ints,
    low: Ints,
    high: Ints,
    last: Codes,
    widths: Ints,
    support: int,
    emit: int,
    limit: int,
    tag: Codes,
    best: Any,
    counts: Codes,
    touched: Codes,
    out_a: Codes,
    out_b: Codes,
    out_n: Codes,
) -> tuple[int, int, int, int]:
    """Count shared objects per window for the pairs (row, b > row), row after row until the output is full.

    ``last[o]`` is the widest window that object ``o`` counts in; ``low`` and ``high`` reach no further. ``tag``,
    ``best``, ``counts`` and ``touched`` are scratch, zero on entry and on return. The output has room for one row more
    than is asked of it: at least as many pairs as there are assets.

    Returns:
        next row, pairs written, pairs with at least ``support`` objects in some window, neighbours visited.
        Only pairs with at least ``emit`` objects in some window are written.
    """
    written = reported = visited = 0
    while row < pointer.size - 1 and visited < limit and written + touched.size <= out_a.size:
        met, seen = visit_row(row, pointer, index, asset, obj, at, low, high, last, widths, tag, best, counts, touched)
        written, more = collect_row(row, met, touched, tag, counts, support, emit, written, out_a, out_b, out_n)
        reported += more
        visited += seen
        row += 1
    return row, written, reported, visited


@compiled
def closest(i: int, stop_i: int, j: int, stop_j: int, index: Ints, at: Ints, width: int) -> tuple[int, int, int, int]:
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
def run_end(q: int, end: int, index: Ints, obj: Codes) -> int:
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
    index: Ints,
    obj: Codes,
    at: Ints,
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
def shared_objects(a: Codes, b: Codes, pointer: Ints, index: Ints, obj: Codes) -> Ints:
    """Distinct objects that each pair shares, whatever the time."""
    out = np.zeros(a.size, np.int64)
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            left, right = obj[index[i]], obj[index[j]]
            out[p] += left == right
            i = run_end(i, end_i, index, obj) if left <= right else i
            j = run_end(j, end_j, index, obj) if right <= left else j
    return out
