"""Reposts that are only written into the text («RT @name: …»), and stand-ins for originals that have no id."""

from __future__ import annotations

import re
from typing import NamedTuple

from inconcert.normalise.digest import digest
from inconcert.normalise.text import Reading, clean, exact_form, reading, squeeze

_HEAD = re.compile(r"^\W*(?:RT|MT|rt|Rt)\b[\s:]*[\"'“”‘(]*[@＠](\w{1,60})(?:[\s:.,\"'“”‘’-]+|$)")
_SAID = re.compile(r"^\s*Retweeted [^\n]{1,80} \([@＠](\w{1,60})\):\s*")
_QUOTED = re.compile(r"^\s*[\"“”][@＠](\w{1,60})\s*:\s*")
_INSIDE = re.compile(r"(?:\s[\"“(]?(?:RT|MT)\s*[\"“]?[@＠](\w{1,60})\s*[:\s]|[\"“”][@＠](\w{1,60})\s*:)\s*")
_QUOTING = tuple(quote + at for quote in '"“”' for at in "@＠")
_ELLIPSIS = re.compile(r"\s*\S*(?:…|\.\.\.)[\s\"”’]*$")
_LETTER = re.compile(r"[^\W\d_]")
PREFIX = 64
"""Letters of the text that name an original: classic reposts are cut at 140, and a repost of a repost earlier."""


class Repost(NamedTuple):
    """A repost as written in a text."""

    author: str
    """Handle of the original author, lower case."""
    body: str
    """Text of the original, possibly cut off."""
    comment: str
    """Own words before it; empty for a plain repost."""


def written(text: str) -> Repost | None:
    """Read «RT @name: text», «“@name: text”», «Retweeted Name (@name): text» and own words before one of the first two.

    ``None`` for any other text.

    Of a repost of a repost the innermost author counts.
    """
    if "@" not in text and "＠" not in text:
        return None
    hit = _opening(text)
    if hit is None:
        if "RT" not in text and "MT" not in text and not any(map(text.__contains__, _QUOTING)):
            return None
        hit = _INSIDE.search(text)
        return Repost((hit[1] or hit[2]).casefold(), text[hit.end() :], text[: hit.start()].strip()) if hit else None
    author, body = hit[1], text[hit.end() :]
    while (inner := _opening(body)) is not None:
        author, body = inner[1], body[inner.end() :]
    return Repost(author.casefold(), body, "")


def _opening(text: str) -> re.Match[str] | None:
    """The words that open a repost, with the author as their first group."""
    return _HEAD.match(text) or _QUOTED.match(text) or (_SAID.match(text) if "Retweeted" in text else None)


def stand_in(author: str, body: str) -> str | None:
    """A stable name for an original known only by author and (cut-off) text; ``None`` when they do not tell it apart.

    The text is compared without links, mentions and spacing, by its first 64 characters. Without an author the text
    must carry enough to be compared at all. A body that is nothing but a link keeps the link: reposts share it.
    """
    cleaned = clean(body)
    return named(author, cleaned, reading(cleaned))


def named(author: str, cleaned: str, read: Reading) -> str | None:
    """As :func:`stand_in`, for a text that was cleaned and prepared already."""
    cut = _ELLIPSIS.search(cleaned) if "..." in cleaned[-40:] else None
    if cut:
        cleaned = cleaned[: cut.start()]
        read = reading(cleaned)
    if not author and exact_form(read) is None:
        return None
    text = read.bare if _LETTER.search(read.words) else squeeze(cleaned)
    return digest("original", author, "".join(text.split())[:PREFIX]) if text else None
