"""The rules of :mod:`inconcert.normalise.text` as compiled steps over characters: each writes one line from another.

A line is an array of characters (32 bits) and its length. Every function says which rule it follows; the rules decide,
and ``tests/normalise/test_bulk.py`` holds both together.
"""

from __future__ import annotations

from typing import Any, cast

import numba
import numpy as np

from inconcert.normalise.signs import (
    DIGIT,
    FRAME,
    LETTER,
    LINK_ENDS,
    MARK,
    ODD,
    OTHER,
    SEVERAL,
    SPACE,
    SYMBOL,
    TAGGED,
    THIN,
    WIDE,
    WORD,
)
from inconcert.normalise.text import LOOKALIKE

_BLANK, _URL, _NAME, _LAST_MASK = 0x20, 1, 2, 5
_AT, HASH, _AND, _SLASH, _DOT, _COLON, _SMALL_S = (ord(sign) for sign in "@#&/.:s")
START = cast("int", np.int64(0))
"""Where a line begins. To numba a plain 0 is a type of its own, for which functions are compiled once more."""
_IN_NUMBERS = tuple(ord(sign) for sign in ".,:/-")
_TWINS = np.array(sorted(LOOKALIKE.items()), np.uint32)


def _codes(word: str) -> Any:
    return np.array([ord(letter) for letter in word], np.uint32)


_OPENINGS = tuple(
    _codes(word) for word in ("http", "Http", "HTTP", "www.", "Www.", "WWW.", "t.co/", "pic.x.com/", "pic.twitter.com/")
)
_HTTP, _HTTP_2, _HTTP_3, _WWW, _WWW_2, _WWW_3, _TCO, _PIC_X, _PIC_T = _OPENINGS


@numba.njit(cache=True, nogil=True)
def _put(entry: Any, spelt: Any, line: Any, n: Any) -> Any:
    """Write what an entry of a table stands for."""
    if entry < SEVERAL:
        line[n] = entry
        return n + 1
    place, many = (entry & np.uint32(0x7FFFFFFF)) >> np.uint32(2), entry & np.uint32(3)
    for step in range(many):
        line[n + step] = spelt[place + step]
    return n + np.int64(many)


@numba.njit(cache=True, nogil=True)
def clean(codes: Any, start: int, stop: int, signs: Any, line: Any) -> Any:
    """``clean`` without HTML entities; -1 when only the rules can tell."""
    n, last = START, np.int64(0)
    for at in range(start, stop):
        flags = signs.flags[codes[at]]
        mark = np.int64(flags >> np.uint32(MARK))
        if flags & ODD or 0 < mark < last:
            return -1
        before = n
        n = _put(signs.cleaned[codes[at]], signs.spelt, line, n)
        last = mark if n > before else last
    return n


@numba.njit(cache=True, nogil=True)
def _is(line: Any, at: int, n: int, word: Any) -> int:
    """Length of ``word`` when it stands at ``at``, else 0."""
    if at + len(word) > n:
        return 0
    for step in range(len(word)):
        if line[at + step] != word[step]:
            return 0
    return len(word)


@numba.njit(cache=True, nogil=True)
def _scheme(line: Any, at: int, n: int) -> int:
    """``http(?=s?:)`` in the three spellings of ``LINK``."""
    found = _is(line, at, n, _HTTP) or _is(line, at, n, _HTTP_2) or _is(line, at, n, _HTTP_3)
    if not found:
        return 0
    after = at + 4
    big = line[at + 1] != ord("t")
    if after < n and line[after] == (ord("S") if big else _SMALL_S):
        after += 1
    return found if after < n and line[after] == _COLON else 0


@numba.njit(cache=True, nogil=True)
def _opens(line: Any, at: int, n: int) -> int:
    """Length of the letters that open a link at ``at``, else 0."""
    code = line[at]
    if code in (ord("h"), ord("H")):
        return _scheme(line, at, n)
    if code in (ord("w"), ord("W")):
        return _is(line, at, n, _WWW) or _is(line, at, n, _WWW_2) or _is(line, at, n, _WWW_3)
    if code == ord("t"):
        return _is(line, at, n, _TCO)
    if code == ord("p"):
        return _is(line, at, n, _PIC_X) or _is(line, at, n, _PIC_T)
    return 0


@numba.njit(cache=True, nogil=True)
def small(code: Any) -> Any:
    """A Latin letter in lower case."""
    return code + 32 if ord("A") <= code <= ord("Z") else code


