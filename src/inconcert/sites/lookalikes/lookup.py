"""What the sieve looks for, and how it is looked up: hashes of stretches, bit maps before a table. Compiled.

A stretch of letters has the hash ``sum(letter[i] * BASE ** (i + 1))``, 64 bits wide. Sums up to each letter of a label
are kept; the hash of any stretch is then the difference of two of them, times a power of the inverse of :data:`BASE`.
Letters do not wait for each other, as they do where each sum is multiplied anew. A bit map of the hashes that are
looked for stands before a table of them, and nearly all stretches end at the bit map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from inconcert.coordination.compiled import compiled
from inconcert.sites.lookalikes.punycoded import inlined

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Hashes = NDArray[np.uint64]

BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 1 << 64)
MIX = np.uint64(0xD6E8FEB86659FD93)
SALT = np.uint64(0xA5A5A5A5DEADBEEF)
"""Keeps hashes of folded labels apart from the others."""

WORD, NAME, RARE, FOLDED, WHOLE, APART, BEGINS, ENDS = 0, 1, 2, 3, 4, 5, 6, 7
"""Rows of :attr:`Index.flags`: words that stand beside names; what counts beside words (names, and edits of long rare
ones); rare names; folded names; what counts as a whole label only; names that count beside words between hyphens;
the first and the last letters of rare names."""

DOT, HYPHEN, END, ODD = 1, 2, 3, 4
"""Kinds of bytes besides 0, a letter or digit."""
KIND, FIRST, SECOND, ALIKE = 24, 16, 19, 8
"""Where the parts of an entry of :attr:`Sieve.bytes` stand: kind, whether it may be the first and
the second of two letters that look like one (a bit for each pair), what it looks like; lowest the letter itself."""

SCRIPT = 2
SILENT = 1
"""Stands for the letters of a code point that is read but silent, such as a combining mark."""


class Index(NamedTuple):
    """Hashes of some rows, in a bit map and in a table behind it."""

    bits: Hashes
    table: Hashes
    """Hashes, mixed, in open addressing; 0 is free."""
    flags: Bytes
    """For each place of the table: bit 1 << row for each row it belongs to."""


class Sieve(NamedTuple):
    """What is looked for."""

    bytes: NDArray[np.uint32]
    """For each byte what it is, in parts, see :data:`KIND`."""
    lower: Bytes
    """For each byte: the same in lower case."""
    looks: NDArray[np.uint32]
    """For each code point: the letters it looks like, packed into four bytes, the first lowest; 0 for none."""
    spelt: NDArray[np.uint32]
    """The same with the vowels of German and its neighbours written out."""
    heard: Bytes
    """For each code point: 1 when its script is read by sound, and the close look decides; :data:`SCRIPT` when a name
    in its own script begins or ends with it."""
    powers: Hashes
    """Powers of :data:`BASE`, from the first."""
    back: Hashes
    """Powers of :data:`INVERSE`, from 1."""
    begun: Bytes
    """For each three letters, see :func:`three`, the lengths of words of two or three that begin so, as bits."""
    ended: Bytes
    """The same of the words that end so."""
    begun_four: NDArray[np.uint32]
    """For each four letters, see :func:`four`, the lengths of longer words that begin so, as bits."""
    ended_four: NDArray[np.uint32]
    """The same of the words that end so."""
    words: Index
    """Rows of words and rare names: small, so that it stays near the processor."""
    names: Index
    """Rows of names and their edits."""
    edges: Index
    bare: bool
    """Whether names without a dot count, as in a zone file of relative names."""


@inlined
def mixed(key: Any) -> Any:
    """Spread a hash over all its bits."""
    key = (key ^ (key >> np.uint64(32))) * MIX
    return key ^ (key >> np.uint64(29))


@inlined
def two_bits(key: Any) -> Any:
    """The two bits of a word of a bit map that stand for a hash."""
    one, low = np.uint64(1), np.uint64(63)
    return one << (key >> np.uint64(52) & low) | one << (key >> np.uint64(58))


@compiled
def store(keys: Any, row: int, index: Any) -> None:
    """Put hashes into an index."""
    last, room = np.uint64(len(index.bits) - 1), np.uint64(len(index.table) - 1)
    for key in keys:
        index.bits[key >> np.uint64(32) & last] |= two_bits(key)
        spread = mixed(key)
        place = (spread >> np.uint64(20)) & room
        while index.table[place] != 0 and index.table[place] != spread:
            place = (place + np.uint64(1)) & room
        index.table[place] = spread
        index.flags[place] |= np.uint8(1 << row)


@inlined
def held(key: Any, row: int, index: Any) -> bool:
    """Whether a hash belongs to a row of an index."""
    both = two_bits(key)
    if index.bits[key >> np.uint64(32) & np.uint64(len(index.bits) - 1)] & both != both:
        return False
    spread, room = mixed(key), np.uint64(len(index.table) - 1)
    place = (spread >> np.uint64(20)) & room
    while index.table[place] != 0:
        if index.table[place] == spread:
            return bool(index.flags[place] >> row & 1)
        place = (place + np.uint64(1)) & room
    return False


@inlined
def between(prefix: Any, start: Any, end: Any, sieve: Any) -> Any:
    """The hash of a stretch, from the sums up to each of its letters."""
    return (prefix[end] - prefix[start]) * sieve.back[start]


@inlined
def three(text: Any, start: int) -> int:
    """A number for three letters; other letters than a-z may have the same."""
    code: int = (text[start] & 31) << 10 | (text[start + 1] & 31) << 5 | (text[start + 2] & 31)
    return code


@inlined
def four(text: Any, start: int) -> int:
    """A number below :data:`FOURS` for four letters; others may have the same."""
    code = three(text, start) << 5 | (text[start + 3] & 31)
    found: int = (code * 0x9E3779B1 & 0xFFFFFFFF) >> 19
    return found


FOURS = 1 << 13


def _lowest(_: Any, bits: Any) -> Any:
    """Numba's way to name a machine instruction: the signature, and what builds the call."""

    def build(__: Any, builder: Any, ___: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(bits), build


lowest = cast("Any", intrinsic)(_lowest)
"""The place of the lowest bit that is set in a number of 64 bits; not defined for 0."""
