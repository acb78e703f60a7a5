"""Loops over letters and shingles, compiled by numba and cached on disk.

Sorting, sums and copies of parts are written out: numba's own take longer to compile than all of the rest.
"""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import numba
import numpy as np

Array = Any
"""A numpy array; numba's compiled signatures say which."""

ROWS, BANDS = 5, 46
"""Bands and their rows: a pair of Jaccard similarity s meets in some band with 1 - (1 - s**5)**46, 0.9998 at 0.7.

Of ten million texts that share a twentieth of their runs with any other by chance, a text meets some 150 of them in
all bands together with five rows, and 26,000 with three.
"""
HASHES = ROWS * BANDS
SIGNS = 64
"""Hashes of which four bits are kept as a sketch."""
RESEMBLING = 30
"""Least number of equal signs of two sketches that are looked at more closely: of pairs of similarity 0.7 one in
100,000 has fewer, of pairs of similarity 0.2 one in 5,000 has as many."""
LEADERS = 1024
"""Texts unlike each other that stand for a bucket; those beyond are counted, not compared."""
SMALL = 48
"""Texts of a group in which every pair is compared."""
REPS = 64
"""Representatives looked at in one bucket of a larger group, latest first: bounds the work on texts that all resemble
each other a little."""
CLOSE = 36
"""Least number of equal signs with a representative in a larger group: of pairs of similarity 0.7 one in 500 has
fewer."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_DRAWN = np.random.Generator(np.random.PCG64(20150701)).integers(1, 2**32, size=(2, HASHES), dtype=np.uint32)
_TIMES, _PLUS = _DRAWN[0] | np.uint32(1), _DRAWN[1].copy()
_LOW_BITS = np.uint64(0x1111111111111111)
_START = cast("int", np.int64(0))
"""Where texts begin. To numba a plain 0 is a type of its own, for which functions are compiled once more."""
_GAPS = np.array([8858, 3937, 1750, 701, 301, 132, 57, 23, 10, 4, 1])


@numba.njit(cache=True, nogil=True)
def _runs(codes: Array, start: int, stop: int, out: Array, filled: int) -> int:
    """Hashes of the letter runs of one text, in their order."""
    wide = 0
    for at in range(start, stop):
        code = codes[at]
        wide += (0x1100 <= code <= 0x11FF) or (0x3040 <= code <= 0x9FFF) or (0xAC00 <= code <= 0xD7AF)
    width = 3 if 2 * wide > stop - start else 5
    for at in range(start, stop - width + 1):
        value = np.uint64(width)
        for step in range(width):
            value = (value ^ np.uint64(codes[at + step])) * _MIX
            value ^= value >> np.uint64(29)
        out[filled] = np.uint32(value >> np.uint64(32))
        filled += 1
    return filled


@numba.njit(cache=True, nogil=True)
def _arrange(values: Array, first: int, last: int) -> None:
    """Sort a part of an array (Shell's method, gaps of Ciura's: texts are short)."""
    for step in range(len(_GAPS)):
        gap = _GAPS[step]
        for at in range(first + gap, last):
            value, place = values[at], at
            while place - gap >= first and values[place - gap] > value:
                values[place] = values[place - gap]
                place -= gap
            values[place] = value


@numba.njit(cache=True, nogil=True)
def shingle(codes: Array, ends: Array) -> Array:
    """Distinct 32-bit hashes of the letter runs of each text, sorted, one text after the other, and where each ends.

    Runs are five letters long, three where most letters are Chinese, Japanese or Korean.
    """
    out, stops = np.empty(len(codes), np.uint32), np.empty(len(ends), np.int64)
    filled, start = _START, _START
    for index in range(len(ends)):
        first, last = filled, _runs(codes, start, ends[index], out, filled)
        _arrange(out, first, last)
        for at in range(first, last):
            if at == first or out[at] != out[filled - 1]:
                out[filled] = out[at]
                filled += 1
        stops[index], start = filled, ends[index]
    return out[:filled], stops


@numba.njit(cache=True, nogil=True)
def lows(codes: Array, ends: Array, keys: Array, sketches: Array) -> None:
    """MinHash of each text: band keys ``(BANDS, texts)`` and sketches ``(texts, SIGNS / 16)`` of four bits a hash."""
    runs, low, start = np.empty(len(codes), np.uint32), np.empty(HASHES, np.uint32), _START
    for index in range(len(ends)):
        for one in range(HASHES):
            low[one] = np.uint32(0xFFFFFFFF)
        for at in range(_runs(codes, start, ends[index], runs, _START)):
            value = runs[at]
            for one in range(HASHES):
                low[one] = min(low[one], np.uint32(_TIMES[one] * value + _PLUS[one]))
        for one in range(BANDS):
            key = np.uint64(one)
            for row in range(ROWS):
                key = (key ^ np.uint64(low[one * ROWS + row])) * _MIX
                key ^= key >> np.uint64(31)
            keys[one, index] = np.uint32(key >> np.uint64(32))
        for word in range(SIGNS // 16):
            bits = np.uint64(0)
            for sign in range(16):
                bits = (bits << np.uint64(4)) | np.uint64(low[16 * word + sign] & np.uint32(15))
            sketches[index, word] = bits
        start = ends[index]


@numba.njit(cache=True, nogil=True)
def _count(bits: Any) -> Any:
    """Bits that are set, one at most in each four."""
    return np.int64((bits * _LOW_BITS) >> np.uint64(60)) if bits != _LOW_BITS else 16


@numba.njit(cache=True, nogil=True)
def equal_signs(sketches: Array, one: Any, other: Any) -> Any:
    """Signs that two sketches have in common."""
    same = 0
    for word in range(sketches.shape[1]):
        differs = sketches[one, word] ^ sketches[other, word]
        differs |= differs >> np.uint64(1)
        differs |= differs >> np.uint64(2)
        same += _count(~differs & _LOW_BITS)
    return same


@numba.njit(cache=True, nogil=True)
def root(parents: Array, index: Any) -> Any:
    """The text that stands for the group of another; halves the way there."""
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


@numba.njit(cache=True, nogil=True)
def _meet(parents: Array, sketches: Array, text: Any, leader: Any) -> bool:
    """Whether two texts are in one group, or resemble each other and are put into one."""
    one, other = root(parents, text), root(parents, leader)
    if one != other:
        if equal_signs(sketches, text, leader) < RESEMBLING:
            return False
        parents[max(one, other)] = min(one, other)
    return True


@numba.njit(cache=True, nogil=True)
def sort(entries: Array, spare: Array) -> Array:
    """Entries in the order of their upper 32 bits, equal ones as they came (radix sort); one of the two arrays."""
    for shift in (32, 43, 54):
        places = np.zeros(2049, np.int64)
        for entry in entries:
            places[((entry >> np.uint64(shift)) & np.uint64(2047)) + np.uint64(1)] += 1
        for digit in range(1, 2049):
            places[digit] += places[digit - 1]
        for entry in entries:
            place = (entry >> np.uint64(shift)) & np.uint64(2047)
            spare[places[place]] = entry
            places[place] += 1
        entries, spare = spare, entries
    return entries


@numba.njit(cache=True, nogil=True)
def join(entries: Array, sketches: Array, parents: Array) -> int:
    """Put texts that meet in a bucket and resemble each other into one group; returns how many were not compared.

    ``entries`` are sorted: the key of a bucket in the upper, the text in the lower 32 bits. In a bucket, every text is
    compared with those before it that resembled none before them.
    """
    leaders, skipped, first, low = np.empty(LEADERS, np.int64), 0, 0, np.uint64(0xFFFFFFFF)
    while first < len(entries):
        last = first + 1
        while last < len(entries) and entries[last] >> np.uint64(32) == entries[first] >> np.uint64(32):
            last += 1
        leading = 0
        for at in range(first, last):
            text, met = np.int64(entries[at] & low), False
            for place in range(leading):
                met |= _meet(parents, sketches, text, leaders[place])
            if not met and leading < LEADERS:
                leaders[leading] = text
                leading += 1
            elif not met:
                skipped += 1
        first = last
    return skipped


@numba.njit(cache=True, nogil=True)
def roots(parents: Array) -> None:
    """Every text made a child of the one that stands for its group."""
    for index in range(len(parents)):
        parents[index] = root(parents, index)


@numba.njit(cache=True, nogil=True)
def jaccard(shingles: Array, a: int, a_end: int, b: int, b_end: int, least: float) -> float:
    """Share of common shingles of two sorted runs ``[a, a_end)`` and ``[b, b_end)``; 0 as soon as it must be less."""
    total = (a_end - a) + (b_end - b)
    single, most = 0, total * (1.0 - least) / (1.0 + least) + 1e-6
    if abs((a_end - a) - (b_end - b)) > most:
        return 0.0
    while a < a_end and b < b_end:
        left, right = shingles[a], shingles[b]
        single += left != right
        if single > most:
            return 0.0
        a += left <= right
        b += right <= left
    single += (a_end - a) + (b_end - b)
    return (total - single) / (total + single) if total else 0.0


@numba.njit(cache=True, nogil=True)
def gather(data: Array, starts: Array, ends: Array, places: Array, out: Array) -> None:
    """Write each part ``[start, end)`` of ``data`` to its place in ``out``."""
    for index in range(len(starts)):
        filled = places[index]
        for at in range(starts[index], ends[index]):
            out[filled] = data[at]
            filled += 1


@numba.njit(cache=True, nogil=True)
def _befriended(shingles: Array, starts: Array, ends: Array, first: int, least: float, alike: Array) -> None:
    """Write the similarities of every pair of a small group that begins with text ``first``; 0 for less than enough."""
    for one in range(len(alike)):
        alike[one, one] = 0.0
        for other in range(one):
            a, b = first + one, first + other
            near = jaccard(shingles, starts[a], ends[a], starts[b], ends[b], least)
            alike[one, other] = alike[other, one] = near if near >= least else 0.0


@numba.njit(cache=True, nogil=True)
def _sociable(alike: Array, friends: Array, order: Array) -> None:
    """Write how many others each text is like, and the texts with most first, equal ones as they came."""
    for text in range(len(alike)):
        friends[text] = 0
        for other in range(len(alike)):
            friends[text] += alike[text, other] > 0
        place = text
        while place > 0 and friends[order[place - 1]] < friends[text]:
            order[place] = order[place - 1]
            place -= 1
        order[place] = text


@numba.njit(cache=True, nogil=True)
def _represented(alike: Array, order: Array, rank: Array) -> None:
    """Write the representative of each text of a small group; see :func:`stars`."""
    count = len(alike)
    for text in range(count):
        rank[text] = -1
    for place in range(count):
        text, taken = order[place], False
        for rep in range(count):
            taken |= rank[rep] == rep and alike[text, rep] > 0
        if not taken:
            rank[text] = text
    for text in range(count):
        best = 0.0
        for rep in range(count):
            if rank[text] != text and rank[rep] == rep and alike[text, rep] > best:
                best, rank[text] = alike[text, rep], rep


@numba.njit(cache=True, nogil=True)
def pairs_of(shingles: Array, starts: Array, ends: Array, edges: Array, least: float, found: Array) -> None:
    """Write the representatives of the texts of all small groups, which lie between ``edges``: every pair compared."""
    friends, order, rank = np.empty(SMALL, np.int64), np.empty(SMALL, np.int64), np.empty(SMALL, np.int64)
    room = np.empty((SMALL, SMALL))
    for group in range(len(edges) - 1):
        first, count = edges[group], edges[group + 1] - edges[group]
        if count <= SMALL:
            alike = room[:count, :count]
            _befriended(shingles, starts, ends, first, least, alike)
            _sociable(alike, friends, order)
            _represented(alike, order, rank)
            for place in range(count):
                found[first + place] = first + rank[place]


class Group(NamedTuple):
    """A larger group of texts."""

    shingles: Array
    starts: Array
    """Where the shingles of each text begin."""
    ends: Array
    sketches: Array
    buckets: Array
    """Bucket numbers ``(texts, bands)``."""


class _Held(NamedTuple):
    """Representatives by bucket, as linked lists, the latest first."""

    heads: Array
    nexts: Any
    reps: Any


@numba.njit(cache=True, nogil=True)
def _nearest_rep(group: Group, text: int, held: _Held, stamp: Array, turn: int, least: float, first: bool) -> Any:
    """Nearest representative that a text meets in a bucket, the earlier of equals; with ``first`` the first found."""
    best, best_rep = least, np.int64(-1)
    for one in range(group.buckets.shape[1]):
        entry, looked = held.heads[group.buckets[text, one]], 0
        while entry >= 0 and looked < REPS and not (first and best_rep >= 0):
            rep = held.reps[entry]
            if stamp[rep] != turn and equal_signs(group.sketches, text, rep) >= CLOSE:
                starts, ends = group.starts, group.ends
                alike = jaccard(group.shingles, starts[text], ends[text], starts[rep], ends[rep], best)
                if alike > best or (alike == best and (best_rep < 0 or rep < best_rep)):
                    best, best_rep = alike, rep
            stamp[rep] = turn
            entry = held.nexts[entry]
            looked += 1
    return best_rep


@numba.njit(cache=True, nogil=True)
def stars(group: Group, number: int, order: Array, least: float) -> Array:
    """Representative of each text (its own index when it is one): greedy stars, no chains.

    Texts become representatives in ``order`` unless one already stands for them; then every text goes to the nearest
    representative it meets in one of ``number`` buckets, ties to the earlier one.
    """
    count, bands = group.buckets.shape
    held = _Held(np.full(number, -1, np.int64), [np.int64(-1)], [np.int64(-1)])
    rank, stamp = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    for place in range(count):
        text = order[place]
        if _nearest_rep(group, text, held, stamp, place, least, True) < 0:
            rank[text] = text
            for one in range(bands):
                held.reps.append(text)
                held.nexts.append(held.heads[group.buckets[text, one]])
                held.heads[group.buckets[text, one]] = len(held.reps) - 1
    for place in range(count):
        text = order[place]
        if rank[text] != text:
            rank[text] = _nearest_rep(group, text, held, stamp, place + count, least, False)
    return rank
