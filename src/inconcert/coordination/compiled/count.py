"""The pass that counts: who met whom on how many objects, row by row, with no table of pairs of events.

Rows are assets. For each row the neighbours of its events are walked once; one 32-bit cell an asset remembers
the last object on which it was met and on how many (Gustavson's row-wise product of sparse matrices). Memory is
that of the events plus four bytes an asset, whatever the number of pairs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Ints, Places, Ticks


@compiled
def stretch(at: Ticks, i: int, end: int, width: int, left: int, right: int) -> tuple[int, int]:
    """First and past-the-last event within ``width`` of event ``i``, from those of the event before it."""
    while at[i] - at[left] > width:
        left += 1
    while right < end and at[right] - at[i] <= width:
        right += 1
    # Within less than nothing is nobody, not the event itself.
    return left, max(left, right)


@compiled
def reach(at: Ticks, start: Ints, width: Ints, low: Places, high: Places) -> int:
    """First and past-the-last event within ``width[o]`` of each event of object ``o``; returns the neighbours in all.

    Every event is its own neighbour, and two events count for each other.
    """
    total = 0
    for o in range(start.size - 1):
        left = right = start[o]
        end, w = start[o + 1], width[o]
        for i in range(start[o], end):
            left, right = stretch(at, i, end, w, left, right)
            low[i], high[i] = left, right
            total += right - left
    return total


@compiled
def neighbours(at: Ticks, start: Ints, width: Ints) -> Ints:
    """Neighbours of all events of each object, as :func:`reach` has them."""
    out = np.zeros(start.size - 1, np.int64)
    for o in range(start.size - 1):
        left = right = start[o]
        end, w = start[o + 1], width[o]
        for i in range(start[o], end):
            left, right = stretch(at, i, end, w, left, right)
            out[o] += right - left
    return out


@compiled
def costs(asset: Codes, low: Places, high: Places, assets: int) -> Ints:
    """Neighbours of all events of each asset: what its row will cost."""
    out = np.zeros(assets, np.int64)
    for i in range(asset.size):
        out[asset[i]] += np.int64(high[i]) - np.int64(low[i])
    return out


@compiled
def keep_from(row: int, who: Places, obj: Codes, low: Places, high: Places, start: Ints) -> int:
    """Move the events of rows from ``row`` on together, in place; returns how many are left.

    Their neighbours are those that are left of the former ones, so that times are not needed.
    """
    n, first, longest = 0, start[0], 0
    for o in range(start.size - 1):
        longest = max(longest, start[o + 1] - start[o])
    # Where each former place of an object is now, or the next one that is left.
    now = np.empty(longest + 1, np.uint32)
    for o in range(start.size - 1):
        end, left = start[o + 1], n
        for i in range(first, end):
            now[i - first] = left
            left += who[i] >= row
        now[end - first] = left
        for i in range(first, end):
            if who[i] >= row:
                # What is written lies before all that is still to be read.
                who[n], obj[n] = who[i], obj[i]
                low[n], high[n] = now[min(low[i], end) - first], now[min(high[i], end) - first]
                n += 1
        first = end
        start[o + 1] = n
    return n


@compiled
def rows_between(first: int, end: int, who: Places) -> tuple[Ints, Places]:
    """``pointer, index`` of the events of rows ``first`` to ``end``: row ``r`` is at ``pointer[r - first]``."""
    pointer = np.zeros(end - first + 1, np.int64)
    for i in range(who.size):
        if first <= who[i] < end:
            pointer[who[i] - first + 1] += 1
    for r in range(end - first):
        pointer[r + 1] += pointer[r]
    place, index = pointer[:-1].copy(), np.empty(pointer[-1], np.uint32)
    for i in range(who.size):
        if first <= who[i] < end:
            index[place[who[i] - first]] = i
            place[who[i] - first] += 1
    return pointer, index


@compiled
def count_rows(
    row: int,
    stop: int,
    first: int,
    limit: int,
    pointer: Ints,
    index: Places,
    who: Places,
    obj: Codes,
    low: Places,
    high: Places,
    cell: Places,
    epoch: int,
    bits: int,
    support: int,
    met: Places,
    out_a: Codes,
    out_b: Codes,
    out_n: Codes,
) -> tuple[int, int, int, int, int]:
    """Count the objects that rows ``row`` to ``stop`` share with every later row.

    A cell holds ``epoch << bits | count``: the epoch numbers the objects of all rows, so that nothing is cleared
    between rows; ``count`` stands at its largest when it can grow no more. Epochs begin anew, with all cells cleared,
    before they would run out of ``32 - bits`` bits. Ends early after ``limit`` neighbours, or when the output might not
    hold another row.

    Args:
        row: Where to begin.
        stop: Row to stop before.
        first: Row that ``pointer[0]`` belongs to.
        limit: Neighbours after which to return.
        pointer: Events of each row, into ``index``.
        index: Events, by row.
        who: Row of each event.
        obj: Object of each event.
        low: First neighbour of each event.
        high: Past its last neighbour.
        cell: Scratch, one for each row there is; zero at epoch 0.
        epoch: Last epoch used with these cells.
        bits: Bits of the count.
        support: Objects that make a pair count as tested; more make it written.
        met: Scratch, one for each row there is.
        out_a: Rows.
        out_b: Later rows.
        out_n: Objects shared.

    Returns:
        next row, pairs written, pairs tested, neighbours visited, epoch.
    """
    shift, most = np.uint32(bits), np.uint32((1 << bits) - 1)
    one, wanted, tested_at = np.uint32(1), np.uint32(support + 1), np.uint32(support)
    last_epoch = (1 << (32 - bits)) - 1
    written = tested = visited = 0
    while row < stop and visited < limit and written + met.size <= out_a.size:
        this = np.uint32(row)
        begin, end = pointer[row - first], pointer[row - first + 1]
        if epoch + (end - begin) >= last_epoch:
            cell[:] = 0
            epoch = 0
        fresh = np.uint32(np.uint32(epoch + 1) << shift)
        previous, number = np.int32(-1), np.uint64(0)
        for q in range(begin, end):
            i = index[q]
            if obj[i] != previous:
                epoch += 1
                previous = obj[i]
            tag = np.uint32(np.uint32(epoch) << shift)
            visited += int(high[i]) - int(low[i])
            for j in range(low[i], high[i]):
                b = who[j]
                if b <= this:
                    continue
                held = cell[b]
                if held >= tag:
                    continue
                if held < fresh:
                    cell[b] = tag | one
                    tested += tested_at == one
                    continue
                n = np.uint32(held & most)
                if n < most:
                    n = np.uint32(n + one)
                cell[b] = tag | n
                tested += n == tested_at
                if n == wanted and np.uint32(held & most) != wanted:
                    met[number] = b
                    number += np.uint64(1)
        for k in range(number):
            b = met[k]
            out_a[written], out_b[written], out_n[written] = row, b, cell[b] & most
            written += 1
        row += 1
    return row, written, tested, visited, epoch


@compiled
def named(one: Codes, other: Codes, name: Codes, low: Codes, high: Codes) -> None:
    """The names of both of each pair, the lower one first."""
    for p in range(one.size):
        a, b = name[one[p]], name[other[p]]
        low[p], high[p] = min(a, b), max(a, b)


@compiled
def seek(o: int, q: int, end: int, index: Places, obj: Codes) -> int:
    """First place from ``q`` on whose object is ``o`` or later: in growing steps, then by halving."""
    step = 1
    while q + step < end and obj[index[q + step]] < o:
        q += step
        step *= 2
    right = min(q + step, end)
    while q < right:
        middle = (q + right) // 2
        if obj[index[middle]] < o:
            q = middle + 1
        else:
            right = middle
    return q


@compiled
def count_windows(
    a: Codes,
    b: Codes,
    pointer: Ints,
    index: Places,
    obj: Codes,
    at: Ticks,
    widths: Ints,
    last: Codes,
    out: Any,
) -> None:
    """Objects that each pair shares inside each window, into ``out[pair, window]``; widths ascend.

    An object counts in the windows from the narrowest that holds the pair's closest meeting on it to ``last[object]``.
    """
    for p in range(a.size):
        out[p, :] = 0
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            left, right = obj[index[i]], obj[index[j]]
            if left < right:
                i = seek(right, i, end_i, index, obj)
                continue
            if right < left:
                j = seek(left, j, end_j, index, obj)
                continue
            gap = 2**62
            while i < end_i and j < end_j and obj[index[i]] == left and obj[index[j]] == left:
                apart = int(at[index[i]]) - int(at[index[j]])
                gap = min(gap, abs(apart))
                if apart <= 0:
                    i += 1
                else:
                    j += 1
            while i < end_i and obj[index[i]] == left:
                i += 1
            while j < end_j and obj[index[j]] == left:
                j += 1
            w = 0
            while w < widths.size and gap > widths[w]:
                w += 1
            for v in range(w, last[left] + 1):
                out[p, v] += 1
