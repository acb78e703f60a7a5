"""How much of a page is read, and what is cut before a parser sees it, so that no page can hold it up.

The parser needs time that grows with the square of the depth of open elements, of open formatting elements
(``<a>``, ``<b>``, ``<font>``: each is opened again in every block that follows) and of the attributes of one element.
Browsers stop at a depth of 512 as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    seconds: float = 5.0
    """Seconds spent on what one page says; what was seen by then counts."""


LIMITS = Limits()

_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</\1|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9\-]*)",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset(
    ("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen")
)
_EMPTY = _VOID | {"link", "meta", "param", "source", "track", "wbr"}
"""Elements without content."""
_TABLE = frozenset(("tr", "td", "th", "thead", "tbody", "tfoot", "colgroup"))
_UNCLOSED = (
    _EMPTY | _TABLE | {"p", "li", "dt", "dd", "option", "optgroup", "rb", "rt", "rp", "rtc", "html", "body", "head"}
)
"""Elements that pages leave open without nesting them."""
_FORMATTING = frozenset(
    ("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u")
)
_ALARM = 1024
"""Openings ahead of closings from which on a page is looked at closely; up to here a parser needs no second."""
_LONG = 8000
"""Characters from which on the attributes of an element are counted."""
_WHOLE_TAG = re.compile(r"<[a-zA-Z][^<>]*")
_ATTRIBUTE = re.compile(r"""\s*[/\s]\s*[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+))?""")


def tamed(html: str, limits: Limits = LIMITS) -> tuple[str, list[str]]:
    """The page, cut where a parser would be held up, and a sentence for each cut."""
    told: list[str] = []
    if "\0" in html:
        html = html.replace("\0", "")
        told.append("holds NUL characters, which were left out")
    starts = _starts(html)
    if _rise(starts) > _ALARM:
        cut = _too_deep(html, limits)
        if cut is not None:
            told.append(f"its elements are nested too deep from character {cut:,} on; it is read up to there")
            html = html[:cut]
    return _few_attributes(html, starts.at, limits, told), told


class _Starts(NamedTuple):
    """Every ``<`` of a page."""

    at: NDArray[np.int64]
    """Position of the character behind it."""
    code: NDArray[np.uint32]
    """That character."""


def _starts(html: str) -> _Starts:
    codes = np.frombuffer(html.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    at = np.flatnonzero(codes[:-1] == ord("<")) + 1
    return _Starts(at, codes[at])


def _rise(starts: _Starts) -> int:
    """An upper bound of the depth, cheaply: how far openings run ahead of closings, void elements counted too."""
    letter = ((starts.code | 32) >= ord("a")) & ((starts.code | 32) <= ord("z"))
    level = np.cumsum(np.where(starts.code == ord("/"), -1, letter.astype(np.int64)))
    return int((level - np.minimum(np.minimum.accumulate(level), 0)).max()) if level.size else 0


def _too_deep(html: str, limits: Limits) -> int | None:
    """Where the page first goes deeper than it may; ``None`` when it never does."""
    open_tags: list[str] = []
    formatting = 0
    for hit in _TAG.finditer(html):
        closing, name = hit[2], (hit[3] or "").lower()
        if not name or name in _UNCLOSED:
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


def _few_attributes(html: str, at: NDArray[np.int64], limits: Limits, told: list[str]) -> str:
    """The page without elements of thousands of attributes."""
    parts, done = [], 0
    for which in np.flatnonzero(np.diff(at, append=len(html)) > _LONG):
        start = int(at[which]) - 1
        tag = _WHOLE_TAG.match(html, start)
        if tag and len(tag[0]) > _LONG and sum(1 for _ in _ATTRIBUTE.finditer(tag[0])) > limits.attributes:
            parts.append(html[done:start])
            done = max(tag.end(), done)
    if not parts:
        return html
    told.append(f"has elements of more than {limits.attributes:,} attributes, which were left out")
    return "".join([*parts, html[done:]])
