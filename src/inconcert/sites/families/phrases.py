"""What the labels of a family were probably made from: the row of words that explains all of them at least cost.

Every stretch of a label is set against the words of one language whose letters are nearly those of the stretch, in
whatever order; the cheapest row of words is found by dynamic programming, and the phrase that leaves the least to be
said about the whole family wins. It is given only when it leaves less to be said than the labels do without it.
"""

from __future__ import annotations

from functools import cache
from math import log2
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inconcert.sites.families import background, likeness, words
from inconcert.sites.families.family import SAME, VARIANTS, Phrase
from inconcert.sites.families.neighbours import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.sites.families.family import Family, Tell

ROWS = 8
"""Rows of words that are kept for the beginning of a label, and for the whole."""
JUDGED = 12
"""Labels of a family on which the readings are judged."""
_BEST = 12
"""Words that are kept for each stretch of a label."""
_WEIGHT = 0.3
"""How much a word's own surprise counts while rows are looked for, at least: a family pays for its phrase once, and for
what was done to it with every label."""
_SHARE = 3
"""A stretch may differ from its word by one letter in so many."""


class _Shelf(NamedTuple):
    """Words of one length, with their letters counted."""

    spellings: list[str]
    letters: NDArray[np.int8]
    has: NDArray[np.uint64]
    """Which letters each has, one bit a letter: a quick first look."""
    bits: NDArray[np.float32]


def read(labels: Sequence[str]) -> Phrase | None:
    """The likely source of a family's labels; ``None`` when no dictionary knows one."""
    plain = ["".join(filter(str.isalpha, label)) for label in labels]
    distinct = sorted(
        {label for label in plain if 5 <= len(label) <= 40 and label.isascii()}, key=lambda x: (-len(x), x)
    )
    if not distinct:
        return None
    judged = distinct[:: -(-len(distinct) // JUDGED)]
    weight = max(_WEIGHT, 1 / len(judged))
    without = float(background.surprise(judged).sum())
    best: Phrase | None = None
    for language in words.LANGUAGES:
        for row in {row for label in _asked(distinct) for row in _rows(label, language, weight)}:
            gain = without - _told(row, judged, language)
            if best is None or gain > best.bits:
                best = Phrase(" ".join(words.lexicon(language)[word].written for word in row), language, gain)
    return best if best and best.bits > likeness.CHEAPEST else None


def with_sources(families: Sequence[Family], most: int = 50, tell: Tell | None = None) -> list[Family]:
    """The families with their sources, as far as dictionaries know them; those of one source become one.

    Args:
        families: the largest first.
        most: how many of them are read; the others stay as they are.
        tell: is told how far the reading is.
    """
    by_source: dict[object, Family] = {}
    for done, family in enumerate(families[:most], 1):
        if tell is not None:
            tell("reading phrases", done, min(len(families), most))
        if family.kind in (SAME, VARIANTS):
            family.phrase = read(family.labels)
        source = (family.phrase.text, family.phrase.language) if family.phrase else id(family)
        if source in by_source:
            _join(by_source[source], family)
        else:
            by_source[source] = family
    return sorted((*by_source.values(), *families[most:]), key=lambda family: (-len(family.members), family.name))


def _join(family: Family, other: Family) -> None:
    """Put the names of another family of the same source into this one."""
    family.members += other.members
    family.labels = sorted({*family.labels, *other.labels})
    family.suffixes = sorted({*family.suffixes, *other.suffixes})
    family.kind, family.chance = VARIANTS, min(family.chance, other.chance)
    if family.days and other.days:
        (first, last, most), (first_too, last_too, most_too) = family.days, other.days
        family.days = min(first, first_too), max(last, last_too), max(most, most_too)
    family.phrase = read(family.labels) or family.phrase


def _asked(labels: list[str]) -> list[str]:
    """Labels that are read as words: the longest, from which least has been dropped, and some from the middle."""
    longest = [label for label in labels if len(label) == len(labels[0])]
    return list(dict.fromkeys((longest[0], longest[-1], labels[len(labels) // 3], labels[len(labels) // 2])))


def _told(row: tuple[str, ...], labels: list[str], language: str) -> float:
    """Bits to say the phrase, and every label as a variant of it."""
    known = words.lexicon(language)
    source = "".join(row)
    phrase = sum(known[word].bits + 1.0 for word in row) + log2(len(words.LANGUAGES))
    return phrase + float(likeness.derived(source, labels).sum())


def _rows(label: str, language: str, weight: float) -> list[tuple[str, ...]]:
    """The cheapest rows of words for one label."""
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(label) + 1):
        ways = [
            (before + bits, (*row, word))
            for begin in range(max(0, end - words.LONGEST), end - 1)
            if best[begin]
            for word, bits in _near(label[begin:end], language, len(label), weight)
            for before, row in best[begin]
        ]
        best.append(sorted(ways)[:ROWS])
    return [row for _, row in best[-1]]


@cache
def _shelves(language: str) -> dict[int, _Shelf]:
    by_size: dict[int, list[str]] = {}
    known = words.lexicon(language)
    for spelling in known:
        by_size.setdefault(len(spelling), []).append(spelling)
    shelves = {}
    for size, listed in by_size.items():
        table = letters(listed)
        shelves[size] = _Shelf(listed, table, _has(table), np.array([known[word].bits for word in listed], np.float32))
    return shelves


def _has(table: NDArray[np.int8]) -> NDArray[np.uint64]:
    return np.asarray((table > 0) @ (np.uint64(1) << np.arange(table.shape[1], dtype=np.uint64)), np.uint64)


def _near(stretch: str, language: str, size: int, weight: float) -> list[tuple[str, float]]:
    """Words with nearly the letters of a stretch, with the bits of the word and of what was done to it."""
    allowed = len(stretch) // _SHARE
    here = letters([stretch])
    has = _has(here)[0]
    found: list[tuple[str, float]] = []
    for length in range(len(stretch) - allowed, len(stretch) + allowed + 1):
        shelf = _shelves(language).get(length)
        if shelf is not None:
            most = allowed + abs(length - len(stretch)) % 2
            rows = np.flatnonzero(np.bitwise_count(shelf.has ^ has) <= most)
            gap = np.abs(shelf.letters[rows] - here).sum(axis=1)
            rough = np.where(gap <= most, weight * shelf.bits[rows] + 5.0 * gap, np.inf)
            nearest = [row for row in np.argsort(rough)[:_BEST] if rough[row] < np.inf]
            found += [_changed(shelf, int(rows[row]), stretch, size, weight) for row in nearest]
    return sorted(found, key=lambda pair: pair[1])[:_BEST]


def _changed(shelf: _Shelf, row: int, stretch: str, size: int, weight: float) -> tuple[str, float]:
    from rapidfuzz.distance import OSA

    word = shelf.spellings[row]
    steps = OSA.distance(word, stretch)
    put_in = float(np.maximum(letters([stretch])[0].astype(int) - shelf.letters[row], 0).sum())
    return word, weight * (float(shelf.bits[row]) + 1.0) + steps * (log2(size + 1) + 1.5) + put_in * 5.2
