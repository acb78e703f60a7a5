"""Texts made comparable: what is left when links, names, invisible characters and typing habits are taken away."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from inconcert.normalise.digest import digest

WIDE = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts in which one character carries about as much as a syllable or a word: Chinese, Japanese, Korean."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Alphabets written without spaces between words: Thai, Lao, Burmese, Khmer."""

LINK = re.compile(
    rf"(?:https?:/*|www\.|pic\.(?:twitter|x)\.com/|\bt\.co/)[^\s\u2026{WIDE}\u3000-\u303f\uff00-\uffef<>\"«»“”]*",
    re.IGNORECASE,
)
"""A link in running text, also one that was cut off after «http»."""
MENTION = re.compile(r"(?<![\w@/.])[@＠]\w+(?:[.\-]\w+)*(?:@[\w.\-]+)?")
"""A mention, also of the forms @name.bsky.social and @name@server."""
HASHTAG = re.compile(r"(?<![\w&/])[#＃](?:[^\W_]|[_\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u200c])+")
"""A hashtag; it may hold marks and vowels of Arabic, Indic and Thai scripts, which ``\\w`` does not cover."""

_CUT_LINK = re.compile(r"\bh(?:t(?:t(?:ps?:?/*)?)?)?\s*(?:\u2026|\.\.\.)\s*$", re.IGNORECASE)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5"
_DROPPED = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_TYPED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **{chr(code): " " for code in (0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)},
}
_TYPING = re.compile(f"[{''.join(_TYPED)}]")
_LOOKALIKE = str.maketrans("аеорсухіјѕһԁԛԝοανρτικαеο", "aeopcyxijshdqwoavptikaeo")
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+")
_LETTER = re.compile(r"[^\W\d_]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WIDE = re.compile(f"[{WIDE}]")
_SYMBOLS = re.compile(r"(?:[^\w\s\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|_)+")
_NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*")
_EDGE_TAGS = re.compile(rf"^(?:\s*{HASHTAG.pattern})+|(?:\s*{HASHTAG.pattern})+\s*$")
_MASKS = re.compile(r"<[@#unN]>")


class Forms(NamedTuple):
    """Three comparable forms of one text; ``None`` where too little is left to compare."""

    exact: str | None
    template: str | None
    near: str | None


class Weight(NamedTuple):
    """How much a text carries."""

    words: float
    """Words; scripts without spaces are counted by their usual length of a word."""
    letters: float
    """Letters; a Chinese, Japanese or Korean character counts as two."""


def clean(text: str) -> str:
    """The text without invisible characters and typing habits, its case kept.

    HTML entities are resolved, compatibility forms made plain (NFKC), quotes, dashes and spaces made one, zero-width
    and bidi characters, emoji variants, Arabic and Hebrew vowel marks dropped.
    """
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return text
    text = _DROPPED.sub("", text)
    text = _TYPING.sub(lambda hit: _TYPED[hit[0]], text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Case folded, and Cyrillic or Greek look-alikes inside words with Latin letters made Latin."""
    text = text.casefold()
    if text.isascii():
        return text
    return _MIXED.sub(lambda hit: hit[0].translate(_LOOKALIKE), text)


def weigh(text: str) -> Weight:
    """How many words and letters a text holds, in any script."""
    if text.isascii():
        words = [word for word in text.split() if not word.isdigit() and _LETTER.search(word)]
        return Weight(len(words), sum(map(len, words)))
    wide, thin = len(_WIDE.findall(text)), len(_UNSPACED.findall(text))
    rest = text if not wide + thin else _UNSPACED.sub(" ", _WIDE.sub(" ", text))
    words = [word for word in rest.split() if _LETTER.search(word)]
    return Weight(len(words) + wide / 1.7 + thin / 4, sum(map(len, words)) + 2 * wide + thin)


def squeeze(text: str) -> str:
    """White space collapsed to single spaces, and what frames a text (colons, dashes, dots, quotes) taken off."""
    return " ".join(text.split()).strip(" :;,-.\"'|/>()[]")


def without_references(text: str) -> str:
    """The text without links and mentions, also without a link that was cut off at the end."""
    if "…" in text or "..." in text:
        text = _CUT_LINK.sub(" ", text)
    if "/" in text or "http" in text or "www" in text:
        text = LINK.sub(" ", text)
    return MENTION.sub(" ", text) if "@" in text or "＠" in text else text


def bare(cleaned: str) -> str:
    """A cleaned text folded, without links and mentions."""
    return squeeze(fold(without_references(cleaned)))


def exact_form(text: str) -> str | None:
    """A bare text as it is; ``None`` under four words or fifteen letters.

    Words inside hashtags count for the comparison but not for the weight: a row of hashtags is no text.
    """
    words, letters = weigh(HASHTAG.sub(" ", text) if "#" in text else text)
    return text if words >= 4 and letters >= 15 else None


def near_form(exact: str) -> str | None:
    """The exact form as bare words without framing hashtags; ``None`` under six words or thirty letters."""
    text = _EDGE_TAGS.sub(" ", exact) if "#" in exact else exact
    text = " ".join(_SYMBOLS.sub(" ", text).split())
    words, letters = weigh(text)
    return text if words >= 6 and letters >= 30 else None


def template_form(cleaned: str) -> str | None:
    """The words of a cleaned text with names, numbers, links, mentions and hashtags masked.

    Names are words with a capital inside a sentence, unless half of all words have one (headlines, German nouns).
    ``None`` when fewer than five words or twenty letters remain.
    """
    text = HASHTAG.sub(" <#> ", MENTION.sub(" <@> ", LINK.sub(" <u> ", _CUT_LINK.sub(" <u> ", cleaned))))
    text = _NUMBER.sub(" <n> ", text)
    words = _mask_names(text.split())
    kept = [word if _MASKS.fullmatch(word) else _SYMBOLS.sub("", fold(word)) for word in words]
    joined = " ".join(_once(word for word in kept if word))
    count, letters = weigh(_MASKS.sub(" ", joined))
    return joined if count >= 5 and letters >= 20 else None


def forms(text: str) -> Forms:
    """The exact, template and near forms of a text as published."""
    cleaned = clean(text)
    return forms_of(cleaned, bare(cleaned))


def forms_of(cleaned: str, bared: str) -> Forms:
    """As :func:`forms`, for a text that was cleaned and bared already."""
    exact = exact_form(bared)
    if exact is None:
        return Forms(None, None, None)
    return Forms(exact, template_form(cleaned), near_form(exact))


def name(form: str | None) -> str | None:
    """Hash of a form, ``None`` for none."""
    return None if form is None else digest(form)


def _mask_names(words: list[str]) -> list[str]:
    """Words with a capital that do not open a sentence become ``<N>``."""
    capital = [word[0].isupper() or (len(word) > 1 and not word[0].isalnum() and word[1].isupper()) for word in words]
    if not any(capital) or 2 * sum(capital) >= len(words):
        return words
    opens = [True, *(word[-1] in ".!?:>\"" for word in words[:-1])]
    return ["<N>" if big and not first else word for word, big, first in zip(words, capital, opens, strict=True)]


def _once(words: object) -> list[str]:
    """Runs of the same mask become one mask."""
    kept: list[str] = []
    for word in words:  # type: ignore[attr-defined]
        if not (kept and kept[-1] == word and word[0] == "<"):
            kept.append(word)
    return kept
