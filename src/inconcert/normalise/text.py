"""Texts made comparable: what is left when links, names, invisible characters and typing habits are taken away."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from inconcert.normalise.digest import digest

WIDE = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts in which one character carries about as much as a syllable or a word: Chinese, Japanese, Korean."""
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Alphabets written without spaces between words: Thai, Lao, Burmese, Khmer."""
_VOWELS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Marks and dependent vowels that belong to words although ``\\w`` does not cover them."""

# The patterns begin with letters, not with a look-behind or a flag: Python's engine then leaps to candidates.
LINK = re.compile(
    r"(?:http(?=s?:)|Http(?=s?:)|HTTP(?=S?:)|www\.|Www\.|WWW\.|pic\.twitter\.com/|pic\.x\.com/|t\.co/)"
    rf"[^\s\u2026{WIDE}\u3000-\u303f\uff00-\uffef<>\"«»“”]*"
)
"""A link in running text, also one that was cut off after «http:»."""
MENTION = re.compile(r"[@＠](?<![\w@/.][@＠])\w+(?:[.\-]\w+)*(?:@[\w.\-]+)?")
"""A mention, also of the forms @name.bsky.social and @name@server."""
TAG_SIGN = rf"(?:[^\W_]|[_\u200c{_VOWELS}])"
"""A character of a hashtag, as a pattern."""
HASHTAG = re.compile(rf"[#＃](?<![\w&/][#＃]){TAG_SIGN}+")
"""A hashtag; it may hold marks and vowels of Arabic, Indic and Thai scripts."""

_CUT_LINK = re.compile(r"\bh(?:t(?:t(?:ps?:?/*)?)?)?\s*(?:\u2026|\.\.\.)\s*$", re.IGNORECASE)
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\ufffd\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5"
_DROPPED = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_TYPED = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **{chr(code): " " for code in (*range(0x09), 0x7F, 0x85, 0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)},
}
_TYPING = re.compile(f"[{re.escape(''.join(_TYPED))}]")
_CONTROL = re.compile("[\x00-\x08\x7f]")
# Cyrillic and Greek letters that look like Latin ones, in the order of the Latin letters below.
LOOKALIKE = str.maketrans("аеорсухіјѕһԁԛԝοανρτικ", "aeopcyxijshdqwoavptik")
_MIXED = re.compile(r"\b(?=\w*[a-z])(?=\w*[\u0370-\u03ff\u0400-\u052f])\w+")
OTHER_ALPHABETS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
"""Greek and Cyrillic letters, some of which look like Latin ones."""
_LETTER = re.compile(r"[^\W\d_]")
_DENSE = re.compile(f"[{WIDE}{UNSPACED}]")
_UNSPACED = re.compile(f"[{UNSPACED}]")
_WIDE = re.compile(f"[{WIDE}]")
SYMBOLS = re.compile(rf"(?:[^\w\s\x01-\x05{_VOWELS}]|_)+")
"""Punctuation, emoji and other signs; not the masks."""
FRAME = " :;,-.\"'|/>()[]"
"""Signs that frame a text and are taken off."""
CLOSING = '.!?:>"'
"""Signs after which a word has a capital because it opens a sentence."""
_NO_SYMBOLS = {code: " " for code in range(0x06, 0x80) if not chr(code).isalnum()}
_NUMBER = re.compile(r"\d+(?:[.,:/\-]\d+)*")
_URL, _NAME, _TAG, _DIGITS, _PROPER = " \x01 ", " \x02 ", " \x03 ", " \x04 ", "\x05"
_MASKS = re.compile("[\x01-\x05]")
_RUNS = re.compile(r"([\x01-\x05])(?: \1)+")


class Forms(NamedTuple):
    """Three comparable forms of one text; ``None`` where too little is left to compare."""

    exact: str | None
    template: str | None
    near: str | None


class Reading(NamedTuple):
    """A text prepared for everything that is asked of it."""

    marked: str
    """Cleaned, its case kept; a link is the character 1, a mention the character 2."""
    words: str
    """The same without links, mentions and hashtags."""
    bare: str
    """Case folded, without links and mentions, single spaces."""


class Weight(NamedTuple):
    """How much a text carries."""

    words: float
    """Words; scripts without spaces are counted by their usual length of a word."""
    letters: float
    """Letters; a Chinese, Japanese or Korean character counts as two."""


