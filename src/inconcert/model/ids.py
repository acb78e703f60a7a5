"""Ids are text. Ids that a spreadsheet or a floating-point column has ruined are recognised, never guessed back."""

from __future__ import annotations

import re
from hashlib import blake2b
from math import isnan
from typing import Any, NamedTuple

_SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")
_DECIMAL = re.compile(r"(\d+)\.0+")
_EXACT = 2**53
_MISSING = frozenset({"", "nan", "none", "null", "na", "n/a", "-"})
_X_EPOCH = 1_288_834_974_657_000


class Id(NamedTuple):
    """An id read from a cell."""

    text: str | None
    """The id, or ``None`` when there is none or it is ruined."""
    ruined: bool = False
    """Digits were lost before the file reached us."""


_NO_ID = Id(None)
_RUINED = Id(None, True)


def identifier(value: Any) -> Id:
    """The id in a cell: text as it is, whole numbers with all their digits, ``.0`` of float columns taken off.

    ``8.01496E+17`` and floats beyond 2^53 have lost digits and come back as ruined.
    """
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, bool) or value is None:
        return _NO_ID
    if isinstance(value, int):
        return Id(str(value))
    if isinstance(value, float):
        return _from_float(value)
    return Id(str(value)) if not isinstance(value, (dict, list)) else _NO_ID


def _from_text(text: str) -> Id:
    if text.isdecimal() and text.isascii():
        return Id(text)
    if text.lower() in _MISSING:
        return _NO_ID
    match = _DECIMAL.fullmatch(text)
    if match:
        return Id(match[1]) if int(match[1]) < _EXACT else _RUINED
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return Id(text)
    digits, power = match[1] + (match[2] or "").rstrip("0"), int(match[3])
    if len(digits) - 1 > power:
        return Id(text)
    # Spreadsheets write this form only from twelve digits on; below that it is somebody's name ("5E3").
    if power < 11:
        return Id(text)
    return _RUINED if len(digits) - 1 < power else Id(digits)


def _from_float(value: float) -> Id:
    if isnan(value):
        return _NO_ID
    if not value.is_integer():
        return Id(repr(value))
    return Id(str(int(value))) if abs(value) < _EXACT else _RUINED


def derived(platform: str, account: str, at: int, *content: str) -> str:
    """A stable id for a post whose source gives none: the same post gets the same id in every file."""
    parts = "\x1f".join((platform, account, str(at), *content))
    return "derived-" + blake2b(parts.encode("utf-8", "replace"), digest_size=10).hexdigest()


def x_instant(post_id: str) -> int | None:
    """The instant inside an X post id (since November 2010), microseconds since 1970 UTC; ``None`` if it has none."""
    if not (post_id.isascii() and post_id.isdecimal() and 15 <= len(post_id) <= 19):
        return None
    return (int(post_id) >> 22) * 1000 + _X_EPOCH
