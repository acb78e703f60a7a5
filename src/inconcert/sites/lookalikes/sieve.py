"""Build the sieve for a list of brands: hashes of all that their names can be written as."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.lookalikes import kernels, lookup
from inconcert.sites.lookalikes.chance import LONG, counts_when_joined, edited_beside_words
from inconcert.sites.lookalikes.edits import FAR
from inconcert.sites.lookalikes.lookup import (
    ALIKE,
    BASE,
    DOT,
    END,
    FIRST,
    HYPHEN,
    INVERSE,
    KIND,
    ODD,
    SALT,
    SCRIPT,
    SECOND,
    SILENT,
    Index,
    Sieve,
    four,
    store,
    three,
)
from inconcert.sites.lookalikes.punycoded import MOST
from inconcert.sites.lookalikes.readings import UMLAUTS, by_sound, confusables, looks_like
from inconcert.sites.lookalikes.tables import alike, alike_pairs, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from inconcert.sites.lookalikes.forms import Form

    Bytes = NDArray[np.uint8]
    Hashes = NDArray[np.uint64]
    Lengths = NDArray[np.uint32]

_ALL = np.frombuffer((string.ascii_lowercase + string.digits).encode(), np.uint8).astype(np.uint64)
_ENDS = b" \t\r\n\x1f"


def build(forms: Sequence[Form], *, bare: bool = False) -> Sieve:
    """The sieve that lets through every name that may look like one of the forms.

    Args:
        forms: of all brands.
        bare: whether names without a dot count.
    """
    scripts = [form for form in forms if form.kind == "script"]
    rows = _rows([form for form in forms if form.kind != "script" and len(form.text) <= MOST])
    words, names, edges = (_index({row: rows[row] for row in together}) for together in _TOGETHER)
    given = (_bytes(), _lower(), *_readings(scripts), POWERS, BACK)
    return Sieve(*given, *_openings(), words, names, edges, bare)


def _index(rows: dict[int, Hashes]) -> Index:
    """An index of some rows: few bits of a bit map are set, and half of a table."""
    keys = len(_once(np.concatenate(list(rows.values()))))
    table = np.zeros(_room(keys, 2), np.uint64)
    index = Index(np.zeros(_room(keys, BITS) // 64, np.uint64), table, np.zeros(len(table), np.uint8))
    for row, hashed in rows.items():
        store(hashed, row, index)
    return index


def _once(keys: Hashes) -> Hashes:
    """Each key once, sorted: several times as fast as NumPy's own way, which does not sort first."""
    keys = np.sort(keys)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


_TOGETHER = (
    (lookup.WORD, lookup.RARE),
    (lookup.NAME, lookup.FOLDED, lookup.WHOLE, lookup.APART),
    (lookup.BEGINS, lookup.ENDS),
)
"""Rows that share an index."""
BITS = 8
"""Bits of a bit map for each hash that is looked for, at least."""


def _rows(forms: Sequence[Form]) -> dict[int, Hashes]:
    """The hashes of each row of the table."""
    edited = [form for form in forms if form.kind in ("label", "alias") and len(form.text) > 2]
    beside = [edits(form.text) for form in edited if edited_beside_words(form)]
    whole = [edits(form.text) for form in edited if not edited_beside_words(form)]
    near = hashes(words())
    slips = _once(np.concatenate([hashes([]), *beside]))
    slips = slips[~np.isin(slips, near)]
    rare = [form.text for form in forms if form.rare == 2]
    long = [text for text in rare if len(text) >= kernels.EDGE]
    joined = hashes(form.text for form in forms if counts_when_joined(form))
    return {
        lookup.WORD: near,
        lookup.NAME: _once(np.concatenate([joined, slips])),
        lookup.RARE: hashes(rare),
        lookup.FOLDED: hashes(folded(form.text) for form in edited) ^ SALT,
        lookup.WHOLE: _once(np.concatenate([hashes(form.text for form in forms), slips, *whole])),
        lookup.APART: hashes(form.text for form in forms if not counts_when_joined(form)),
        lookup.BEGINS: hashes({text[: kernels.EDGE] for text in long}),
        lookup.ENDS: hashes({text[-kernels.EDGE :] for text in long}),
    }


def _room(keys: int, times: int) -> int:
    """A power of two that holds ``keys`` with room to spare."""
    return 1 << max(10, (keys * times - 1).bit_length())


def _powers(base: int, first: int) -> Hashes:
    """Powers of a base, modulo 2 ** 64, as many as the longest name has letters and one more."""
    return np.array([pow(base, first + place, 1 << 64) for place in range(MOST + 1)], np.uint64)


POWERS, BACK = _powers(BASE, 1), _powers(INVERSE, 0)


def hashes(texts: Iterable[str]) -> Hashes:
    """The hash of each text of at most :data:`MOST` letters, see :mod:`inconcert.sites.lookalikes.lookup`."""
    return np.array([_sums(text)[-1] for text in texts], np.uint64)


def _sums(text: str) -> Hashes:
    """The sums up to each letter of a text, from 0."""
    return np.cumsum(np.concatenate([[np.uint64(0)], _letters(text) * POWERS[: len(text)]]), dtype=np.uint64)


def _letters(text: str) -> Hashes:
    return np.frombuffer(text.encode("ascii"), np.uint8).astype(np.uint64)


