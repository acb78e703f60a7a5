"""Turn what a cell holds into what a column means: text, numbers, truth, lists. What cannot be read raises."""

from __future__ import annotations

import ast
import json
import math
import re
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from inconcert.model.times import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable

TRUE, FALSE = frozenset({"true", "1", "yes", "y", "t"}), frozenset({"false", "0", "no", "n", "f"})
"""Words that say yes and no, in small letters."""
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "blockquote"})
_SILENT = frozenset({"script", "style"})
_LINK_BREAK = re.compile(r"[\s|]+|[,;](?=\s*[a-z][a-z0-9+.-]*://)", re.IGNORECASE)
_WORD_BREAK = re.compile(r"[|,;]|\s+(?=[#@＃])")


def text(value: Any) -> str | None:
    """The text of a cell as published; of a list, its first element; ``None`` for what says nothing."""
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return None if math.isnan(value) else str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, list):
        return next((found for found in map(text, value) if found is not None), None)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return None if value is None else str(value)


def name(value: Any) -> str | None:
    """A handle: text without surrounding blanks and without the leading ``@``."""
    found = text(value)
    return (found.strip().lstrip("@") or None) if found is not None else None


def number(value: Any) -> float | None:
    """A count; ``None`` when the cell says nothing (a missing count is not zero).

    Raises:
        UnreadableError: the cell holds something else.
    """
    if isinstance(value, (bool, dict, list)):
        raise UnreadableError("not a number")
    if isinstance(value, str):
        value = value.strip().replace(",", "")
        if value.lower() in ("", "nan", "none", "null", "na", "n/a", "-"):
            return None
    try:
        made = float(value)
    except (ValueError, OverflowError, TypeError):
        raise UnreadableError("not a number") from None
    return made if math.isfinite(made) else None


def whole(value: Any) -> int | None:
    """A whole number.

    Raises:
        UnreadableError: the cell holds something else.
    """
    found = number(value)
    if found is not None and abs(found) >= 2**63:
        raise UnreadableError("not a number")
    return None if found is None else int(found)


def truth(value: Any) -> bool | None:
    """True or false as sources write it.

    Raises:
        UnreadableError: the cell holds something else.
    """
    if isinstance(value, bool):
        return value
    word = (text(value) or "").strip().lower()
    if word in TRUE or word in FALSE:
        return word in TRUE
    if word in ("", "nan", "none", "null"):
        return None
    raise UnreadableError("neither true nor false")


def counts(value: Any) -> dict[str, float] | None:
    """Numbers by name; ``None`` when there are none.

    Raises:
        UnreadableError: it is no object.
    """
    if not isinstance(value, dict):
        raise UnreadableError("not numbers by name")
    found = {str(name): number(one) for name, one in value.items()}
    return {name: one for name, one in found.items() if one is not None} or None


def lister(column: str, how: str) -> Callable[[Any], list[str] | None]:
    """A reader of list cells for ``column``, written as ``how`` says (see ``Format.lists``); guessed when empty."""
    strip = {"hashtags": "#＃", "mentions": "@"}.get(column, "")
    is_link = column in ("urls", "media")

    def read(value: Any) -> list[str] | None:
        elements = _elements(value, how, is_link)
        found = [text(element) for element in elements if not isinstance(element, dict)]
        return [kept for kept in ((one or "").strip().lstrip(strip) for one in found) if kept] or None

    return read


def _elements(value: Any, how: str, is_link: bool) -> list[Any]:
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        return [value]
    if how in ("json", "python", "bracket") or (not how and value[:1] == "["):
        return _bracketed(value)
    if how:
        return value.split(None if how == " " else how)
    return (_LINK_BREAK if is_link else _WORD_BREAK).split(value)


def _bracketed(value: str) -> list[Any]:
    """``["a", "b"]``, ``['a', 'b']`` or ``[a, b]``, whichever it is."""
    for parse in (json.loads, ast.literal_eval):
        try:
            made = parse(value)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        return made if isinstance(made, list) else [made]
    return [part.strip().strip("'\"") for part in value.strip().strip("[]").split(",")]


def plain(value: Any) -> Any:
    """A value out of a typed table (decimal, bytes, map pairs) as a record would hold it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.silent += tag in _SILENT
        if tag in _BREAKS and self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in _SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def html_text(value: Any) -> str | None:
    """The words of an HTML text, with its line breaks."""
    found = text(value)
    if found is None or not ("<" in found or "&" in found):
        return found
    words = _Words()
    words.feed(found)
    words.close()
    return "".join(words.parts).strip() or None
