"""The sieve: which lines of a block of names are worth a close look. Compiled; lets through all that may be a hit.

A label is read once: its letters, the sums for the hashes of all its stretches and of its folded form, and where its
hyphens stand. Most labels are done with after three look-ups: the folded form, the whole, the words at both ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from inconcert.sites.lookalikes.lookup import (
    ALIKE,
    APART,
    BEGINS,
    DOT,
    END,
    ENDS,
    FIRST,
    FOLDED,
    HYPHEN,
    KIND,
    NAME,
    ODD,
    RARE,
    SALT,
    SCRIPT,
    SECOND,
    SILENT,
    WHOLE,
    WORD,
    between,
    four,
    held,
    lowest,
    three,
)
from inconcert.sites.lookalikes.punycoded import HYPHEN_BYTE, MOST, called, decoded, inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

EDGE = 8
"""Letters of the shortest name that is looked for at either end of a label; :data:`NUMBERED` if a number begins it."""
NUMBERED = 5
LETTER = np.uint32(1 << KIND)
"""Entries of bytes below are letters or digits."""


class Room(NamedTuple):
    """Where one label at a time is worked on."""

    text: NDArray[np.uint8]
    """Its letters, without hyphens."""
    prefix: NDArray[np.uint64]
    """The sums of their hashes; the first is 0."""
    points: NDArray[np.int64]
    """Its code points, if it was in punycode."""
    letters: NDArray[np.uint8]
    """What those are read as, four letters each at most, with hyphens and a dot behind."""


def empty_room() -> Room:
    """Room for a label of any length."""
    return Room(
        text=np.zeros(MOST, np.uint8),
        prefix=np.zeros(MOST + 1, np.uint64),
        points=np.zeros(MOST, np.int64),
        letters=np.zeros(4 * MOST + 1, np.uint8),
    )


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
    return held(between(prefix, start, end, sieve), WORD, sieve.words)


ONE, TWO = 1 << 1, 1 << 2
NUMBER = ONE | TWO | 1 << 3 | 1 << 4
"""Lengths as bits; those of a number."""


@inlined
def beginning(text: Any, start: int, size: int, hyphens: bool, sieve: Any) -> Any:
    """Lengths that a word beginning at a place may have, as bits, with room for more behind it."""
    left = size - start
    may: Any = NUMBER if text[start] < 58 else ONE if hyphens else 0
    if left > 2:
        may |= np.int64(sieve.begun[three(text, start)])
    elif hyphens:
        may |= TWO
    if left > 4:
        may |= np.int64(sieve.begun_four[four(text, start)])
    return np.uint64(may) & ((np.uint64(1) << np.uint64(left)) - np.uint64(1))


@inlined
def ending(text: Any, end: int, hyphens: bool, sieve: Any) -> Any:
    """The same of words that end at a place, with room for more before them."""
    may: Any = NUMBER if text[end - 1] < 58 else ONE if hyphens else 0
    if end > 2:
        may |= np.int64(sieve.ended[three(text, end - 3)])
    elif hyphens:
        may |= TWO
    if end > 4:
        may |= np.int64(sieve.ended_four[four(text, end - 4)])
    return np.uint64(may) & ((np.uint64(1) << np.uint64(end)) - np.uint64(1))


@inlined
def reached_after(text: Any, prefix: Any, size: int, marks: Any, hyphens: bool, sieve: Any) -> Any:
    """Places that words reach from the beginning, as bits.

    Args:
        text: letters of the label.
        prefix: their sums.
        size: how many they are.
        marks: places of hyphens and both ends, as bits.
        hyphens: whether there are any.
        sieve: what is looked for.
    """
    one = np.uint64(1)
    reached, todo = one, one
    while todo:
        start = lowest(todo)
        todo &= todo - one
        may = beginning(text, start, size, hyphens, sieve)
        while may:
            end = start + lowest(may)
            may &= may - one
            if is_word(text, prefix, start, end, size, marks, sieve):
                bit = one << np.uint64(end)
                todo |= bit & ~reached
                reached |= bit
    return reached


@inlined
def reached_before(text: Any, prefix: Any, size: int, marks: Any, hyphens: bool, sieve: Any) -> Any:
    """Places from which words reach the end, as bits; see :func:`reached_after`."""
    one = np.uint64(1)
    reached = one << np.uint64(size)
    todo = reached
    while todo:
        end = lowest(todo)
        todo &= todo - one
        may = ending(text, end, hyphens, sieve)
        while may:
            start = end - lowest(may)
            may &= may - one
            if is_word(text, prefix, start, end, size, marks, sieve):
                bit = one << np.uint64(start)
                todo |= bit & ~reached
                reached |= bit
    return reached


@inlined
def name_between(prefix: Any, size: int, before: Any, after: Any, marks: Any, row: int, index: Any, sieve: Any) -> bool:
    """Whether a name of a row of the table stands between two places that words reach; not the whole label."""
    one = np.uint64(1)
    whole = one << np.uint64(size)
    starts = before & ((whole - one) >> one)
    while starts:
        start = lowest(starts)
        starts &= starts - one
        far = (~np.uint64(0) << np.uint64(start + 2)) << one
        ends = after & far
        if marks >> np.uint64(start) & one:
            ends |= after & marks & (one << np.uint64(start + 2))
        if start == 0:
            ends &= ~whole
        while ends:
            end = lowest(ends)
            ends &= ends - one
            if held(between(prefix, start, end, sieve), row, index):
                return True
    return False


@inlined
def name_at_end(prefix: Any, size: int, sieve: Any) -> bool:
    """Whether a label begins or ends with a long rare name."""
    if held(prefix[EDGE], BEGINS, sieve.edges):
        for cut in range(EDGE, size):
            if held(prefix[cut], RARE, sieve.words):
                return True
    if held(between(prefix, size - EDGE, size, sieve), ENDS, sieve.edges):
        for cut in range(EDGE, size):
            if held(between(prefix, size - cut, size, sieve), RARE, sieve.words):
                return True
    return False


@inlined
def rare_number(prefix: Any, size: int, sieve: Any) -> bool:
    """Whether a label begins with a rare name that is shorter; one that begins with a number counts so."""
    found = False
    for cut in range(NUMBERED, min(EDGE, size)):
        found |= held(prefix[cut], RARE, sieve.words)
    return found


@inlined
def paired_fold(text: Any, size: int, sieve: Any) -> Any:
    """The sum of a folded label in which two letters may look like one."""
    key, place, written = np.uint64(0), 0, 0
    while place < size:
        letter = text[place]
        after = text[place + 1] if place + 1 < size else np.uint8(0)
        if letter == 114 and after == 110:  # rn
            letter, place = np.uint8(109), place + 1
        elif letter == 118 and after == 118:  # vv
            letter, place = np.uint8(119), place + 1
        elif letter == 99 and after == 108:  # cl
            letter, place = np.uint8(100), place + 1
        key += np.uint64(sieve.bytes[letter] >> np.uint32(ALIKE) & np.uint32(255)) * sieve.powers[written]
        place, written = place + 1, written + 1
    return key


@inlined
def letters_pass(text: Any, prefix: Any, size: int, marks: Any, fold: Any, hyphens: bool, sieve: Any) -> bool:
    """Whether letters may hold a brand's name; ``marks`` are the places of hyphens, as bits."""
    if size < 2:
        return False
    if held(fold ^ SALT, FOLDED, sieve.names) or held(prefix[size], WHOLE, sieve.names):
        return True
    marks |= np.uint64(1) << np.uint64(size)
    before = reached_after(text, prefix, size, marks, hyphens, sieve)
    after = reached_before(text, prefix, size, marks, hyphens, sieve)
    if name_between(prefix, size, before, after, marks, NAME, sieve.names, sieve):
        return True
    if size > EDGE and name_at_end(prefix, size, sieve):
        return True
    if text[0] < 58 and rare_number(prefix, size, sieve):
        return True
    if not hyphens:
        return False
    if name_between(prefix, size, before & marks, after & marks, marks, APART, sieve.names, sieve):
        return True
    return name_between(prefix, size, marks, marks, marks, RARE, sieve.words, sieve)