def edits(text: str) -> Hashes:
    """Hashes of all texts one edit away; of three or four letters only those with a letter doubled or made single."""
    size, sums, letters = len(text), _sums(text), _letters(text)
    places = POWERS[:size]
    after = (sums[-1] - sums) * BACK[1]
    dropped = sums[:-1] + after[1:]
    further = (sums[-1] - sums) * POWERS[0]
    doubled = sums[1:] + letters * POWERS[1 : size + 1] + further[1:]
    if size < LONG - 3:
        return np.concatenate([doubled, dropped[1:][letters[1:] == letters[:-1]]])
    one, other = np.triu_indices(size, 1) if size > FAR else (np.arange(size - 1), np.arange(1, size))
    swapped = sums[-1] + (letters[other] - letters[one]) * (places[one] - places[other])
    replaced = sums[-1] + (_ALL[:, None] - letters) * places
    added = sums + _ALL[:, None] * POWERS[: size + 1] + further
    return np.concatenate([dropped, swapped, replaced.ravel(), added.ravel()])


def _openings() -> tuple[Bytes, Bytes, Lengths, Lengths]:
    """How long the words are that begin with three letters, that end with them, and the same of four letters."""
    threes = np.zeros((2, 1 << 15), np.uint8)
    fours = np.zeros((2, lookup.FOURS), np.uint32)
    for word in words():
        letters = np.frombuffer(word.encode(), np.uint8).astype(np.int64)
        size = len(word)
        if size == 2:
            for other in range(32):
                threes[0, three(np.append(letters, other), 0)] |= 1 << size
                threes[1, three(np.append(other, letters), 0)] |= 1 << size
        elif size == 3:
            threes[:, three(letters, 0)] |= 1 << size
        elif 3 < size <= LONGEST:
            fours[0, four(letters, 0)] |= 1 << size
            fours[1, four(letters, size - 4)] |= 1 << size
    return threes[0], threes[1], fours[0], fours[1]


LONGEST = 31
"""Letters of the longest word that is known by its first four letters and its last."""


def _bytes() -> NDArray[np.uint32]:
    """What each byte is, see :data:`inconcert.sites.lookalikes.lookup.KIND`."""
    table = np.full(256, ODD << KIND, np.uint32)
    table[ord(".")], table[ord("-")] = DOT << KIND, HYPHEN << KIND
    table[np.frombuffer(_ENDS, np.uint8)] = END << KIND
    for letter in string.ascii_letters + string.digits + "_":
        one = letter.lower()
        looks = ord(alike().get(one, one))
        table[ord(letter)] = ord(one) | looks << ALIKE
    for place, (pair, _) in enumerate(alike_pairs()):
        for letter, part in zip(pair, (FIRST, SECOND), strict=True):
            for case in (letter, letter.upper()):
                table[ord(case)] |= 1 << (part + place)
    return table


def _lower() -> NDArray[np.uint8]:
    lower = np.arange(256, dtype=np.uint8)
    lower[65:91] += 32
    return lower


_POINTS = 0x20000
_UNREAD = ((0x3000, 0xA000), (0xAC00, 0xD7B0))
"""Code points of Chinese, Japanese and Korean: read only where they are called confusable with a letter."""


def _readings(scripts: Sequence[Form]) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint8]]:
    """Of each code point what it looks like, the same written out, and whether its script is read by sound."""
    looks, heard = np.zeros(_POINTS, np.uint32), np.zeros(_POINTS, np.uint8)
    for point in _readable():
        looks[point] = _packed(looks_like(chr(point)))
    spelt = looks.copy()
    for letter, letters in UMLAUTS.items():
        spelt[ord(letter)] = _packed(letters)
    heard[[ord(letter) for letter in by_sound()]] = 1
    ends = (letter for form in scripts for letter in (form.text[0], form.text[-1]))
    heard[[ord(letter) for letter in ends if ord(letter) < _POINTS]] = SCRIPT
    heard[[point for point in _readable() if _odd(looks_like(chr(point)))]] = SCRIPT
    return looks, spelt, heard


def _readable() -> Iterator[int]:
    yield from (ord(letter) for letter in confusables() if ord(letter) < _POINTS)
    for point in range(0x80, _POINTS):
        if not any(first <= point < last for first, last in _UNREAD):
            yield point


def _packed(letters: str) -> int:
    """Up to four plain letters in four bytes; 0 when there is another letter, or more of them."""
    if not letters:
        return SILENT
    if not letters.isascii() or len(letters) > 4:
        return 0
    plain = (letter if not _odd(letter) else "_" for letter in letters)
    return int.from_bytes("".join(plain).encode(), "little")


def _odd(letters: str) -> bool:
    """Whether what a code point looks like holds a sign that is in no name: ``(a)``, ``1.``; the close look decides."""
    return letters.isascii() and any(not letter.isalnum() and letter != "-" for letter in letters)


class Sifter:
    """Sieves blocks of lines; may be used by several threads at once."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Build the sieve for the forms of all brands."""
        self._sieve = build(forms)

    def __call__(self, block: bytes) -> tuple[list[bytes], int]:
        """The lines of a block that need a close look, and the number of lines it has."""
        lines = block.count(b"\n")
        found = np.zeros((lines, 2), np.int64)
        count = kernels.sieved(np.frombuffer(block, np.uint8), self._sieve, kernels.empty_room(), found)
        return [block[begin:end] for begin, end in found[:count].tolist()], lines
