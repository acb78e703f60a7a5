"""Counting on hubs: what hundreds of rows share with one partner at a time, a bit a row.

On an object that nearly everybody touches, windows hold most of its time line, and walking them costs a look at every
pair of events. Instead up to :data:`lanes.WIDTH` rows are taken together: for every stretch of the time line a vector
of bits says which of the rows have the stretch in reach. A partner gathers the vectors of its own events, and adds one
bit an object to counters that are held bit-sliced: plane ``k`` is bit ``k`` of all the rows' counts. Every other object
is walked as ever, and its counts are added where the planes are read.

The time lines of all hubs lie one behind the other; a *spot* is a place in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled
from inconcert.coordination.compiled.lanes import (
    WIDTH,
    WORDS,
    both,
    differ,
    either,
    load,
    lowest,
    nothing,
    number,
    some,
    store,
)

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Flags, Ints, Places

    Words = np.ndarray[Any, np.dtype[np.uint64]]

LAST = 1 << 31
"""Set on the last event of a row on an object."""
SPOT = LAST - 1
LANE = WIDTH.bit_length() - 1
"""Bits that number a row of a group."""


@compiled
def visits(first: int, end: int, who: Places, low: Places, high: Places, start: Ints) -> Ints:
    """Neighbours on each object of the events of rows ``first`` to ``end``."""
    out = np.zeros(start.size - 1, np.int64)
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            if first <= who[i] < end:
                out[o] += np.int64(high[i]) - np.int64(low[i])
    return out


@compiled
def rows_on(first: int, end: int, who: Places, obj: Codes, chosen: Flags) -> tuple[Ints, Places]:
    """``pointer, index`` of the events of rows ``first`` to ``end`` on chosen objects, in the order of objects."""
    pointer = np.zeros(end - first + 1, np.int64)
    for i in range(who.size):
        if first <= who[i] < end and chosen[obj[i]]:
            pointer[who[i] - first + 1] += 1
    for r in range(end - first):
        pointer[r + 1] += pointer[r]
    place, index = pointer[:-1].copy(), np.empty(pointer[-1], np.uint32)
    for i in range(who.size):
        if first <= who[i] < end and chosen[obj[i]]:
            index[place[who[i] - first]] = i
            place[who[i] - first] += 1
    return pointer, index


@compiled
def spots(
    pointer: Ints, index: Places, obj: Codes, start: Ints, hub: Flags, low: Places, high: Places
) -> tuple[Places, Places]:
    """Turn the places in ``index`` into spots, marked with ``LAST``; returns the neighbours of each spot, as spots."""
    shift, upto = np.zeros(hub.size, np.int64), 0
    for o in range(hub.size):
        if hub[o]:
            shift[o] = start[o] - upto
            upto += start[o + 1] - start[o]
    left, right = np.zeros(upto, np.uint32), np.zeros(upto, np.uint32)
    for r in range(pointer.size - 1):
        for q in range(pointer[r], pointer[r + 1]):
            i = index[q]
            o = obj[i]
            last = q + 1 == pointer[r + 1] or obj[index[q + 1]] != o
            spot = np.int64(i) - shift[o]
            left[spot], right[spot] = np.int64(low[i]) - shift[o], np.int64(high[i]) - shift[o]
            index[q] = spot | (LAST if last else 0)
    return left, right


@compiled
def edges(first: int, end: int, costs: Ints, events: Ints, most_cost: int, most_events: int) -> Ints:
    """Where groups of rows begin, and the end: at most ``WIDTH`` rows, and no more work than said if there are two."""
    out, n, cost, number_of = np.empty(end - first + 1, np.int64), 0, 0, 0
    begin = first
    for r in range(first, end):
        cost += costs[r - first]
        number_of += events[r - first]
        if r > begin and (r - begin == WIDTH or cost > most_cost or number_of > most_events):
            out[n] = begin
            n += 1
            begin, cost, number_of = r, costs[r - first], events[r - first]
    out[n], out[n + 1] = begin, end
    return out[: n + 2]


@compiled
def row_costs(pointer: Ints, index: Places, low: Places, high: Places) -> Ints:
    """Neighbours of each row."""
    out = np.zeros(pointer.size - 1, np.int64)
    for r in range(out.size):
        for q in range(pointer[r], pointer[r + 1]):
            out[r] += np.int64(high[index[q]]) - np.int64(low[index[q]])
    return out


@compiled
def switches(pointer: Ints, index: Places, left: Places, right: Places) -> tuple[Words, int]:
    """Where rows come into reach and go out of it: ``spot << LANE | row``, unordered, and the neighbours in all.

    What a row has in reach on one object is the union of its events' windows, so overlapping ones are joined.
    """
    out, n, visited = np.empty(2 * (pointer[-1] - pointer[0]), np.uint64), 0, 0
    for r in range(pointer.size - 1):
        bottom: Any = np.int64(-1)
        top = bottom
        for q in range(pointer[r], pointer[r + 1]):
            spot = index[q] & SPOT
            low, high = np.int64(left[spot]), np.int64(right[spot])
            visited += int(high - low)
            if bottom < 0:
                bottom, top = low, high
            elif low <= top:
                top = max(top, high)
            else:
                out[n], out[n + 1] = bottom << LANE | r, top << LANE | r
                n += 2
                bottom, top = low, high
            if index[q] & LAST:
                out[n], out[n + 1] = bottom << LANE | r, top << LANE | r
                n += 2
                bottom = np.int64(-1)
    return out[:n], visited


@compiled
def stretches(switch: Words, stretch: Places) -> Words:
    """Vector of every stretch between two switches, from ordered ``switch``; fills the stretch of each spot."""
    distinct = 1
    for i in range(switch.size):
        distinct += i == 0 or switch[i] >> LANE != switch[i - 1] >> LANE
    out, s, i, begin = np.zeros(distinct * WORDS, np.uint64), 0, 0, np.int64(0)
    while i < switch.size:
        spot = np.int64(switch[i] >> LANE)
        stretch[begin:spot] = s
        for k in range(WORDS):
            out[(s + 1) * WORDS + k] = out[s * WORDS + k]
        s += 1
        while i < switch.size and np.int64(switch[i] >> LANE) == spot:
            row = np.int64(switch[i] & np.uint64(WIDTH - 1))
            out[s * WORDS + (row >> 6)] ^= np.uint64(1) << np.uint64(row & 63)
            i += 1
        begin = spot
    stretch[begin:] = s
    return out


@compiled
def walk(
    pointer: Ints,
    index: Places,
    who: Places,
    obj: Codes,
    low: Places,
    high: Places,
    row: int,
    cell: Places,
    epoch: int,
    bits: int,
    met: Places,
    room: int,
    upto: Places,
) -> tuple[Places, int, int]:
    """What the rows from ``row`` on share with later rows on objects that are no hubs, partner by partner.

    ``pointer`` is that of these rows only. Fills ``upto``: the entries of partner ``row + 1 + i`` are those from
    ``upto[i]`` to ``upto[i + 1]``; an entry is ``count << LANE | row of the group``. ``room`` bounds their number.
    See :func:`inconcert.coordination.compiled.count.count_rows` for the cells.

    Returns:
        entries, neighbours visited, epoch.
    """
    shift, most, one = np.uint32(bits), np.uint32((1 << bits) - 1), np.uint32(1)
    last_epoch = (1 << (32 - bits)) - 1
    partner, entry, written, visited = np.empty(room, np.uint32), np.empty(room, np.uint32), 0, 0
    upto[:] = 0
    for r in range(pointer.size - 1):
        this, begin, end = np.uint32(row + r), pointer[r], pointer[r + 1]
        if epoch + (end - begin) >= last_epoch:
            cell[:] = 0
            epoch = 0
        fresh = np.uint32(np.uint32(epoch + 1) << shift)
        previous, n = np.int32(-1), 0
        for q in range(begin, end):
            i = index[q]
            if obj[i] != previous:
                epoch += 1
                previous = obj[i]
            tag = np.uint32(np.uint32(epoch) << shift)
            visited += int(np.int64(high[i]) - np.int64(low[i]))
            for j in range(low[i], high[i]):
                b = who[j]
                if b <= this:
                    continue
                held = cell[b]
                if held >= tag:
                    continue
                if held < fresh:
                    cell[b] = tag | one
                    met[n] = b
                    n += 1
                else:
                    count = np.uint32(held & most)
                    cell[b] = tag | min(np.uint32(count + one), most)
        for k in range(n):
            b = met[k]
            partner[written], entry[written] = b, (cell[b] & most) << LANE | r
            upto[b - row] += one
            written += 1
    for i in range(1, upto.size):
        upto[i] += upto[i - 1]
    out = np.empty(written, np.uint32)
    for k in range(written - 1, -1, -1):
        i = partner[k] - row
        upto[i] -= one
        out[upto[i]] = entry[k]
    return out, visited, epoch


@compiled
def count_of(planes: Words, height: int, row: Any) -> int:
    """The count of one row of the group."""
    out = 0
    for k in range(height):
        word = planes[k * WORDS + (row >> 6)]
        out |= int(np.int64(word >> np.uint64(row & 63) & np.uint64(1))) << k
    return out


@compiled
def at_least(planes: Words, height: int, least: int) -> Any:
    """Vector of the rows whose count is at least ``least``, which is positive."""
    out = nothing()
    if least >> height:
        return out
    begun = False
    for k in range(height):
        if least >> k & 1:
            out = both(load(planes, k), out) if begun else load(planes, k)
            begun = True
        elif begun:
            out = either(load(planes, k), out)
    return out


@compiled
def gather(begin: int, end: int, index: Places, stretch: Places, vectors: Words, planes: Words) -> int:
    """Count the hubs of one partner for all rows of the group into ``planes``; returns how many planes it took."""
    one = two = four = mine = nothing()
    height = 3
    for q in range(begin, end):
        mine = either(mine, load(vectors, np.int64(stretch[index[q] & SPOT])))
        if not index[q] & LAST:
            continue
        carry = both(one, mine)
        one = differ(one, mine)
        more = both(two, carry)
        two = differ(two, carry)
        carry = both(four, more)
        four = differ(four, more)
        mine = nothing()
        k = 3
        while some(carry):
            if k == height:
                store(planes, k, mine)
                height += 1
            held = load(planes, k)
            store(planes, k, differ(held, carry))
            carry = both(held, carry)
            k += 1
    store(planes, 0, one)
    store(planes, 1, two)
    store(planes, 2, four)
    return height


@compiled
def meet(
    partner: int,
    row: int,
    stop: int,
    rows: int,
    pointer: Ints,
    index: Places,
    stretch: Places,
    vectors: Words,
    upto: Places,
    entries: Places,
    least: Codes,
    support: int,
    planes: Words,
    out_a: Codes,
    out_b: Codes,
    out_n: Codes,
) -> tuple[int, int, int]:
    """Pairs of rows ``row`` to ``stop`` with partners from ``partner`` on that share as many objects as asked.

    ``pointer`` and ``index`` lead from partner ``row + 1 + i`` to its spots. Ends early when the output might not hold
    another partner.

    Args:
        partner: Where to begin; later than ``row``.
        row: First row of the group.
        stop: Row past its last.
        rows: Rows in all.
        pointer: Spots of each partner, into ``index``.
        index: Spots, by partner.
        stretch: Stretch of each spot.
        vectors: Rows that have each stretch in reach.
        upto: Entries of each partner.
        entries: What rows share with it elsewhere; see :func:`walk`.
        least: Objects from which a pair is written, for each partner.
        support: Objects that make a pair count as tested.
        planes: Scratch, two vectors more than the bits of the largest number of objects.
        out_a: Rows.
        out_b: Partners.
        out_n: Objects shared.

    Returns:
        next partner, pairs written, pairs tested.
    """
    spare = planes.size // WORDS - 1
    written = tested = 0
    while partner < rows and written + WIDTH <= out_a.size:
        b = partner - row - 1
        begin, end, first, last = pointer[b], pointer[b + 1], upto[b], upto[b + 1]
        wanted = least[b]
        partner += 1
        height = 0
        passing = nothing()
        if end - begin >= support or first < last:
            height = gather(begin, end, index, stretch, vectors, planes)
            if end - begin >= support:
                enough = at_least(planes, height, support)
                passing = at_least(planes, height, wanted)
                if partner <= stop:
                    # Partners of the group itself: only earlier rows count.
                    for k in range(WORDS):
                        n = min(max(b + 1 - 64 * k, 0), 64)
                        planes[spare * WORDS + k] = ~np.uint64(0) >> np.uint64(64 - n) if n else np.uint64(0)
                    enough, passing = both(enough, load(planes, spare)), both(passing, load(planes, spare))
                tested += number(enough)
        if first == last and not some(passing):
            continue
        store(planes, spare, passing)
        for e in range(first, last):
            x = np.int64(entries[e] & np.uint32(WIDTH - 1))
            before = count_of(planes, height, x)
            n = before + int(np.int64(entries[e] >> LANE))
            tested += before < support <= n
            planes[spare * WORDS + (x >> 6)] &= ~(np.uint64(1) << np.uint64(x & 63))
            if n >= wanted:
                out_a[written], out_b[written], out_n[written] = row + x, partner - 1, n
                written += 1
        for k in range(WORDS):
            word = planes[spare * WORDS + k]
            while word:
                x = 64 * k + lowest(word)
                word &= word - np.uint64(1)
                out_a[written], out_b[written], out_n[written] = row + x, partner - 1, count_of(planes, height, x)
                written += 1
    return partner, written, tested
