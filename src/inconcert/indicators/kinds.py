"""What a value is, where the file leaves it open: later files mix addresses, figures and sentences in one column."""

from __future__ import annotations

import re

_KINDS = (
    ("sha256", re.compile(r"[0-9a-f]{64}", re.IGNORECASE)),
    ("sha1", re.compile(r"[0-9a-f]{40}", re.IGNORECASE)),
    ("md5", re.compile(r"[0-9a-f]{32}", re.IGNORECASE)),
    ("ip", re.compile(r"(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)")),
    ("email", re.compile(r"[\w.+\-]+@(?:[\w\-]+\.)+[a-z]{2,}", re.IGNORECASE)),
    ("telegram_url", re.compile(r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me)/\S+", re.IGNORECASE)),
    ("url", re.compile(r"[a-z][a-z0-9+.\-]*://\S+|(?:[\w\-]+\.)+[a-z]{2,}(?::\d+)?[/?#]\S*", re.IGNORECASE)),
    ("domain_name", re.compile(r"(?:[\w\-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9\-]+)\.?", re.IGNORECASE)),
    ("hashtag", re.compile(r"#[\w]+")),
    (
        "count",
        re.compile(
            r"(?:about |over |more than |~)?[\d.,]+ (?:\w+ ){0,3}"
            r"(?:accounts?|pages?|groups?|channels?|profiles?|events?|domains?)",
            re.IGNORECASE,
        ),
    ),
)
_ADDRESSES = frozenset(("url", "telegram_url", "domain_name"))
_SAID = {
    "domain_name": frozenset(("domain_name",)),
    "ip": frozenset(("ip",)),
    "md5": frozenset(("md5",)),
    "sha1": frozenset(("sha1",)),
    "sha256": frozenset(("sha256",)),
    "cib_url": _ADDRESSES,
    "phishing_url": _ADDRESSES,
    "telegram_url": frozenset(("telegram_url",)),
    "url": _ADDRESSES,
}


def kind(value: str) -> str:
    """The type of a value, ``text`` when it is none of the others."""
    return next((name for name, pattern in _KINDS if pattern.fullmatch(value)), "text")


def fits(said: str, value: str) -> bool:
    """Whether a value is of the type the file says; types that cannot be told from the value always fit."""
    return said not in _SAID or kind(value) in _SAID[said]