@inlined
def read_label(block: Any, place: int, text: Any, prefix: Any, sieve: Any) -> Any:
    """Read one label up to its end, hyphens left out.

    Args:
        block: where it stands.
        place: where it begins.
        text: takes its letters, in lower case.
        prefix: takes the sums of their hashes.
        sieve: says what each byte is.

    Returns:
        Where it ends, the kind of byte that ends it, how many letters it has, where its hyphens stood, as bits, the sum
        of its folded form, and whether it has a hyphen.
    """
    size, marks, key, fold = 0, np.uint64(1), np.uint64(0), np.uint64(0)
    last, pairs, hyphens = np.uint32(0), np.uint32(0), False
    while True:
        entry = sieve.bytes[block[place]]
        if entry < LETTER:
            if size < MOST - 1:
                text[size] = entry
                key += np.uint64(entry & np.uint32(255)) * sieve.powers[size]
                fold += np.uint64(entry >> np.uint32(ALIKE) & np.uint32(255)) * sieve.powers[size]
                size += 1
                prefix[size] = key
                pairs |= (last >> np.uint32(FIRST)) & (entry >> np.uint32(SECOND)) & np.uint32(7)
                last = entry
        elif entry >> np.uint32(KIND) == HYPHEN:
            marks |= np.uint64(1) << np.uint64(size)
            hyphens = True
        else:
            break
        place += 1
    if pairs:
        fold = paired_fold(text, size, sieve)
    return place, entry >> np.uint32(KIND), size, marks, fold, hyphens


