"""Words of eight languages, and how much a label surprises somebody who expects it to be made of them.

The lists and their counts come inside the package pyspellchecker (MIT), counted in film subtitles.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from math import log2
from typing import NamedTuple
from unicodedata import normalize

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "lv")
"""Languages in Latin script of which a list ships; Latvian because outlets of the Baltic states are copied often."""
LONGEST = 20
_RARE = 50
"""What the lists say of all rare words; of these only so many are kept as make up the number below."""
_KEPT = 60_000
_TELLING = 20_000
"""A list that tells fewer words apart by their count (the German one) is kept whole."""
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
    total = log2(sum(counts.values()))
    out: dict[str, Word] = {}
    for word, count in counts.items():
        bits = total - log2(count)
        for spelling in _spellings(word):
            if spelling not in out or out[spelling].bits > bits:
                out[spelling] = Word(word, bits)
    return out


@cache
def _counts(language: str) -> dict[str, int]:
    import gzip

    import orjson

    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    listed: dict[str, int] = orjson.loads(gzip.decompress(packed))
    told = sum(count > _RARE for count in listed.values())
    floor = _KEPT - told if told >= _TELLING else len(listed)
    out = {}
    for word, count in listed.items():
        if count > _RARE or (floor > 0 and word.isalpha()):
            floor -= count <= _RARE
            if _is_word(word):
                out[word] = count
    return out


def _is_word(word: str) -> bool:
    """Single letters are words only where a language has such: the lists count those of spelt-out names."""
    return word.isalpha() and len(word) <= LONGEST and (len(word) > 1 or word in "aiouy")


def _spellings(word: str) -> list[str]:
    """A word in ASCII: umlauts as two letters and as one, accents left away."""
    if word.isascii():
        return [word]
    wide, narrow = (
        normalize("NFKD", form).encode("ascii", "ignore").decode() for form in (word.translate(_WIDE), word)
    )
    return [wide] if wide == narrow else [wide, narrow]


@cache
def _all() -> dict[str, float]:
    """The least surprise of each spelling in any of the languages, the choice of the language included."""
    out: dict[str, float] = {}
    choice = log2(len(LANGUAGES))
    for language in LANGUAGES:
        for spelling, word in lexicon(language).items():
            out[spelling] = min(out.get(spelling, 99.0), word.bits + choice)
    return out


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
