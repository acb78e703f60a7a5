"""All that is asked of many texts, compiled: names of their forms, near forms, words that tell a language."""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from inconcert.normalise import scan
from inconcert.normalise.blake import blake
from inconcert.normalise.signs import ALNUM, CLOSES, DIGIT, FORMS, LETTER, LOWER, NAME, SPACE, TONGUE, UPPER

EXACT, TEMPLATE, NEAR, OWN, READABLE, LEFT = 1, 2, 4, 8, 16, 32
"""What was found; ``LEFT`` when the text is left to the rules."""
LONGEST = 20_000
"""Characters of the longest text that is read here; longer ones are left to the rules."""
_ROOM = 40
"""Characters that a line may grow to for one of its text, at most (masks and their spaces, case folding)."""
_PREFIX = 64
_BLANK, _TAG, _DIGITS, _PROPER = 0x20, 3, 4, 5
_QUOTES = np.array([ord(sign) for sign in '"”’'], np.uint32)
_ORIGINAL = np.frombuffer(b"original\x00", np.uint8)
_EXACT, _TEMPLATE, _NEAR = np.array([4.0, 15.0]), np.array([5.0, 20.0]), np.array([6.0, 30.0])
_TONGUE = np.array([3.0, 12.0])


class Desk(NamedTuple):
    """Lines that are written on again for every text."""

    cleaned: Any
    linked: Any
    marked: Any
    words: Any
    folded: Any
    bare: Any
    spare: Any
    other: Any
    letters: Any
    """Bytes (unsigned 8 bits)."""


class Found(NamedTuple):
    """Answers, by text."""

    what: Any
    """Bits."""
    names: Any
    """Digests of the exact, template and near form, and of the name as an original."""
    near: Any
    """Near forms, one after the other (characters)."""
    near_ends: Any
    tongue: Any
    """Words that tell a language, one after the other (UTF-8)."""
    tongue_ends: Any


@numba.njit(cache=True, nogil=True)
def _utf8(line: Any, start: int, stop: int, out: Any, n: int) -> int:
    """Write characters as UTF-8 from place ``n`` on; the place after them."""
    for at in range(start, stop):
        code = line[at]
        if code < 0x80:
            out[n] = code
            n += 1
            continue
        if code < 0x800:
            out[n] = 0xC0 | code >> 6
        else:
            if code < 0x10000:
                out[n] = 0xE0 | code >> 12
            else:
                out[n], out[n + 1] = 0xF0 | code >> 18, 0x80 | code >> 12 & 0x3F
                n += 1
            out[n + 1] = 0x80 | code >> 6 & 0x3F
            n += 1
        out[n + 1] = 0x80 | code & 0x3F
        n += 2
    return n


@numba.njit(cache=True, nogil=True)
def _copied(line: Any, start: int, stop: int, out: Any, n: int) -> int:
    """Write a part of a line from place ``n`` on; the place after it. Slices would take longer to compile."""
    for at in range(start, stop):
        out[n] = line[at]
        n += 1
    return n


@numba.njit(cache=True, nogil=True)
def _name(line: Any, start: int, stop: int, desk: Desk) -> Any:
    return blake(desk.letters, scan.START, _utf8(line, start, stop, desk.letters, scan.START))


@numba.njit(cache=True, nogil=True)
def _prepare(size: int, signs: Any, desk: Desk) -> Any:
    """``reading`` of the first characters of the cleaned line: lengths of marked and words, and the bare part."""
    linked = scan.links(desk.cleaned, size, signs, desk.linked)
    marked = scan.mentions(desk.linked, linked, signs, desk.marked)
    words = scan.words(desk.marked, marked, signs, desk.words)
    folded = scan.fold(desk.marked, marked, signs, desk.folded)
    start, stop = scan.squeeze(desk.folded, folded, signs, desk.bare)
    return marked, words, start, stop


@numba.njit(cache=True, nogil=True)
def _masked(line: Any, size: int, signs: Any, out: Any) -> int:
    """Hashtags and numbers masked."""
    n, at = scan.START, scan.START
    while at < size:
        code = line[at]
        stop = scan.tag_ends(line, at, size, signs) if code == scan.HASH else at
        mask = _TAG
        if signs.flags[code] & DIGIT:
            stop, mask = scan.number_ends(line, at, size, signs), _DIGITS
        if stop > at:
            n, at = scan.padded(out, n, mask), stop
        else:
            out[n] = code
            n, at = n + 1, at + 1
    return n


