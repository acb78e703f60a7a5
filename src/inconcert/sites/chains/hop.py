"""One step of a visitor: an address, what it answered, and where that led."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

_META = re.compile(
    r"""<meta\b[^<>]{0,300}?http-equiv\s*=\s*["']?refresh["']?[^<>]{0,300}?content\s*=\s*["']\s*\d*\s*[;,]\s*url\s*=\s*"""
    r"""["']?([^"'<>\s]{1,2000})""",
    re.IGNORECASE,
)
_META_TURNED = re.compile(
    r"""<meta\b[^<>]{0,300}?content\s*=\s*["']\s*\d*\s*[;,]\s*url\s*=\s*["']?([^"'<>\s]{1,2000})["'][^<>]{0,300}?"""
    r"""http-equiv\s*=\s*["']?refresh""",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"""(?:(?:window|document|top|self|parent)\s*\.\s*)?\blocation(?:\s*\.\s*href)?\s*=\s*["'](https?:[^"'<>\s]{1,2000})["']"""
    r"""|\blocation\s*\.\s*(?:replace|assign)\s*\(\s*["'](https?:[^"'<>\s]{1,2000})["']"""
)
_LARGEST = 50_000
"""Characters of a page in which a script that leads away is looked for: a page that only leads away is short."""


class Hop(NamedTuple):
    """One answer."""

    source: str
    """File, and the visit inside it."""
    start: str
    """Address that was asked."""
    end: str | None
    """Address it led to; ``None`` when it led nowhere else."""
    status: int | None
    how: str
    """``HTTP 302``, ``meta refresh``, ``script``; empty when it led nowhere."""
    at: str | None
    country: str | None
    agent: str | None


def plain(url: str) -> str:
    """An address without fragment, host in lower case: two that differ only so are one."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port not in {None, 80, 443} else ""
    except ValueError:
        return url.strip()
    host = (parts.hostname or "").rstrip(".")
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.scheme.lower() or 'http'}://{host}{port}{parts.path or '/'}{query}"


def led(url: str, html: str) -> tuple[str, str] | None:
    """Where a page of ``url`` leads by itself, and how; its scripts are read as text, never run."""
    hit = _META.search(html) or _META_TURNED.search(html)
    if hit is not None:
        return _joined(url, unescape(hit[1])), "meta refresh"
    if len(html) <= _LARGEST and (hit := _SCRIPT.search(html)) is not None:
        return _joined(url, hit[1] or hit[2]), "script"
    return None


def answered(
    source: str, url: str, status: int | None, location: str | None, html: str, *, at: str | None, agent: str | None
) -> Hop:
    """The hop of one answer: a status that leads on, else what the page itself says."""
    if status is not None and 300 <= status < 400 and location:
        return Hop(source, plain(url), _joined(url, location), status, f"HTTP {status}", at, None, agent)
    found = led(url, html) if html else None
    if found is not None and found[0] != plain(url):
        return Hop(source, plain(url), found[0], status, found[1], at, None, agent)
    return Hop(source, plain(url), None, status, "", at, None, agent)


def _joined(url: str, target: str) -> str:
    try:
        return plain(urljoin(url, target))
    except ValueError:
        return plain(target)
