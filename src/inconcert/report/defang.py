"""Addresses that can be read and not clicked."""

from __future__ import annotations

import re

_URL = re.compile(r"\b(https?|ftp)://([^/\s?#]+)", re.IGNORECASE)
_HOST = re.compile(r"(?<![@\w.])((?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/:?#]|$)", re.IGNORECASE)
_SCHEMES = {"http": "hxxp", "https": "hxxps", "ftp": "fxp"}


def defang(text: str) -> str:
    """Every web address in ``text`` made inert: ``https://a.example/x`` → ``hxxps://a[.]example/x``."""
    return _URL.sub(lambda found: f"{_SCHEMES[found[1].lower()]}://{_dots(found[2])}", text)


def defang_object(text: str) -> str:
    """An object of a signal made inert, also when it is an address without its scheme (``a.example/x``)."""
    inert = defang(text)
    return inert if inert != text else _HOST.sub(lambda found: _dots(found[1]), text, count=1)


def _dots(host: str) -> str:
    return host.replace(".", "[.]")
