"""The compiled pass: who met whom, on how many distinct objects, how close in time.

Events are sorted by (object, time, asset). Nothing here knows of text, files or settings; every
function takes arrays and is exact. Compiled once by Numba and cached beside the module.

The pass goes row by row (one asset at a time) over the neighbours of its events, as sparse
matrix multiplication does, so that no table of event pairs ever exists. Its memory is that of the
events plus about 40 bytes an asset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

compiled: Any = njit(cache=True, nogil=True, boundscheck=False)


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
def distinct_objects(pointer: Ints, index: Ints, obj: Codes) -> Ints:
    """Distinct objects of each asset; ``index[pointer[a]:pointer[a+1]]`` are its events in object order."""
    out = np.zeros(pointer.size - 1, np.int64)
    for a in range(out.size):
        seen = -1
        for q in range(pointer[a], pointer[a + 1]):
            if obj[index[q]] != seen:
                seen = obj[index[q]]
                out[a] += 1
    return out


@compiled
def pairs_within(asset: Codes, at: Ints, start: Ints, width: int) -> Ints:
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
def count_rows(
    row: int, pointer: Ints, index: Ints, asset: Codes, obj: Codes, at: Ints, low: Ints, high: Ints,
    last: Codes, widths: Ints, support: int, emit: int, limit: int,
    tag: Codes, best: Any, counts: Codes, touched: Codes, out_a: Codes, out_b: Codes, out_n: Codes,
) -> tuple[int, int, int, int]:
    """Count shared objects per window for the pairs (row, b > row), row after row until the output is full.

    ``last[o]`` is the widest window that object ``o`` counts in. ``tag``, ``best``, ``counts`` and
    ``touched`` are scratch, zero on entry and on return.

    Returns:
        next row, pairs written, pairs with at least ``support`` objects in some window, neighbours visited.
        Only pairs with at least ``emit`` objects in some window are written.
    """
    written = reported = visited = 0
    n_windows = widths.size
    while row < pointer.size - 1 and visited < limit:
        n_touched = 0
        ordinal, previous = 0, -1
        for q in range(pointer[row], pointer[row + 1]):
            i = index[q]
            o = obj[i]
            if o != previous:
                ordinal += 1
                previous = o
            stop = last[o] + 1
            for j in range(low[i], high[i]):
                b = asset[j]
                if b <= row:
                    continue
                w = bucket(abs(at[j] - at[i]), widths)
                if w >= stop:
                    continue
                base = b * (n_windows + 1)
                if tag[b] != ordinal:
                    if tag[b] == 0:
                        touched[n_touched] = b
                        n_touched += 1
                    tag[b], best[b] = ordinal, w
                    counts[base + w] += 1
                    counts[base + stop] -= 1
                elif w < best[b]:
                    counts[base + best[b]] -= 1
                    counts[base + w] += 1
                    best[b] = w
            visited += high[i] - low[i]
        if written + n_touched > out_a.size:
            for t in range(n_touched):
                b = touched[t]
                tag[b] = 0
                counts[b * (n_windows + 1) : (b + 1) * (n_windows + 1)] = 0
            return row, written, reported, visited
        for t in range(n_touched):
            b = touched[t]
            base = b * (n_windows + 1)
            running = most = 0
            for w in range(n_windows):
                running += counts[base + w]
                out_n[written, w] = running
                most = max(most, running)
                counts[base + w] = 0
            counts[base + n_windows] = 0
            tag[b] = 0
            if most >= support:
                reported += 1
            if most >= emit:
                out_a[written], out_b[written] = row, b
                written += 1
        row += 1
    return row, written, reported, visited


@compiled
def expected_pairs(
    a: Codes, b: Codes, pointer: Ints, stratum: Codes, degree_class: Codes,
    offset: Ints, classes: Ints, table: Any, out: Any,
) -> None:
    """Add to ``out[pair, column]`` what every stratum that both assets act in expects.

    ``stratum[pointer[x]:pointer[x+1]]`` are the strata of asset ``x``, ascending, with its degree class in each;
    ``table`` holds for stratum ``s`` at ``offset[s]`` one row of columns for each pair of classes.
    """
    width = out.shape[1]
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            if stratum[i] < stratum[j]:
                i += 1
            elif stratum[i] > stratum[j]:
                j += 1
            else:
                s = stratum[i]
                base = offset[s] + (degree_class[i] * classes[s] + degree_class[j]) * width
                for c in range(width):
                    out[p, c] += table[base + c]
                i += 1
                j += 1


@compiled
def meetings(
    a: Codes, b: Codes, width: Ints, audience: Ints, pointer: Ints, index: Ints, obj: Codes, at: Ints, size: Ints,
    out_pair: Any, out_object: Any, out_i: Any, out_j: Any, coactions: Ints,
) -> int:
    """The closest meeting of each pair on each object they share within the pair's own window and audience.

    Returns the number of meetings; only the first ``out_pair.size`` are written, so call once with empty
    outputs to learn the size. ``coactions`` counts all pairs of events inside the window.
    """
    n = 0
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        coactions[p] = 0
        while i < end_i and j < end_j:
            oi, oj = obj[index[i]], obj[index[j]]
            if oi < oj:
                i += 1
                continue
            if oj < oi:
                j += 1
                continue
            stop_i, stop_j = i, j
            while stop_i < end_i and obj[index[stop_i]] == oi:
                stop_i += 1
            while stop_j < end_j and obj[index[stop_j]] == oi:
                stop_j += 1
            closest = np.int64(-1)
            best_i = best_j = 0
            if size[oi] <= audience[p]:
                for x in range(i, stop_i):
                    for y in range(j, stop_j):
                        gap = abs(at[index[x]] - at[index[y]])
                        if gap <= width[p]:
                            coactions[p] += 1
                            if closest < 0 or gap < closest:
                                closest, best_i, best_j = gap, index[x], index[y]
            if closest >= 0:
                if n < out_pair.size:
                    out_pair[n], out_object[n], out_i[n], out_j[n] = p, oi, best_i, best_j
                n += 1
            i, j = stop_i, stop_j
    return n
