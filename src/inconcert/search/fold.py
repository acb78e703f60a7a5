"""Texts as they are searched: without accents, case and typing habits, scripts without spaces cut into signs.

A word of Chinese, Japanese, Korean, Thai, Lao, Burmese or Khmer is looked for as a row of its signs, so that any part
of a text can be found, also words of one and two signs, which runs of three would miss.
"""

from __future__ import annotations

import re
import unicodedata

from inconcert.normalise.text import UNSPACED, WIDE

_DROPPED = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
"""Accents, vowel signs of Hebrew and Arabic, what stretches letters, signs that are not seen."""
_SIGN = re.compile(f"[{WIDE}{UNSPACED}]")


def fold(text: str) -> str:
    """The text in small letters, compatibility forms made plain (NFKD), accents and unseen signs dropped."""
    if text.isascii():
        return text.lower()
    plain = _DROPPED.sub("", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", plain)


def indexed(text: str) -> str:
    """The folded text as the index takes it: signs of scripts without spaces stand apart."""
    folded = fold(text)
    return folded if folded.isascii() else _SIGN.sub(lambda sign: f" {sign[0]} ", folded)


def mapped(text: str) -> tuple[str, list[int]]:
    """The folded text sign by sign, and for each of its characters the place it comes from; and the end."""
    parts, places = [], []
    for place, sign in enumerate(text):
        folded = fold(sign)
        parts.append(folded)
        places += [place] * len(folded)
    return "".join(parts), [*places, len(text)]
