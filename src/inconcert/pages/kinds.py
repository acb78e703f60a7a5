"""What kind of saved page or archive of pages a file is, by its first bytes; its name only where it is called one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.pages.limits import LIMITS
from inconcert.pages.unpacking import Unpacked

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 16384
"""Bytes by which a kind is told."""
PAGES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".warc", ".har")
"""Endings of what is called a page or an archive of pages."""
BESIDE = (
    ".css", ".js", ".mjs", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".woff", ".woff2", ".ttf", ".eot",
    ".map",
)  # fmt: skip
"""Endings of what lies beside saved pages and is passed over without a word."""
_PAGE = re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,4000}?-->\s*)*<(?:!doctype\s+html|html|head)\b", re.DOTALL)
_HAR = re.compile(rb'\{\s*"log"\s*:\s*\{')
_KEYS = (b'"entries"', b'"creator"', b'"pages"')
_HEADER = re.compile(rb"[a-z][a-z\-]{1,40}:")


def kind_of(path: Path) -> str:
    """``warc``, ``har``, ``mhtml`` or ``html`` by the first bytes, whatever the file is called; else an empty text.

    Stricter than what a file that is called a page may hold: tables and posts with pieces of HTML are no pages. A file
    that cannot be opened is none either.
    """
    try:
        with path.open("rb") as raw, Unpacked(raw, LIMITS.archive_bytes, LIMITS.growth) as unpacked:
            return begins(unpacked.read(HEAD) or b"")
    except OSError:
        return ""


def begins(head: bytes) -> str:
    """The kind that the first bytes of a file, without their packing, say; an empty text for none."""
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")
    if start.startswith(b"WARC/"):
        return "warc"
    if _HAR.match(start) and any(key in head for key in _KEYS):
        return "har"
    lower = start.replace(b"\0", b"").lower()  # UTF-16 too
    if _HEADER.match(lower) and b"mime-version:" in lower and b"multipart/related" in lower[:4096]:
        return "mhtml"
    return "html" if _PAGE.match(lower) else ""


def is_page(path: Path) -> bool:
    """Whether a file is a saved page or an archive of pages: it is called one, or it begins like one."""
    name = path.name.lower().removesuffix(".gz").removesuffix(".zst")
    return name.endswith(PAGES) or (not name.endswith(BESIDE) and bool(kind_of(path)))