@numba.njit(cache=True, nogil=True)
def _capital(line: Any, at: int, stop: int, signs: Any) -> bool:
    first = signs.flags[line[at]]
    if first & UPPER:
        return True
    return not first & ALNUM and at + 1 < stop and signs.flags[line[at + 1]] & UPPER != 0


@numba.njit(cache=True, nogil=True)
def _word(line: Any, at: int, size: int, signs: Any) -> Any:
    """Where the next word begins and ends."""
    while at < size and signs.flags[line[at]] & SPACE:
        at += 1
    stop = at
    while stop < size and not signs.flags[line[stop]] & SPACE:
        stop += 1
    return at, stop


@numba.njit(cache=True, nogil=True)
def _names_masked(line: Any, size: int, signs: Any, out: Any) -> int:
    """``_mask_names``: words, single spaces."""
    capitals, count, n = 0, 0, scan.START
    at, stop = _word(line, scan.START, size, signs)
    while at < stop:
        capitals += _capital(line, at, stop, signs)
        count += 1
        at, stop = _word(line, stop, size, signs)
    masking, opens = capitals > 0 and 2 * capitals < count, True
    at, stop = _word(line, scan.START, size, signs)
    while at < stop:
        if masking and not opens and _capital(line, at, stop, signs):
            out[n] = _PROPER
            n += 1
        else:
            n = _copied(line, at, stop, out, n)
        opens = signs.flags[line[stop - 1]] & CLOSES != 0
        out[n] = _BLANK
        n += 1
        at, stop = _word(line, stop, size, signs)
    return n


@numba.njit(cache=True, nogil=True)
def _template(size: int, signs: Any, desk: Desk) -> int:
    """``template_form`` of the marked line, on ``linked``; its length, -1 for none."""
    n = _masked(desk.marked, size, signs, desk.spare)
    n = _names_masked(desk.spare, n, signs, desk.other)
    n = scan.fold(desk.other, n, signs, desk.spare)
    n = scan.bare_words(desk.spare, scan.START, n, signs, desk.linked)
    return n if scan.carries(desk.linked, scan.START, n, signs, _TEMPLATE) else -1


@numba.njit(cache=True, nogil=True)
def _near(start: int, stop: int, signs: Any, desk: Desk) -> int:
    """``near_form`` of the bare line, on ``other``; its length, -1 for none."""
    start, stop = scan.without_edge_tags(desk.bare, start, stop)
    n = scan.bare_words(desk.bare, start, stop, signs, desk.other)
    return n if scan.carries(desk.other, scan.START, n, signs, _NEAR) else -1


@numba.njit(cache=True, nogil=True)
def _ellipsis(line: Any, size: int, signs: Any) -> int:
    """Where the words end when the last one was cut off (``_ELLIPSIS``); ``size`` when none was."""
    at = size
    while at > 0 and (signs.flags[line[at - 1]] & SPACE or line[at - 1] in (_QUOTES[0], _QUOTES[1], _QUOTES[2])):
        at -= 1
    if at < 3 or at - 3 < size - 40 or not scan.dots(line, at):
        return size
    while at > 0 and not signs.flags[line[at - 1]] & SPACE:
        at -= 1
    while at > 0 and signs.flags[line[at - 1]] & SPACE:
        at -= 1
    return at


@numba.njit(cache=True, nogil=True)
def _lettered(line: Any, size: int, signs: Any) -> Any:
    flags = np.uint32(0)
    for at in range(size):
        flags |= signs.flags[line[at]]
    return flags & LETTER != 0


@numba.njit(cache=True, nogil=True)
def _beginning(line: Any, start: int, stop: int, out: Any) -> int:
    """The first characters that are no spaces."""
    n = scan.START
    for at in range(start, stop):
        if n < _PREFIX and line[at] != _BLANK:
            out[n] = line[at]
            n += 1
    return n


@numba.njit(cache=True, nogil=True)
def _original(size: int, read: Any, author: Any, signs: Any, desk: Desk) -> Any:
    """``named``: whether there is a name, and its digest; ``read`` as :func:`_prepare` says."""
    cut = _ellipsis(desk.cleaned, size, signs)
    _, words, start, stop = read if cut == size else _prepare(cut, signs, desk)
    if not len(author) and not scan.carries(desk.words, scan.START, words, signs, _EXACT):
        return False, np.uint64(0)
    if not _lettered(desk.words, words, signs):
        start, stop = scan.squeeze(desk.cleaned, cut, signs, desk.bare)
    if start == stop:
        return False, np.uint64(0)
    n = _beginning(desk.bare, start, stop, desk.other)
    at = _copied(_ORIGINAL, scan.START, len(_ORIGINAL), desk.letters, scan.START)
    at = _copied(author, scan.START, len(author), desk.letters, at)
    desk.letters[at] = 0
    return True, blake(desk.letters, scan.START, _utf8(desk.other, scan.START, n, desk.letters, at + 1))


