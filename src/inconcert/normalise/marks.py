"""What stays of a text when it is translated: numbers, mentions, emoji, names in capitals."""

from __future__ import annotations

import re

from inconcert.normalise.text import HASHTAG, LINK, MENTION

_NUMBER = re.compile(r"(?<![A-Za-z\d])(?<![A-Za-z]-)\d+(?:[.,:'’\u066b\u066c]\d+|[ \u00a0\u202f]\d{3}(?!\d))*")
"""A number with the signs that countries put between its digits; a space only before three of them."""
_LEAST = 2
"""Digits of a number that says something."""
_NAME = re.compile(r"(?<![^\W_])[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*(?![^\W_])")
"""Latin letters and digits in capitals: UNESCO, COVID-19, F16."""
_SHOUTED = 0.3
"""Share of a text's Latin letters in capitals from which it shouts, and capitals name nothing."""
_CAPITAL, _LATIN = re.compile("[A-Z]"), re.compile("[A-Za-z]")
_EMOJI = re.compile(
    "[\u203c\u2049\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    "\U0001f004-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff]|[\U0001f1e6-\U0001f1ff]{2}"
)
"""Pictures in text, flags of two letters; skin tones and variants are no part of them."""
_LEADING = re.compile(rf"\s*(?:{MENTION.pattern}\s*)+")
_ANY = re.compile(r"\d\d|@|＠|[A-Z]{2}|[A-Z]\d|[^\x00-\u2022]")
"""Without any of these a text has no marks."""
MOST = 20
"""Marks of a text that are kept: one with more is a list."""


def marks(text: str) -> list[str]:
    """Marks as ``kind:value``, distinct and sorted; empty for a text with more than :data:`MOST`.

    Whom a reply addresses is left out: the mentions that a text begins with. Hashtags, links and media are features of
    their own.
    """
    if not _ANY.search(text):
        return []
    body = HASHTAG.sub(" ", LINK.sub(" ", text)) if "#" in text or "＃" in text else LINK.sub(" ", text)
    body = _LEADING.sub(" ", body, count=1) if body.lstrip()[:1] in ("@", "＠") else body
    found = (
        {f"mention:{hit[0][1:].lower()}" for hit in MENTION.finditer(body)} if "@" in body or "＠" in body else set()
    )
    body = MENTION.sub(" ", body) if found else body
    found |= {f"number:{digits}" for hit in _NUMBER.finditer(body) if len(digits := _digits(hit[0])) >= _LEAST}
    found |= _names(body)
    if not body.isascii():
        found |= {f"emoji:{hit[0]}" for hit in _EMOJI.finditer(body)}
    return sorted(found) if len(found) <= MOST else []


def _digits(number: str) -> str:
    """The digits of a number in any script as ASCII, without what stands between them."""
    return "".join(str(int(sign)) for sign in number if sign.isdecimal())


def _names(body: str) -> set[str]:
    """Names in capitals: abbreviations are written alike in languages that share no word."""
    capitals = len(_CAPITAL.findall(body))
    if capitals < 2 or capitals > max(_SHOUTED * len(_LATIN.findall(body)), 12 * (not body.isascii())):
        return set()
    hits = (hit[0] for hit in _NAME.finditer(body))
    return {f"name:{name.lower()}" for name in hits if len(name) >= 2 and any(map(str.isalpha, name))}
