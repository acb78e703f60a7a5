"""What makes two texts of nearly the same words two statements: a negation, another number, an opposite.

Vectors of sentences hardly tell "was arrested" from "was not arrested". This does, by closed lists (``polarity.toml``).
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

_DIGITS = re.compile(r"\d+")
_LEAST = 3
"""Letters of a word that a prefix may turn into its opposite."""
_ENDED = 5
"""Letters of a word of which the ending is looked at."""
_LONGEST = 40
"""Digits of a number that are looked at."""

_KNOWN = 1 << 15
"""Words of which it is remembered what they say: some 8 MB."""


class Mark(NamedTuple):
    """What a text says of its own polarity."""

    language: str
    negated: bool
    numbers: frozenset[int]
    """Numbers in digits and words; one is left out, which is an article in many languages."""
    first: int
    """Opposites of which the text names the first side only (bits)."""
    second: int
    words: frozenset[str]
    """Its words, where the language has prefixes that turn words into their opposites."""


class _Words(NamedTuple):
    """Whole words, beginnings of words, and signs that count anywhere."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    signs: tuple[str, ...]

    def has(self, word: str) -> bool:
        return word in self.whole or word.startswith(self.starts)

    def met(self, text: str) -> bool:
        """Whether a sign stands anywhere in a text."""
        return any(sign in text for sign in self.signs)


class _Said(NamedTuple):
    """What one word says, or the signs of a text."""

    negated: bool
    first: int
    """Opposites of which it names the first side (bits)."""
    second: int


class _Rules(NamedTuple):
    """Those of one language."""

    negation: _Words
    endings: tuple[str, ...]
    prefixes: tuple[str, ...]
    numbers: dict[str, int]
    opposites: tuple[tuple[int, _Words, _Words], ...]


def languages() -> frozenset[str]:
    """Languages of which the polarity can be told."""
    return frozenset(_raw()["languages"])


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("polarity.toml").read_text("utf-8"))


_SIGNS = {sign: number for number, signs in enumerate(("〇零", "一", "二两兩", *"三四五六七八九")) for sign in signs}
_SIGNS |= {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
_NUMERALS = re.compile(f"(?<![期周拜])[{''.join(_SIGNS)}]+")
"""Numerals but for those of weekdays, which are written with and without them."""
_FOLDS = frozenset({100, 1000, 1_000_000})
"""Numbers that multiply the one before them."""
_DENSE = frozenset({"ja", "th", "zh"})
"""Languages written without spaces: their words are looked up anywhere."""


def _words(listed: str, language: str, signs: str = "") -> _Words:
    parts = listed.split()
    if language in _DENSE:
        return _Words(frozenset(), (), (*parts, *signs.split()))
    whole = frozenset(part for part in parts if not part.endswith("*"))
    return _Words(whole, tuple(part[:-1] for part in parts if part.endswith("*")), tuple(signs.split()))


@cache
def _rules(language: str) -> _Rules:
    about = _raw()["languages"][language]
    numbers = {word: int(number) for number, named in about.get("numbers", {}).items() for word in named.split()}
    sides = [(place, row[language]) for place, row in enumerate(_raw()["opposites"]) if language in row]
    opposites = tuple((1 << place, _words(one, language), _words(other, language)) for place, (one, other) in sides)
    negation = _words(about.get("words", ""), language, about.get("signs", ""))
    endings, prefixes = (tuple(about.get(name, "").split()) for name in ("endings", "prefixes"))
    return _Rules(negation, endings, prefixes, numbers, opposites)


def mark(text: str, language: str) -> Mark:
    """The polarity of a text in its near form, in one of :func:`languages`."""
    rules, words = _rules(language), frozenset(text.split())
    negated, first, second = _signs(text, rules)
    for word in words:
        said = _said(word, language)
        negated, first, second = negated or said.negated, first | said.first, second | said.second
    numbers = _numbers(text, language, rules.numbers)
    kept = words if rules.prefixes else frozenset()
    return Mark(language, negated, frozenset(numbers - {1}), first & ~second, second & ~first, kept)


@lru_cache(maxsize=_KNOWN)
def _said(word: str, language: str) -> _Said:
    """What a word says by itself: texts use the same words again and again."""
    rules = _rules(language)
    ended = len(word) >= _ENDED and word.endswith(rules.endings)
    first = sum(bit for bit, one, _ in rules.opposites if one.has(word))
    second = sum(bit for bit, _, other in rules.opposites if other.has(word))
    return _Said(ended or rules.negation.has(word), first, second)


def _signs(text: str, rules: _Rules) -> _Said:
    """What the signs in a text say."""
    first = sum(bit for bit, one, _ in rules.opposites if one.signs and one.met(text))
    second = sum(bit for bit, _, other in rules.opposites if other.signs and other.met(text))
    return _Said(rules.negation.met(text), first, second)


def _numbers(text: str, language: str, named: dict[str, int]) -> set[int]:
    """Numbers in digits and words; "two thousand" is one of them."""
    if language in _DENSE:
        found = {int(digits[:_LONGEST]) for digits in _DIGITS.findall(text)}
        return found | {_numeral(run) for run in _NUMERALS.findall(text)}
    numbers: list[int] = []
    before = False
    for word in text.split():
        number = int(word[:_LONGEST]) if word.isdecimal() else named.get(word)
        if number is not None and before and number in _FOLDS and numbers[-1] < number:
            numbers[-1] *= number
        elif number is not None:
            numbers.append(number)
        before = number is not None
    return set(numbers)


def _numeral(run: str) -> int:
    """The value of Chinese numerals: a digit, and units that multiply the one before them."""
    total = section = digit = 0
    for sign in run[:_LONGEST]:
        value = _SIGNS[sign]
        if value < 10:
            digit = value
        elif value < 10_000:
            section, digit = section + max(digit, 1) * value, 0
        else:
            total, section, digit = total + max(section + digit, 1) * value, 0, 0
    return total + section + digit


def opposed(one: Mark, other: Mark) -> bool:
    """Whether two texts, however alike their words, say different things."""
    if one.negated != other.negated or one.numbers != other.numbers:
        return True
    if one.first & other.second or one.second & other.first:
        return True
    if one.language != other.language or not (prefixes := _rules(one.language).prefixes):
        return False
    return _turned(one.words, other.words, prefixes) or _turned(other.words, one.words, prefixes)


def _turned(words: frozenset[str], others: frozenset[str], prefixes: tuple[str, ...]) -> bool:
    """Whether a word that only ``words`` has stands in ``others`` with a prefix that turns it round."""
    only = words - others
    return any(
        word[len(prefix) :] in only
        for word in others - words
        for prefix in prefixes
        if word.startswith(prefix) and len(word) >= len(prefix) + _LEAST
    )