@numba.njit(cache=True, nogil=True)
def _tongue(size: int, signs: Any, desk: Desk, out: Any, n: int) -> int:
    """Write the words that tell a language, capitals lowered where there is nothing else; -1: left to the rules."""
    flags, top = np.uint32(0), np.uint32(0)
    for at in range(size):
        flags |= signs.flags[desk.words[at]]
        top |= desk.words[at]
    if n + 4 * size > len(out):
        return -1
    if flags & UPPER and not flags & LOWER:
        if top >= 0x80:
            return -1
        for at in range(size):
            desk.words[at] = scan.small(desk.words[at])
    return _utf8(desk.words, scan.START, size, out, n)


@numba.njit(cache=True, nogil=True)
def _forms(read: Any, signs: Any, desk: Desk, names: Any, near: Any, filled: int) -> Any:
    """Digests of the forms of a text that has an exact one; what was found, and where the near forms end."""
    marked, _, start, stop = read
    what, names[0] = EXACT, _name(desk.bare, start, stop, desk)
    size = _template(marked, signs, desk)
    if size >= 0:
        what, names[1] = what | TEMPLATE, _name(desk.linked, scan.START, size, desk)
    size = _near(start, stop, signs, desk)
    if size < 0:
        return what, filled
    if filled + size > len(near):
        return LEFT, filled
    names[2] = _name(desk.other, scan.START, size, desk)
    return what | NEAR, _copied(desk.other, scan.START, size, near, filled)


@numba.njit(cache=True, nogil=True)
def _study(size: int, asked: int, author: Any, signs: Any, desk: Desk, found: Found, at: int) -> None:
    """Answers to all that is asked of the cleaned text number ``at``."""
    read = _prepare(size, signs, desk)
    what, words = 0, read[1]
    near, tongue = found.near_ends[at], found.tongue_ends[at]
    if asked & FORMS and scan.carries(desk.words, scan.START, words, signs, _EXACT):
        what, found.near_ends[at] = _forms(read, signs, desk, found.names[at], found.near, near)
    if asked & TONGUE and scan.carries(desk.words, scan.START, words, signs, _TONGUE):
        what |= READABLE
        end = _tongue(words, signs, desk, found.tongue, tongue)
        what, found.tongue_ends[at] = (what, end) if end >= 0 else (LEFT, tongue)
    if asked & NAME:
        # Last, since it may read the text once more, without a word that was cut off.
        named, found.names[at, 3] = _original(size, read, author, signs, desk)
        what |= OWN * named
    if what & LEFT:
        what, found.near_ends[at], found.tongue_ends[at] = LEFT, near, tongue
    found.what[at] = what


@numba.njit(cache=True, nogil=True)
def _desk(longest: int) -> Desk:
    room = _ROOM * longest + 256
    line = np.empty((8, room), np.uint32)
    letters = np.empty(4 * room, np.uint8)
    return Desk(line[0], line[1], line[2], line[3], line[4], line[5], line[6], line[7], letters)


@numba.njit(cache=True, nogil=True)
def study(codes: Any, ends: Any, asked: Any, authors: Any, author_ends: Any, signs: Any) -> Found:
    """Answers to what is asked (bits) of texts, given by their characters and the bytes of their authors' names."""
    count, longest, start, author = len(ends), scan.START, scan.START, scan.START
    for at in range(count):
        size = max(ends[at] - start, author_ends[at] - author)
        longest, start, author = max(longest, min(size, LONGEST)), ends[at], author_ends[at]
    desk, room = _desk(longest), 4 * len(codes) + 256
    found = Found(
        np.zeros(count, np.uint8),
        np.zeros((count, 4), np.uint64),
        np.empty(room, np.uint32),
        np.zeros(count, np.int64),
        np.empty(room, np.uint8),
        np.zeros(count, np.int64),
    )
    start, author = scan.START, scan.START
    for at in range(count):
        if at:
            found.near_ends[at], found.tongue_ends[at] = found.near_ends[at - 1], found.tongue_ends[at - 1]
        fits = max(ends[at] - start, author_ends[at] - author) <= LONGEST
        size = scan.clean(codes, start, ends[at], signs, desk.cleaned) if fits else -1
        if size < 0:
            found.what[at] = LEFT
        elif asked[at]:
            _study(size, asked[at], authors[author : author_ends[at]], signs, desk, found, at)
        start, author = ends[at], author_ends[at]
    return found
