"""What others make of a brand's name as a whole: without vowels, its parts turned, ``www`` before it, its core alone.

Each kind was thought of from what people do with names in addresses, not from a list of spoofs.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.tables import a_word, everyday, vowels, words

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 6
"""Letters of the shortest name without vowels, or without its word of news, that is seldom anybody else's."""
WHOLE = 9
"""Letters of the shortest name whose parts are turned."""
PART = 3
"""Letters of the shortest part."""

KINDS = {
    "core": "a form of the name '{written}' of {brand}",
    "vowelless": "the name '{written}' of {brand} without its vowels",
    "turned": "the name '{written}' of {brand} with its parts turned",
    "stem": "the name '{written}' of {brand} without its word of news",
    "www": "'www' and the name '{written}' of {brand} in one word",
}
"""Kinds of forms that are derived from a name, and how each is told."""


def derived(text: str) -> Iterator[tuple[str, str]]:
    """Kind and letters of each form derived from a name.

    Args:
        text: the name as it is written, perhaps with hyphens.
    """
    bare = text.replace("-", "")
    if not bare.isascii():
        return
    if len(bare) >= PART:
        yield "www", f"www{bare}"
    without = bare[:1] + "".join(letter for letter in bare[1:] if letter not in vowels())
    if without.isalpha() and len(without) >= LEAST and len(bare) - len(without) > 1 and not a_word(without):
        yield "vowelless", without
    for one, other in parts(text):
        if len(bare) >= WHOLE and not a_word(other + one):
            yield "turned", other + one
        stem = other if _of_news(one) else one
        if _of_news(one) != _of_news(other) and len(stem) >= LEAST and not _known(stem):
            yield "stem", stem


def parts(text: str) -> list[tuple[str, str]]:
    """The two parts of a name: at its one hyphen, or where a word of news begins or ends it."""
    one, hyphen, other = text.partition("-")
    if hyphen:
        return [(one, other)] if "-" not in other and min(len(one), len(other)) >= PART else []
    cuts = [(text[:cut], text[cut:]) for cut in range(PART, len(text) - PART + 1)]
    fitting = [(one, other) for one, other in cuts if _of_news(one) != _of_news(other) and _long_enough(one, other)]
    return sorted(fitting, key=lambda pair: min(map(len, pair)))[-1:]


def _long_enough(one: str, other: str) -> bool:
    """Whether the word of news is no chance ending of the other part."""
    return len(one if _of_news(one) else other) > PART


def _of_news(text: str) -> bool:
    return words().get(text) in ("news", "title")


@cache
def _known(text: str) -> bool:
    """Whether a part is a word, a place or an ending, or made of such: then others have it too."""
    if everyday(text) or text in words() or (len(text) > PART and a_word(text)):
        return True
    return any(_known(text[:cut]) and _known(text[cut:]) for cut in range(PART, len(text) - PART + 1))