@numba.njit(cache=True, nogil=True)
def _http_stump(line: Any, at: int) -> int:
    """Where the beginning of ``http`` that ends before ``at`` begins, else -1."""
    for size in range(4, 0, -1):
        same = at >= size
        for step in range(size):
            same = same and small(line[at - size + step]) == _HTTP[step]
        if same:
            return at - size
    return -1


@numba.njit(cache=True, nogil=True)
def dots(line: Any, n: int) -> Any:
    """Whether three dots end a line of at least three characters."""
    return line[n - 1] == _DOT and line[n - 2] == _DOT and line[n - 3] == _DOT


@numba.njit(cache=True, nogil=True)
def _cut_link(line: Any, n: int, signs: Any) -> int:
    """Where a link that was cut off at the end begins (``_CUT_LINK``), else ``n``."""
    if n < 4 or not dots(line, n):
        return n
    at = n - 3
    while at > 0 and signs.flags[line[at - 1]] & SPACE:
        at -= 1
    stump = at
    while at > 0 and line[at - 1] == _SLASH:
        at -= 1
    at -= at > 0 and line[at - 1] == _COLON
    at -= at > 0 and small(line[at - 1]) == _SMALL_S
    found = _http_stump(line, at)
    if found < 0 or (at < stump and at - found != 4):
        return n
    return found if found == 0 or not signs.flags[line[found - 1]] & WORD else n


@numba.njit(cache=True, nogil=True)
def padded(line: Any, n: int, mask: int) -> int:
    """Write a mask with a space on both sides."""
    line[n], line[n + 1], line[n + 2] = _BLANK, mask, _BLANK
    return n + 3


@numba.njit(cache=True, nogil=True)
def links(line: Any, size: int, signs: Any, out: Any) -> int:
    """``_mark``: links replaced by the character 1."""
    end, n, at = _cut_link(line, size, signs), START, START
    while at < end:
        opened = _opens(line, at, end)
        if not opened:
            out[n] = line[at]
            n, at = n + 1, at + 1
            continue
        at += opened
        while at < end and not signs.flags[line[at]] & LINK_ENDS:
            at += 1
        n = padded(out, n, _URL)
    return padded(out, n, _URL) if end < size else n


@numba.njit(cache=True, nogil=True)
def _name_ends(line: Any, at: int, n: int, signs: Any) -> int:
    """Where a mention that begins with the sign at ``at`` ends; ``at`` when it is none."""
    if at and (signs.flags[line[at - 1]] & WORD or line[at - 1] in (_AT, _SLASH, _DOT)):
        return at
    stop = at + 1
    while stop < n and signs.flags[line[stop]] & WORD:
        stop += 1
    if stop == at + 1:
        return at
    while stop + 1 < n and line[stop] in (_DOT, ord("-")) and signs.flags[line[stop + 1]] & WORD:
        stop += 2
        while stop < n and signs.flags[line[stop]] & WORD:
            stop += 1
    if stop < n and line[stop] == _AT:
        server = stop + 1
        while server < n and (signs.flags[line[server]] & WORD or line[server] in (_DOT, ord("-"))):
            server += 1
        stop = server if server > stop + 1 else stop
    return stop


@numba.njit(cache=True, nogil=True)
def mentions(line: Any, size: int, signs: Any, out: Any) -> int:
    """``_mark``: mentions replaced by the character 2."""
    n, at = START, START
    while at < size:
        stop = _name_ends(line, at, size, signs) if line[at] == _AT else at
        if stop > at:
            n, at = padded(out, n, _NAME), stop
        else:
            out[n] = line[at]
            n, at = n + 1, at + 1
    return n


@numba.njit(cache=True, nogil=True)
def tag_ends(line: Any, at: int, n: int, signs: Any) -> int:
    """Where a hashtag that begins with the sign at ``at`` ends; ``at`` when it is none."""
    if at and (signs.flags[line[at - 1]] & WORD or line[at - 1] in (_AND, _SLASH)):
        return at
    stop = at + 1
    while stop < n and signs.flags[line[stop]] & TAGGED:
        stop += 1
    return stop if stop > at + 1 else at


@numba.njit(cache=True, nogil=True)
def number_ends(line: Any, at: int, n: int, signs: Any) -> int:
    """Where a number that begins at ``at`` ends (``_NUMBER``)."""
    while at < n and signs.flags[line[at]] & DIGIT:
        at += 1
        if at + 1 < n and line[at] in _IN_NUMBERS and signs.flags[line[at + 1]] & DIGIT:
            at += 1
    return at


