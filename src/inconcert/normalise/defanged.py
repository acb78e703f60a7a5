"""Addresses that were made inert, made whole again: ``hxxps://a[.]example`` → ``https://a.example``."""

from __future__ import annotations

import re

_SIGNS = (
    (re.compile(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]"), ""),
    (
        re.compile(
            r"\s*(?:\[(?:\.|dot)\]|\((?:\.|dot)\)|\{(?:\.|dot)\}|\[\.|(?<=\w)\.\](?=\w)|\\\.)\s*", re.IGNORECASE
        ),
        ".",
    ),
    (re.compile(r"\s*(?:\[://\]|\[:\]//|\(:\)//|\{:\}//|:\[//\]|\[:/\]/)\s*"), "://"),
    (re.compile(r"\[:\]|\(:\)"), ":"),
    (re.compile(r"\[/\]"), "/"),
    (re.compile(r"\s*(?:\[(?:@|at)\]|\((?:@|at)\)|\{(?:@|at)\})\s*", re.IGNORECASE), "@"),
    (re.compile(r"\bh(?:xx|\*\*|XX|__|tt)p(s?)(?=:)", re.IGNORECASE), r"http\1"),
    (re.compile(r"\bh(?:xx|\*\*)p(s?)://", re.IGNORECASE), r"http\1://"),
    (re.compile(r"\b(?:fxp|f\*p)://", re.IGNORECASE), "ftp://"),
)
_SLASHES = re.compile(r"\b(https?|ftp):/{1,}(?=[^/])", re.IGNORECASE)


def refang(text: str) -> str:
    """``text`` with every mark that keeps an address from being clicked taken out; other text stays as it is."""
    for pattern, plain in _SIGNS:
        text = pattern.sub(plain, text)
    return _SLASHES.sub(r"\1://", text)


def is_defanged(text: str) -> bool:
    """Whether ``text`` carries such a mark."""
    return refang(text) != text
