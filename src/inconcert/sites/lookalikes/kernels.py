"""The sieve: which lines of a block of names are worth a close look. Compiled; lets through all that may be a hit.

Stretches of a label are compared by a rolling hash of 64 bits, so that every stretch costs one subtraction. A bit map
of the hashes that are looked for stands before a table of them, and nearly all stretches end at the bit map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.coordination.compiled import compiled
from inconcert.sites.lookalikes.punycoded import HYPHEN_BYTE, MOST, decoded, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Hashes = NDArray[np.uint64]

BASE = np.uint64(0x9E3779B97F4A7C15)
MIX = np.uint64(0xD6E8FEB86659FD93)
SALT = np.uint64(0xA5A5A5A5DEADBEEF)
"""Keeps hashes of folded labels apart from the others."""

WORD, NAME, RARE, FOLDED, WHOLE, APART, BEGINS, ENDS = 0, 1, 2, 3, 4, 5, 6, 7
"""Rows of :attr:`Sieve.flags`: words that stand beside names; what counts beside words (names, and edits of long rare
ones); rare names; folded names; what counts as a whole label only; names that count beside words between hyphens;
the first and the last :data:`EDGE` letters of rare names."""

DOT, HYPHEN, END, ODD = 1, 2, 3, 4
"""Kinds of bytes besides 0, a letter or digit."""


SCRIPT = 2
PAIRED = 128
SILENT = 1
"""Stands for the letters of a code point that is read but silent, such as a combining mark."""

EDGE = 8
"""Letters of the shortest name that is looked for at either end of a label; :data:`NUMBERED` if a number begins it."""
NUMBERED = 5


class Sieve(NamedTuple):
    """What is looked for."""

    kinds: Bytes
    """For each byte: 0 letter or digit, or a kind of the above."""
    lower: Bytes
    """For each byte: the same in lower case."""
    alike: Bytes
    """For each byte: the one that stands for all that look like it; :data:`PAIRED` is added to those that together with
    the next may look like another."""
    looks: NDArray[np.uint32]
    """For each code point: the letters it looks like, packed into four bytes, the first lowest; 0 for none."""
    spelt: NDArray[np.uint32]
    """The same with the vowels of German and its neighbours written out."""
    heard: Bytes
    """For each code point: 1 when its script is read by sound, and the close look decides; :data:`SCRIPT` when a name
    in its own script begins or ends with it."""
    powers: Hashes
    """Powers of :data:`BASE`."""
    begun: NDArray[np.uint16]
    """For each three letters, see :func:`three`: the lengths of the words that begin so, as bits."""
    ended: NDArray[np.uint16]
    """The same of the words that end so."""
    word_map: Hashes
    name_map: Hashes
    edge_map: Hashes
    table: Hashes
    """Hashes, in open addressing; 0 is free."""
    flags: Bytes
    """For each place of the table: bit 1 << row for each row it belongs to."""
    bare: bool
    """Whether names without a dot count, as in a zone file of relative names."""


@inlined
def mixed(key: Any) -> Any:
    """Spread a hash over all its bits."""
    key = (key ^ (key >> np.uint64(32))) * MIX
    return key ^ (key >> np.uint64(29))


@inlined
def two_bits(spread: Any) -> Any:
    """The two bits of a word of a bit map that stand for a hash."""
    one, low = np.uint64(1), np.uint64(63)
    return one << (spread >> np.uint64(40) & low) | one << (spread >> np.uint64(50) & low)


@compiled
def store(keys: Any, row: int, bits: Any, table: Any, flags: Any) -> None:
    """Put hashes into a bit map and the table."""
    last, room = np.uint64(len(bits) - 1), np.uint64(len(table) - 1)
    for key in keys:
        spread = mixed(key)
        bits[spread & last] |= two_bits(spread)
        place = (spread >> np.uint64(20)) & room
        while table[place] != 0 and table[place] != spread:
            place = (place + np.uint64(1)) & room
        table[place] = spread
        flags[place] |= np.uint8(1 << row)


@inlined
def held(key: Any, row: int, bits: Any, sieve: Any) -> bool:
    """Whether a hash belongs to a row of the table."""
    spread = mixed(key)
    both = two_bits(spread)
    if bits[spread & np.uint64(len(bits) - 1)] & both != both:
        return False
    room = np.uint64(len(sieve.table) - 1)
    place = (spread >> np.uint64(20)) & room
    while sieve.table[place] != 0:
        if sieve.table[place] == spread:
            return bool(sieve.flags[place] >> row & 1)
        place = (place + np.uint64(1)) & room
    return False


@inlined
def is_number(text: Any, start: int, end: int) -> bool:
    """Whether a stretch is of digits only."""
    place = start
    while place < end and text[place] < 58:
        place += 1
    return place == end


@inlined
def is_word(text: Any, prefix: Any, start: int, end: int, size: int, marks: Any, sieve: Any) -> bool:
    """The same as :func:`inconcert.sites.lookalikes.parts.is_word`."""
    at_end = marks >> np.uint64(end) & np.uint64(1)
    if text[start] < 58 and is_number(text, start, end):
        cut = (start > 0 and text[start - 1] < 58) or (end < size and text[end] < 58)
        return end - start < 5 and not cut
    if end - start == 1:
        return bool(at_end and marks >> np.uint64(start) & np.uint64(1))
    if end - start == 2 and not at_end:
        return False
    return held(prefix[end] - prefix[start] * sieve.powers[end - start], WORD, sieve.word_map, sieve)


@inlined
def three(text: Any, start: int) -> int:
    """A number for three letters; other letters than a-z may have the same."""
    code: int = (text[start] & 31) << 10 | (text[start + 1] & 31) << 5 | (text[start + 2] & 31)
    return code


SHORTEST, LONGEST, NUMBER = 3, 15, 1 << 3 | 1 << 4
"""Letters of words that are known by three of them, and the lengths of numbers beside those."""


@inlined
def lengths(table: Any, text: Any, start: int, number: bool) -> int:
    """Lengths that a word with these three letters may have, as bits."""
    known: Any = np.int64(table[three(text, start)])
    found: int = known | (NUMBER if number else 0)
    return found


@inlined
def reached(text: Any, prefix: Any, size: int, marks: Any, sieve: Any) -> Any:
    """Places that words reach from the beginning, and places from which they reach the end, as bits."""
    one = np.uint64(1)
    before, after = one, one << np.uint64(size)
    for start in range(size):
        if before >> np.uint64(start) & one:
            may = 6 if start + SHORTEST > size else 6 | lengths(sieve.begun, text, start, text[start] < 58)
            for long in range(1, min(LONGEST if may > 6 else 2, size - 1 - start) + 1):
                if may >> long & 1 and is_word(text, prefix, start, start + long, size, marks, sieve):
                    before |= one << np.uint64(start + long)
    for end in range(size, 0, -1):
        if after >> np.uint64(end) & one:
            may = 6 if end < SHORTEST else 6 | lengths(sieve.ended, text, end - SHORTEST, text[end - 1] < 58)
            for long in range(1, min(LONGEST if may > 6 else 2, end - 1) + 1):
                if may >> long & 1 and is_word(text, prefix, end - long, end, size, marks, sieve):
                    after |= one << np.uint64(end - long)
    return before, after


@inlined
def name_between(prefix: Any, size: int, before: Any, after: Any, marks: Any, row: int, bits: Any, sieve: Any) -> bool:
    """Whether a name of a row of the table stands between two places that words reach; not the whole label."""
    one = np.uint64(1)
    if before == one and after == one << np.uint64(size):
        return False
    for start in range(size):
        if before >> np.uint64(start) & one:
            for end in range(start + 2, size + 1):
                ends = after if end > start + 2 else after & marks if marks >> np.uint64(start) & one else np.uint64(0)
                if ends >> np.uint64(end) & one:
                    key = prefix[end] - prefix[start] * sieve.powers[end - start]
                    if held(key, row, bits, sieve):
                        return True
    return False


@inlined
def name_at_end(prefix: Any, size: int, sieve: Any) -> bool:
    """Whether a label begins or ends with a long rare name."""
    if held(prefix[EDGE], BEGINS, sieve.edge_map, sieve):
        for cut in range(EDGE, size):
            if held(prefix[cut], RARE, sieve.word_map, sieve):
                return True
    if held(prefix[size] - prefix[size - EDGE] * sieve.powers[EDGE], ENDS, sieve.edge_map, sieve):
        for cut in range(EDGE, size):
            if held(prefix[size] - prefix[size - cut] * sieve.powers[cut], RARE, sieve.word_map, sieve):
                return True
    return False


@inlined
def rare_name(prefix: Any, size: int, marks: Any, numbered: bool, sieve: Any) -> bool:
    """Whether a label begins or ends with a long rare name, or has a rare one between two hyphens."""
    if size > EDGE and name_at_end(prefix, size, sieve):
        return True
    if numbered:
        for cut in range(NUMBERED, min(EDGE, size)):
            if held(prefix[cut], RARE, sieve.word_map, sieve):
                return True
    inner = marks ^ (np.uint64(1) | np.uint64(1) << np.uint64(size))
    return inner != 0 and name_between(prefix, size, marks, marks, marks, RARE, sieve.word_map, sieve)


@inlined
def folded(text: Any, size: int, alike: Any) -> Any:
    """The hash of a label in which letters that look alike are one."""
    key, place = np.uint64(0), 0
    while place < size:
        letter = alike[text[place]]
        if letter & PAIRED:
            letter &= PAIRED - 1
            after = text[place + 1] if place + 1 < size else 0
            if text[place] == 114 and after == 110:  # rn
                letter, place = alike[109], place + 1
            elif text[place] == 118 and after == 118:  # vv
                letter, place = alike[119], place + 1
            elif text[place] == 99 and after == 108:  # cl
                letter, place = alike[100], place + 1
        key = key * BASE + np.uint64(letter)
        place += 1
    return key ^ SALT


@inlined
def letters_pass(text: Any, prefix: Any, size: int, marks: Any, sieve: Any) -> bool:
    """Whether letters may hold a brand's name; ``marks`` are the places of hyphens, as bits."""
    marks |= np.uint64(1) << np.uint64(size)
    if size < 2:
        return False
    for place in range(size):
        prefix[place + 1] = prefix[place] * BASE + np.uint64(text[place])
    if held(folded(text, size, sieve.alike), FOLDED, sieve.name_map, sieve):
        return True
    if held(prefix[size], WHOLE, sieve.name_map, sieve):
        return True
    before, after = reached(text, prefix, size, marks, sieve)
    if name_between(prefix, size, before, after, marks, NAME, sieve.name_map, sieve):
        return True
    if name_between(prefix, size, before & marks, after & marks, marks, APART, sieve.name_map, sieve):
        return True
    return rare_name(prefix, size, marks, text[0] < 58, sieve)


