"""Text of strangers that can be read and does nothing: no address to click, nothing that acts on a terminal."""

from __future__ import annotations

import re

_URL = re.compile(r"\b(https?|ftp)://([^/\s?#]+)", re.IGNORECASE)
_HOST = re.compile(r"(?<![@\w.])((?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/:?#]|$)", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SCHEMES = {"http": "hxxp", "https": "hxxps", "ftp": "fxp"}


def defang(text: str) -> str:
    """Every web address in ``text`` made inert: ``https://a.example/x`` → ``hxxps://a[.]example/x``."""
    return _URL.sub(lambda found: f"{_SCHEMES[found[1].lower()]}://{_dots(found[2])}", text)


def defang_object(text: str) -> str:
    """An object of a signal made inert, also when it is an address without its scheme (``a.example/x``)."""
    inert = defang(text)
    return inert if inert != text else _HOST.sub(lambda found: _dots(found[1]), text, count=1)


def printable(text: object) -> str:
    """Text without control characters; what a browser or a terminal would swallow or obey is shown as a sign."""
    return _CONTROL.sub(_shown, str(text).replace("\r\n", "\n"))


def still(text: object) -> str:
    """Text as it may stand in a terminal: no control characters, and nothing that turns the direction of writing."""
    return printable(_TURNING.sub("", str(text)))


def _shown(found: re.Match[str]) -> str:
    return chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd"


def _dots(host: str) -> str:
    return host.replace(".", "[.]")
