"""How likely a name is met by chance, as a word, as part of one, or in a name that somebody else came upon."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.forms import ARTICLES, SHORT
from inconcert.sites.lookalikes.tables import a_word, everyday, titles, word_kind, words

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.forms import Form

LONG = 8
"""Letters from which a name is seldom met by chance, even inside a longer label."""


@cache
def plain(text: str) -> bool:
    """Whether a name is a word or made of everyday words: then somebody else may have come upon it."""
    return any(a_word(core) or _of_words(core) or _of_additions(core) for core in cores(text))


@cache
def distinct(text: str) -> bool:
    """Whether a name is hardly met by chance, whatever stands beside it.

    It has six letters at least, five when it begins with a number, and is no word; made of everyday words it has nine,
    and not only such as stand beside any name.
    """
    if numbered(text):
        return not _of_additions(text)
    if len(text) < LONG - 2 or any(map(a_word, cores(text))):
        return False
    return not _of_words(text) or (len(text) > LONG and not _of_additions(text))


@cache
def near_a_word(text: str) -> bool:
    """Whether a name is a word of five letters or more but for one or two letters at an end: others hold it too."""
    cuts = (text[1:], text[2:], text[:-1], text[:-2])
    return any(len(cut) >= SHORT and a_word(cut) for cut in cuts)


@cache
def borrowed(text: str) -> bool:
    """Whether a name is one of the titles many newspapers share, or nothing but words that stand beside names."""
    return _of_additions(text) or not titles().isdisjoint(cores(text))


def numbered(text: str) -> bool:
    """Whether a name of five letters or more begins with a number: hardly a word goes on so."""
    return len(text) >= SHORT and text[0].isdigit() and not text.isdigit()


def weight(text: str) -> int:
    """Letters of a name as far as they tell it from chance; a number before letters counts three more."""
    return len(text) + 3 * numbered(text)


@cache
def shared_title(text: str) -> bool:
    """Whether a name is an everyday word behind an article: many call themselves so."""
    return any(everyday(core) for core in cores(text))


@cache
def cores(text: str) -> frozenset[str]:
    """A name without numbers, and without an article."""
    bare = text.strip("0123456789")
    found = (bare, *(bare.removeprefix(article) for article in ARTICLES))
    return frozenset(core for core in found if len(core) > 2)


@cache
def _of_words(text: str) -> bool:
    """Whether a text is nothing but everyday words of three letters or more."""
    return everyday(text) or any(everyday(text[:cut]) and _of_words(text[cut:]) for cut in range(3, len(text) - 2))


@cache
def _of_additions(text: str) -> bool:
    """Whether a text is nothing but words that stand beside names, places aside."""
    added = (text in words() and word_kind(text) in ("news", "title", "address", "filler")) or text.isdigit()
    cuts = range(2, len(text))
    return added or any(_of_additions(text[:cut]) and _of_additions(text[cut:]) for cut in cuts)


@cache
def titled(text: str) -> bool:
    """Whether a name is nothing but everyday words and words that stand beside names, places too: ``koreatimes``.

    One that begins with a number is not.
    """
    if numbered(text):
        return False
    return _named(text) or any(_named(core) for core in cores(text))


@cache
def _named(text: str) -> bool:
    known = everyday(text) or text in words()
    return known or any(_named(text[:cut]) and _named(text[cut:]) for cut in range(3, len(text) - 2))


def edited_beside_words(form: Form) -> bool:
    """Whether an edit of a name counts beside other words too: others would be met by chance."""
    return form.rare == 2 and len(form.text) >= LONG - 1


def counts_when_joined(form: Form) -> bool:
    """Whether a name counts when it is joined to words without a hyphen: short everyday ones are met by chance."""
    if form.rare == 0 or (form.derived and form.rare == 1):
        return not form.derived and len(form.text) > SHORT
    return True