@inlined
def plain_letters(block: Any, start: int, end: int, text: Any, lower: Any) -> Any:
    """Write a label's letters without hyphens; how many they are, and where the hyphens were."""
    size, marks = 0, np.uint64(1)
    for place in range(start, end):
        byte = lower[block[place]]
        if byte == HYPHEN_BYTE:
            marks |= np.uint64(1) << np.uint64(size)
        elif size < MOST - 1:
            text[size] = byte
            size += 1
    return size, marks


@inlined
def read_letters(points: Any, size: int, text: Any, table: Any) -> Any:
    """Write what code points are read as; how many letters they are, -1 when one is read as none, and the hyphens."""
    written, marks = 0, np.uint64(1)
    for at in range(size):
        point = points[at]
        packed = np.uint32(point) if point < 128 else table[point]
        if packed == 0:
            return -1, marks
        while packed:
            byte = packed & np.uint32(255)
            packed >>= np.uint32(8)
            if byte == HYPHEN_BYTE:
                marks |= np.uint64(1) << np.uint64(written)
            elif byte != SILENT and written < MOST - 1:
                text[written] = byte
                written += 1
    return written, marks


@inlined
def foreign_passes(block: Any, start: int, end: int, text: Any, prefix: Any, points: Any, sieve: Any) -> bool:
    """Whether a label in punycode may hold a brand's name, or does not decode."""
    size = decoded(block, start, end, points, sieve.lower)
    if size < 1:
        return True
    by_sound, unread = False, False
    for at in range(size):
        if points[at] >= len(sieve.looks) or sieve.heard[points[at]] == SCRIPT:
            return True
        by_sound |= sieve.heard[points[at]] != 0
        unread |= points[at] > 127 and sieve.looks[points[at]] == 0 and sieve.heard[points[at]] == 0
    if by_sound or unread:
        return by_sound and not unread
    written, marks = read_letters(points, size, text, sieve.looks)
    if letters_pass(text, prefix, written, marks, sieve):
        return True
    written, marks = read_letters(points, size, text, sieve.spelt)
    return letters_pass(text, prefix, written, marks, sieve)