@numba.njit(cache=True, nogil=True)
def words(line: Any, size: int, signs: Any, out: Any) -> int:
    """``reading``: a marked line without hashtags and marks."""
    n, at = START, START
    while at < size:
        code = line[at]
        stop = tag_ends(line, at, size, signs) if code == HASH else at
        out[n] = _BLANK if stop > at or code in (_URL, _NAME) else code
        n, at = n + 1, max(stop, at + 1)
    return n


@numba.njit(cache=True, nogil=True)
def _unmixed(line: Any, start: int, stop: int) -> None:
    """Look-alikes made Latin."""
    for at in range(start, stop):
        for place in range(len(_TWINS)):
            if _TWINS[place, 0] == line[at]:
                line[at] = _TWINS[place, 1]
                break


@numba.njit(cache=True, nogil=True)
def fold(line: Any, size: int, signs: Any, out: Any) -> int:
    """``fold``."""
    n, alphabets = START, np.uint32(0)
    for at in range(size):
        n = _put(signs.folded[line[at]], signs.spelt, out, n)
    for at in range(n):
        alphabets |= signs.flags[out[at]]
    if not alphabets & OTHER:
        return n
    at = START
    while at < n:
        first, latin, other = at, False, False
        while at < n and signs.flags[out[at]] & WORD:
            latin |= ord("a") <= out[at] <= ord("z")
            other |= signs.flags[out[at]] & OTHER != 0
            at += 1
        if latin and other:
            _unmixed(out, first, at)
        at += at == first
    return n


@numba.njit(cache=True, nogil=True)
def _spaced(out: Any, n: int, gap: bool, code: Any) -> int:
    """Write a character at place ``n``, after a space where there was a gap; the place after it."""
    if gap:
        out[n] = _BLANK
        n += 1
    out[n] = code
    return n + 1


@numba.njit(cache=True, nogil=True)
def squeeze(line: Any, size: int, signs: Any, out: Any) -> Any:
    """``squeeze`` of a line whose marks are taken for spaces; the part of ``out`` that holds it."""
    n, gap = START, False
    for at in range(size):
        code = line[at]
        if signs.flags[code] & SPACE or code in (_URL, _NAME):
            gap = n > 0
            continue
        n, gap = _spaced(out, n, gap, code), False
    start = 0
    while start < n and signs.flags[out[start]] & FRAME:
        start += 1
    while n > start and signs.flags[out[n - 1]] & FRAME:
        n -= 1
    return start, n


@numba.njit(cache=True, nogil=True)
def carries(line: Any, start: int, stop: int, signs: Any, least: Any) -> Any:
    """``carries``; ``least`` holds the words and letters."""
    wide, thin, letters, found, inside = 0, 0, 0, 0, False
    for at in range(start, stop):
        flags = signs.flags[line[at]]
        if flags & (WIDE | THIN | SPACE):
            wide += flags & WIDE != 0
            thin += flags & THIN != 0
            inside = False
        elif flags & LETTER:
            letters += 1
            found += not inside
            inside = True
    return found + wide / 1.7 + thin / 4 >= least[0] and letters + 2 * wide + thin >= least[1]


@numba.njit(cache=True, nogil=True)
def bare_words(line: Any, start: int, stop: int, signs: Any, out: Any) -> int:
    """Words without symbols, single spaces; a mask that follows the same mask is left out (``_RUNS``)."""
    n, gap = START, False
    for at in range(start, stop):
        code = line[at]
        if signs.flags[code] & (SPACE | SYMBOL):
            gap = n > 0
            continue
        if code <= _LAST_MASK and n and out[n - 1] == code:
            continue
        n, gap = _spaced(out, n, gap, code), False
    return n


@numba.njit(cache=True, nogil=True)
def without_edge_tags(line: Any, start: int, stop: int) -> Any:
    """``_without_edge_tags`` of a squeezed line: the part that stays."""
    while start < stop and line[start] == HASH:
        while start < stop and line[start] != _BLANK:
            start += 1
        start += start < stop
    while stop > start:
        first = stop
        while first > start and line[first - 1] != _BLANK:
            first -= 1
        if line[first] != HASH:
            break
        stop = max(first - 1, start)
    return start, stop
