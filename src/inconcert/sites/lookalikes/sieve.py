"""Build the sieve for a list of brands: hashes of all that their names can be written as."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.lookalikes import kernels
from inconcert.sites.lookalikes.chance import LONG, counts_when_joined, edited_beside_words
from inconcert.sites.lookalikes.edits import FAR
from inconcert.sites.lookalikes.kernels import BASE, DOT, END, HYPHEN, ODD, SALT, SCRIPT, Sieve, store
from inconcert.sites.lookalikes.punycoded import MOST
from inconcert.sites.lookalikes.readings import UMLAUTS, by_sound, confusables, looks_like
from inconcert.sites.lookalikes.tables import alike, alike_pairs, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from inconcert.sites.lookalikes.forms import Form

    Hashes = NDArray[np.uint64]

_LETTERS = np.frombuffer((string.ascii_lowercase + string.digits).encode(), np.uint8).astype(np.uint64)
_ENDS = b" \t\r\n\x1f"


def build(forms: Sequence[Form], *, bare: bool = False) -> Sieve:
    """The sieve that lets through every name that may look like one of the forms.

    Args:
        forms: of all brands.
        bare: whether names without a dot count.
    """
    powers = np.cumprod(np.concatenate([[np.uint64(1)], np.full(MOST, BASE)]), dtype=np.uint64)
    scripts = [form for form in forms if form.kind == "script"]
    rows = _rows([form for form in forms if form.kind != "script"], powers)
    table = np.zeros(_room(_different(rows.values()), 2), np.uint64)
    flags = np.zeros(len(table), np.uint8)
    maps = []
    for together in _MAPS:
        bits = np.zeros(_room(_different(rows[row] for row in together), 8) // 64, np.uint64)
        for row in together:
            store(rows[row], row, bits, table, flags)
        maps.append(bits)
    begun, ended = _openings()
    given = (_kinds(), _lower(), _alike(), *_readings(scripts), powers, begun, ended)
    return Sieve(*given, maps[0], maps[1], maps[2], table, flags, bare)


def _different(keys: Iterable[Hashes]) -> int:
    return len(np.unique(np.concatenate(list(keys))))


_MAPS = (
    (kernels.WORD, kernels.RARE),
    (kernels.NAME, kernels.FOLDED, kernels.WHOLE, kernels.APART),
    (kernels.BEGINS, kernels.ENDS),
)
"""Rows that share a bit map."""


def _rows(forms: Sequence[Form], powers: Hashes) -> dict[int, Hashes]:
    """The hashes of each row of the table."""
    edited = [form for form in forms if form.kind in ("label", "alias") and len(form.text) > 2]
    beside = [edits(form.text, powers) for form in edited if edited_beside_words(form)]
    whole = [edits(form.text, powers) for form in edited if not edited_beside_words(form)]
    near = hashes(words())
    slips = np.setdiff1d(np.concatenate([hashes([]), *beside]), near)
    rare = [form.text for form in forms if form.rare == 2]
    long = [text for text in rare if len(text) >= kernels.EDGE]
    return {
        kernels.WORD: near,
        kernels.NAME: np.union1d(hashes(form.text for form in forms if counts_when_joined(form)), slips),
        kernels.RARE: hashes(rare),
        kernels.FOLDED: hashes(folded(form.text) for form in edited) ^ SALT,
        kernels.WHOLE: np.unique(np.concatenate([hashes(form.text for form in forms), slips, *whole])),
        kernels.APART: hashes(form.text for form in forms if not counts_when_joined(form)),
        kernels.BEGINS: hashes({text[: kernels.EDGE] for text in long}),
        kernels.ENDS: hashes({text[-kernels.EDGE :] for text in long}),
    }


def _room(keys: int, times: int) -> int:
    """A power of two that holds ``keys`` with room to spare."""
    return 1 << max(10, (keys * times - 1).bit_length())


def hashes(texts: Iterable[str]) -> Hashes:
    """The rolling hash of each text."""
    return np.array([_prefixes(text)[-1] for text in texts], np.uint64)


def _prefixes(text: str) -> list[int]:
    base, key, found = int(BASE), 0, [0]
    for byte in text.encode():
        key = (key * base + byte) % 2**64
        found.append(key)
    return found


def edits(text: str, powers: Hashes) -> Hashes:
    """Hashes of all texts one edit away; of three or four letters only those with a letter doubled or made single."""
    size, prefix = len(text), np.array(_prefixes(text), np.uint64)
    letters = np.frombuffer(text.encode(), np.uint8).astype(np.uint64)
    at = np.arange(size)
    rest = prefix[size] - prefix * powers[size - np.arange(size + 1)]
    dropped = prefix[at] * powers[size - at - 1] + rest[at + 1]
    doubled = (prefix[at + 1] * BASE + letters[at]) * powers[size - at - 1] + rest[at + 1]
    if size < LONG - 3:
        return np.concatenate([doubled, dropped[1:][letters[1:] == letters[:-1]]])
    pair = at[:-1]
    swapped = (prefix[pair] * BASE + letters[pair + 1]) * BASE + letters[pair]
    swapped = swapped * powers[size - pair - 2] + rest[pair + 2]
    with_letter = prefix[:, None] * BASE + _LETTERS
    replaced = with_letter[:-1] * powers[size - at - 1][:, None] + rest[1:, None]
    added = with_letter * powers[size - np.arange(size + 1)][:, None] + rest[:, None]
    far = _exchanged(letters, prefix[size], powers) if size > FAR else swapped
    return np.concatenate([dropped, swapped, far, replaced.ravel(), added.ravel()])


def _exchanged(letters: Hashes, key: np.uint64, powers: Hashes) -> Hashes:
    """Hashes of a text in which two letters, wherever they stand, have changed places."""
    one, other = np.triu_indices(len(letters), 1)
    change = letters[other] - letters[one]
    return key + change * (powers[len(letters) - 1 - one] - powers[len(letters) - 1 - other])


def _openings() -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """How long the words are that begin with three letters, and that end with them."""
    begun, ended = np.zeros(1 << 15, np.uint16), np.zeros(1 << 15, np.uint16)
    for word in words():
        if kernels.SHORTEST <= len(word) <= kernels.LONGEST:
            letters = np.frombuffer(word.encode(), np.uint8).astype(np.int64)
            begun[kernels.three(letters, 0)] |= 1 << len(word)
            ended[kernels.three(letters, len(word) - 3)] |= 1 << len(word)
    return begun, ended


def _kinds() -> NDArray[np.uint8]:
    kinds = np.full(256, ODD, np.uint8)
    kinds[np.frombuffer((string.ascii_letters + string.digits + "_").encode(), np.uint8)] = 0
    kinds[ord(".")], kinds[ord("-")] = DOT, HYPHEN
    kinds[np.frombuffer(_ENDS, np.uint8)] = END
    return kinds


def _lower() -> NDArray[np.uint8]:
    lower = np.arange(256, dtype=np.uint8)
    lower[65:91] += 32
    return lower


def _alike() -> NDArray[np.uint8]:
    table = np.arange(256, dtype=np.uint8)
    for letter, one in alike().items():
        table[ord(letter)] = ord(one)
    for pair, _ in alike_pairs():
        table[ord(pair[0])] |= kernels.PAIRED
    return table


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
    return looks, spelt, heard


def _readable() -> Iterator[int]:
    yield from (ord(letter) for letter in confusables() if ord(letter) < _POINTS)
    for point in range(0x80, _POINTS):
        if not any(first <= point < last for first, last in _UNREAD):
            yield point


def _packed(letters: str) -> int:
    """Up to four plain letters in four bytes; 0 when there is another letter, or more of them."""
    if not letters:
        return kernels.SILENT
    if not letters.isascii() or len(letters) > 4:
        return 0
    return int.from_bytes(letters.encode(), "little")


class Sifter:
    """Sieves blocks of lines; may be used by several threads at once."""

    def __init__(self, forms: Sequence[Form]) -> None:
        """Build the sieve for the forms of all brands."""
        self._sieve = build(forms)

    def __call__(self, block: bytes) -> tuple[list[bytes], int]:
        """The lines of a block that need a close look, and the number of lines it has."""
        lines = block.count(b"\n")
        found = np.zeros((lines, 2), np.int64)
        text, prefix = np.zeros(MOST, np.uint8), np.zeros(MOST + 1, np.uint64)
        points = np.zeros(MOST, np.int64)
        count = kernels.sieved(np.frombuffer(block, np.uint8), self._sieve, text, prefix, points, found)
        return [block[begin:end] for begin, end in found[:count].tolist()], lines