@inlined
def label_passes(block: Any, start: int, end: int, text: Any, prefix: Any, points: Any, sieve: Any) -> bool:
    """Whether one label may hold a brand's name."""
    if end - start > 3 and block[start + 2] == HYPHEN_BYTE and block[start + 3] == HYPHEN_BYTE:
        return foreign_passes(block, start, end, text, prefix, points, sieve)
    size, marks = plain_letters(block, start, end, text, sieve.lower)
    return letters_pass(text, prefix, size, marks, sieve)


@inlined
def host_passes(block: Any, start: int, text: Any, prefix: Any, points: Any, sieve: Any) -> Any:
    """Whether any label of a host but the last may hold a brand's name, or the line is odd; and where the host ends."""
    begin, end, dots, passes = start, start, 0, False
    while True:
        kind = sieve.kinds[block[end]]
        if kind == DOT or kind >= END:
            label = end > begin and (kind == DOT or (dots == 0 and sieve.bare))
            if label and not passes:
                passes = label_passes(block, begin, end, text, prefix, points, sieve)
            if kind >= END:
                return passes or kind == ODD, end
            begin, dots = end + 1, dots + 1
        end += 1


@inlined
def sieved(block: Any, sieve: Any, text: Any, prefix: Any, points: Any, found: Any) -> int:
    """Find the lines of a block that need a close look.

    Args:
        block: bytes of whole lines; the last one ends with a line end.
        sieve: what is looked for.
        text: room for the letters of a label.
        prefix: room for the hashes of its beginnings.
        points: room for its code points.
        found: room for begin and end of each line found, as rows.

    Returns:
        The number of lines found.
    """
    count, start = 0, 0
    while start < len(block):
        if block[start] == 42 and start + 1 < len(block) and block[start + 1] == 46:  # *.
            start += 2
        passes, line = host_passes(block, start, text, prefix, points, sieve)
        while block[line] != 10:
            line += 1
        if passes:
            found[count, 0], found[count, 1] = start, line
            count += 1
        start = line + 1
    return count
