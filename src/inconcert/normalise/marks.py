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
# Most texts have no marks of most kinds, and one look says so in a tenth of the time.
_ANY = re.compile(r"\d[.,:'’\u066b\u066c \u00a0\u202f]?\d|[@＠]|[A-Z][A-Z0-9]|[^\x00-\u2022]")
_TWO = re.compile(r"\d[.,:'’\u066b\u066c \u00a0\u202f]?\d")
_PLAIN_LINK = re.compile(r"https?://[^\s<>\"]*")
"""Most links, where nothing but ASCII can follow them."""
_CAPITALS = re.compile("[A-Z][A-Z0-9]")
MOST = 20
"""Marks of a text that are kept: one with more is a list."""


def marks(text: str) -> list[str]:
    """Marks as ``kind:value``, distinct and sorted; empty for a text with more than :data:`MOST`.

    Whom a reply addresses is left out: the mentions that a text begins with. Hashtags, links and media are features of
    their own.
    """
    body = _PLAIN_LINK.sub(" ", text) if "http" in text and text.isascii() else text
    if "/" in body or "www" in body.lower():
        body = LINK.sub(" ", body)
    if "#" in body or "＃" in body:
        body = HASHTAG.sub(" ", body)
    if not _ANY.search(body):
        return []
    found: set[str] = set()
    if "@" in body or "＠" in body:
        body = _LEADING.sub(" ", body, count=1) if body.lstrip()[:1] in ("@", "＠") else body
        found = {f"mention:{hit[0][1:].lower()}" for hit in MENTION.finditer(body)}
        body = MENTION.sub(" ", body) if found else body
    if _TWO.search(body):
        found |= {f"number:{digits}" for hit in _NUMBER.finditer(body) if len(digits := _digits(hit[0])) >= _LEAST}
    if _CAPITALS.search(body):
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
