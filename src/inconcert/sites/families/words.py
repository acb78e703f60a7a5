"""Words of eight languages, and how much a label surprises somebody who expects it to be made of them.

The lists and their counts come inside the package pyspellchecker (MIT), counted in film subtitles.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import log2
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "lv")
"""Languages in Latin script of which a list ships; Latvian because outlets of the Baltic states are copied often."""
LONGEST = 20
_RARE = 50
"""What the lists say of all rare words; of these only so many are kept as make up the number below."""
_KEPT = 60_000
_TELLING = 20_000
"""A list that tells fewer words apart by their count (the German one) is kept whole."""
_LETTERS = frozenset("aiouy")
"""Single letters are words only where a language has such: the lists count those of spelt-out names."""
_JOINT = 1.0
"""Bits to say that another word follows, or that none does."""
_UNKNOWN = 6.0
"""Bits to say that what follows is no word, and how long it is."""
_WIDE = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa", "ł": "l"}
)


class Word(NamedTuple):
    """A word as it may stand in a name."""

    written: str
    """As the language writes it, in lower case."""
    bits: float
    """How much it surprises in its language."""


@cache
def lexicon(language: str) -> dict[str, Word]:
    """Words of a language by their spelling in ASCII, umlauts both as two letters and as one."""
    counts = _counts(language)
    bits = _bits(counts)
    out: dict[str, Word] = {}
    for word, spellings in _spelt(list(counts)):
        for spelling in spellings:
            if spelling not in out or out[spelling].bits > bits[counts[word]]:
                out[spelling] = Word(word, bits[counts[word]])
    return out


def _bits(counts: dict[str, int]) -> dict[int, float]:
    """How much a word surprises, by how often it was counted; few counts are different."""
    total = log2(sum(counts.values()))
    return {count: total - log2(count) for count in set(counts.values())}


@cache
def _counts(language: str) -> dict[str, int]:
    import gzip

    import numpy as np
    import orjson

    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    listed: dict[str, int] = orjson.loads(gzip.decompress(packed))
    words, size = list(listed), len(listed)
    # A call for each of a million words would take seconds.
    counts = np.fromiter(listed.values(), np.int64, size)
    letters = np.fromiter(map(str.isalpha, words), np.bool_, size)
    length = np.fromiter(map(len, words), np.int64, size)
    rare = counts <= _RARE
    told = size - int(rare.sum())
    floor = _KEPT - told if told >= _TELLING else size
    kept = ~rare | (np.cumsum(rare & letters) <= floor)
    chosen = np.flatnonzero(kept & letters & (length <= LONGEST)).tolist()
    return {word: listed[word] for place in chosen if len(word := words[place]) > 1 or word in _LETTERS}


def _spelt(words: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word with its spellings in ASCII: umlauts as two letters and as one, accents left away."""
    # As one text, since normalising is quick but for the call; letters of two lines have nothing to do with each other.
    lines = "\n".join(words)
    wide, narrow = (
        normalize("NFKD", form).encode("ascii", "ignore").decode().split("\n")
        for form in (lines.translate(_WIDE), lines)
    )
    for word, one, other in zip(words, wide, narrow, strict=True):
        yield word, (one,) if one == other else (one, other)


@cache
def _all() -> dict[str, float]:
    """The least surprise of each spelling in any of the languages, the choice of the language included."""
    out: dict[str, float] = {}
    choice = log2(len(LANGUAGES))
    for language in LANGUAGES:
        _lower(out, _surprises(language, choice))
    return out


def _surprises(language: str, more: float) -> dict[str, float]:
    """The surprise of each spelling of one language, and ``more``; what :func:`lexicon` says, without its words."""
    counts = _counts(language)
    bits = {count: one + more for count, one in _bits(counts).items()}
    # Most words are their own spelling, and all of these are different.
    out = {word: bits[count] for word, count in counts.items() if word.isascii()}
    for word, spellings in _spelt([word for word in counts if not word.isascii()]):
        for spelling in spellings:
            out[spelling] = min(out.get(spelling, bits[counts[word]]), bits[counts[word]])
    return out


def _lower(known: dict[str, float], others: dict[str, float]) -> None:
    """Take in what others say; of both the less."""
    both = {spelling: min(known[spelling], others[spelling]) for spelling in known.keys() & others.keys()}
    known |= others
    known |= both


def surprise(label: str) -> float:
    """Bits that it takes to write a label as a row of words, with strange letters between them where it must be."""
    known = _all()
    best = [0.0]
    strange = [_UNKNOWN]
    for end in range(1, len(label) + 1):
        sign = label[end - 1]
        least = best[end - 1] + 2.0 if sign == "-" else 99999.0
        least = min(least, strange[end - 1] + (3.4 if sign.isdigit() else 4.7))
        for begin in range(max(0, end - LONGEST), end):
            bits = known.get(label[begin:end])
            if bits is not None and best[begin] + bits + _JOINT < least:
                least = best[begin] + bits + _JOINT
        kept = strange[end - 1] + (3.4 if sign.isdigit() else 4.7)
        best.append(least)
        strange.append(min(kept, least + _UNKNOWN))
    return best[-1] + _JOINT


def parted(label: str) -> list[str]:
    """A label as the words it is made of, each of three letters or more; empty when it is not made of words."""
    known = _all()
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(label) + 1):
        ways = [
            (before[0] + bits + _JOINT, [*before[1], label[begin:end]])
            for begin in range(max(0, end - LONGEST), end - 2)
            if (before := best[begin]) and (bits := known.get(label[begin:end])) is not None
        ]
        best.append(min(ways, default=None))
    last = best[-1]
    return last[1] if last else []