@inlined
def write_letters(points: Any, size: int, letters: Any, table: Any) -> bool:
    """Write what code points are read as, with a dot behind; whether all of them are read as something."""
    written = 0
    for at in range(size):
        point = points[at]
        packed = np.uint32(point) if point < 128 else table[point]
        if packed == 0:
            return False
        while packed:
            byte = packed & np.uint32(255)
            packed >>= np.uint32(8)
            if byte != SILENT:
                letters[written] = byte
                written += 1
    letters[written] = 46
    return True


@called
def reading_passes(points: Any, size: int, table: Any, room: Any, sieve: Any) -> bool:
    """Whether a label in punycode, read in one way, may hold a brand's name."""
    if not write_letters(points, size, room.letters, table):
        return False
    _, _, written, marks, fold, hyphens = read_label(room.letters, 0, room.text, room.prefix, sieve)
    return letters_pass(room.text, room.prefix, written, marks, fold, hyphens, sieve)


@inlined
def foreign_passes(block: Any, start: int, end: int, room: Any, sieve: Any) -> bool:
    """Whether a label in punycode may hold a brand's name, or does not decode."""
    points = room.points
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
    return reading_passes(points, size, sieve.looks, room, sieve) or reading_passes(
        points, size, sieve.spelt, room, sieve
    )


@inlined
def host_passes(block: Any, start: int, room: Any, sieve: Any) -> Any:
    """Whether any label of a host but the last may hold a brand's name, or the line is odd; and where the host ends."""
    begin, dots, passes = start, 0, False
    while True:
        end, kind, size, marks, fold, hyphens = read_label(block, begin, room.text, room.prefix, sieve)
        if end > begin and not passes and (kind == DOT or (dots == 0 and sieve.bare)):
            if end - begin > 3 and block[begin + 2] == HYPHEN_BYTE and block[begin + 3] == HYPHEN_BYTE:
                passes = foreign_passes(block, begin, end, room, sieve)
            else:
                passes = letters_pass(room.text, room.prefix, size, marks, fold, hyphens, sieve)
        if kind >= END:
            return passes or kind == ODD, end
        begin, dots = end + 1, dots + 1


@inlined
def sieved(block: Any, sieve: Any, room: Any, found: Any) -> int:
    """Find the lines of a block that need a close look.

    Args:
        block: bytes of whole lines; the last one ends with a line end.
        sieve: what is looked for.
        room: to work in.
        found: room for begin and end of each line found, as rows.

    Returns:
        The number of lines found.
    """
    count, start = 0, 0
    while start < len(block):
        if block[start] == 42 and start + 1 < len(block) and block[start + 1] == 46:  # *.
            start += 2
        passes, line = host_passes(block, start, room, sieve)
        while block[line] != 10:
            line += 1
        if passes:
            found[count, 0], found[count, 1] = start, line
            count += 1
        start = line + 1
    return count
