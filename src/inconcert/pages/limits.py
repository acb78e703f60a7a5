"""How much of a page is read, and what is cut before a parser sees it, so that no page can hold it up.

The parser needs time that grows with the square of the depth of open elements, of open formatting elements
(``<a>``, ``<b>``, ``<font>``: each is opened again in every block that follows) and of the attributes of one element.
Browsers stop at a depth of 512 as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading; a page past one of them is cut there, and that is told."""

    page_bytes: int = 16 * 2**20
    """Bytes of one page, unpacked."""
    archive_bytes: int = 64 * 2**30
    """Bytes of one archive, unpacked."""
    growth: int = 250
    """Times that packed archives may grow; ordinary pages grow 5 to 20 times."""
    whole_bytes: int = 128 * 2**20
    """Bytes of a file that can only be read as a whole (MHTML)."""
    parts: int = 200
    """HTML documents of one MHTML file: the page and its frames."""
    depth: int = 512
    """Elements inside one another."""
    formatting: int = 256
    """Formatting elements that are open at once."""
    attributes: int = 1024
    """Attributes of one element."""
    seconds: float = 10.0
    """Seconds spent on what one page says; what was seen by then counts."""


LIMITS = Limits()

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\1|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9\-]*)",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
        "keygen",
        "basefont",
        "bgsound",
    ]
)
_CLOSES_ITSELF = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "rb",
        "rt",
        "rp",
        "rtc",
        "html",
        "body",
        "head",
    ]
)
_FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8000,}")
_ATTRIBUTE = re.compile(r"""\s*[/\s]\s*[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")


def tamed(html: str, limits: Limits = LIMITS) -> tuple[str, list[str]]:
    """The page, cut where a parser would be held up, and a sentence for each cut."""
    told: list[str] = []
    if "\0" in html:
        html = html.replace("\0", "")
        told.append("holds NUL characters, which were left out")
    html = _few_attributes(html, limits, told)
    if _rise(html) > min(limits.depth, limits.formatting):
        cut = _too_deep(html, limits)
        if cut is not None:
            told.append(f"its elements are nested too deep from character {cut:,} on; it is read up to there")
            html = html[:cut]
    return html, told


def _rise(html: str) -> int:
    """An upper bound of the depth, cheaply: how far openings run ahead of closings, void elements counted too."""
    codes = np.frombuffer(html.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    at = np.flatnonzero(codes[:-1] == ord("<")) + 1
    after = codes[at]
    letter = ((after | 32) >= ord("a")) & ((after | 32) <= ord("z"))
    level = np.cumsum(np.where(after == ord("/"), -1, letter.astype(np.int64)))
    return int((level - np.minimum(np.minimum.accumulate(level), 0)).max()) if level.size else 0


def _too_deep(html: str, limits: Limits) -> int | None:
    """Where the page first goes deeper than it may; ``None`` when it never does."""
    open_tags: list[str] = []
    formatting = 0
    for hit in _TAG.finditer(html):
        closing, name = hit[2], (hit[3] or "").lower()
        if not name or name in _VOID or name in _CLOSES_ITSELF:
            continue
        if closing:
            formatting -= _close(open_tags, name)
            continue
        open_tags.append(name)
        formatting += name in _FORMATTING
        if len(open_tags) > limits.depth or formatting > limits.formatting:
            return hit.start()
    return None


def _close(open_tags: list[str], name: str) -> int:
    """Close the nearest element of that name, as far as it is near; the number of formatting elements closed."""
    for back in range(1, min(len(open_tags), 64) + 1):
        if open_tags[-back] == name:
            # A block closed over open formatting does not end it: the parser opens it again.
            kept = [tag for tag in open_tags[len(open_tags) - back + 1 :] if tag in _FORMATTING]
            open_tags[len(open_tags) - back :] = kept
            return int(name in _FORMATTING)
    return 0


def _few_attributes(html: str, limits: Limits, told: list[str]) -> str:
    """The page without elements of thousands of attributes."""
    parts, at = [], 0
    for hit in _LONG_TAG.finditer(html):
        if sum(1 for _ in _ATTRIBUTE.finditer(hit[0])) > limits.attributes:
            parts.append(html[at : hit.start()])
            at = hit.end()
    if not parts:
        return html
    told.append(f"has elements of more than {limits.attributes:,} attributes, which were left out")
    return "".join([*parts, html[at:]])