def clean(text: str) -> str:
    """The text without invisible characters and typing habits, its case kept.

    HTML entities are resolved, compatibility forms made plain (NFKC), quotes, dashes and spaces made one, control,
    zero-width and bidi characters, emoji variants, signs that were lost before (U+FFFD), Arabic and Hebrew vowel marks
    dropped.
    """
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return (text if text.isprintable() else _CONTROL.sub(" ", text)).replace("`", "'")
    text = _DROPPED.sub("", text)
    text = _TYPING.sub(lambda hit: _TYPED[hit[0]], text)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Case folded, and Cyrillic or Greek look-alikes inside words with Latin letters made Latin."""
    if text.isascii():
        return text.lower()
    text = text.casefold()
    return _MIXED.sub(lambda hit: hit[0].translate(LOOKALIKE), text) if OTHER_ALPHABETS.search(text) else text


def weigh(text: str) -> Weight:
    """How many words and letters a text holds, in any script."""
    wide, thin = len(_WIDE.findall(text)), len(_UNSPACED.findall(text))
    rest = _UNSPACED.sub(" ", _WIDE.sub(" ", text)) if wide + thin else text
    words = [word for word in rest.split() if _LETTER.search(word)]
    return Weight(len(words) + wide / 1.7 + thin / 4, len(_LETTER.findall(rest)) + 2 * wide + thin)


def carries(text: str, words: int, letters: int) -> bool:
    """Whether a text holds at least so many words and letters; looks no further than it must."""
    if not text.isascii() and _DENSE.search(text):
        weight = weigh(text)
        return weight.words >= words and weight.letters >= letters
    worded, lettered = _at_least(words, letters)
    return worded.match(text) is not None and lettered.match(text) is not None


def squeeze(text: str) -> str:
    """White space collapsed to single spaces, and what frames a text (colons, dashes, dots, quotes) taken off."""
    return " ".join(text.split()).strip(FRAME)


def read(text: str) -> Reading:
    """Prepare a text as published."""
    return reading(clean(text))


def reading(cleaned: str) -> Reading:
    """Prepare a cleaned text."""
    marked = _mark(cleaned)
    words = HASHTAG.sub(" ", marked) if "#" in marked else marked
    return Reading(marked, _unmarked(words), squeeze(fold(_unmarked(marked))))


def exact_form(read: Reading) -> str | None:
    """The bare text; ``None`` under four words or fifteen letters.

    Words inside hashtags count for the comparison but not for the weight: a row of hashtags is no text.
    """
    return read.bare if carries(read.words, 4, 15) else None


def near_form(exact: str) -> str | None:
    """The exact form as bare words without framing hashtags; ``None`` under six words or thirty letters."""
    text = _without_edge_tags(exact) if "#" in exact else exact
    text = " ".join(_without_symbols(text).split())
    return text if carries(text, 6, 30) else None


def template_form(marked: str) -> str | None:
    """The words of a marked text with names, numbers, links, mentions and hashtags masked.

    Names are words with a capital inside a sentence, unless half of all words have one (headlines, German nouns).
    ``None`` when fewer than five words or twenty letters remain.
    """
    text = HASHTAG.sub(_TAG, marked) if "#" in marked else marked
    words = _mask_names(_NUMBER.sub(_DIGITS, text).split())
    text = " ".join(_without_symbols(fold(" ".join(words))).split())
    return _RUNS.sub(r"\1", text) if carries(_MASKS.sub(" ", text), 5, 20) else None


def forms(text: str) -> Forms:
    """The exact, template and near forms of a text as published."""
    return forms_of(read(text))


def forms_of(read: Reading) -> Forms:
    """As :func:`forms`, for a text that was prepared already."""
    exact = exact_form(read)
    if exact is None:
        return Forms(None, None, None)
    return Forms(exact, template_form(read.marked), near_form(exact))


def name(form: str | None) -> str | None:
    """Hash of a form, ``None`` for none."""
    return None if form is None else digest(form)


def _mark(cleaned: str) -> str:
    """Links and mentions replaced by the characters 1 and 2, also a link that was cut off at the end."""
    if cleaned.endswith(("...", "…")):
        cleaned = _CUT_LINK.sub(_URL, cleaned)
    cleaned = LINK.sub(_URL, cleaned)
    return MENTION.sub(_NAME, cleaned) if "@" in cleaned else cleaned


def _unmarked(marked: str) -> str:
    return marked.replace("\x01", " ").replace("\x02", " ")


@cache
def _at_least(words: int, letters: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns that match so many words with a letter in them, and so many letters, with nothing to go back over."""
    return re.compile(rf"(?:[\W\d_]*+\S++){{{words}}}"), re.compile(rf"(?:[\W\d_]*+[^\W\d_]){{{letters}}}")


def _without_edge_tags(text: str) -> str:
    words = text.split()
    while words and words[0][0] == "#":
        del words[0]
    while words and words[-1][0] == "#":
        del words[-1]
    return " ".join(words)


def _without_symbols(text: str) -> str:
    """Punctuation, emoji and other symbols made spaces; masks stay."""
    return text.translate(_NO_SYMBOLS) if text.isascii() else SYMBOLS.sub(" ", text)


def _mask_names(words: list[str]) -> list[str]:
    """Words with a capital that do not open a sentence are masked."""
    capital = [word[0].isupper() or (not word[0].isalnum() and word[1:2].isupper()) for word in words]
    if 2 * sum(capital) >= len(words) or True not in capital:
        return words
    masked, opens = [], True
    for word, big in zip(words, capital, strict=True):
        masked.append(_PROPER if big and not opens else word)
        opens = word[-1] in CLOSING
    return masked
