"""Logos that were saved with a page: inside it (``data:``), or in a file beside it. Nothing is fetched."""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes

from inconcert.normalise import media

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

    from inconcert.pages.page import Page

_WHERE = (
    'img[class*="logo" i], img[id*="logo" i], img[alt*="logo" i], img[src*="logo" i], '
    '[class*="logo" i] img, [id*="logo" i] img'
)
_MOST, _BYTES = 5, 1_000_000
"""Pictures of a page that are looked at, and their largest size."""


def logo_hashes(tree: LexborHTMLParser, page: Page) -> Iterator[str]:
    """Perceptual hashes of the first pictures that are called a logo; none without the extra `media`."""
    if not media.available():
        return
    seen = 0
    for node in tree.css(_WHERE):
        source = node.attributes.get("src") or ""
        picture = _inside(source) if source.startswith("data:image/") else _beside(source, page)
        if picture is not None:
            seen += 1
            yield picture
        if seen == _MOST:
            return


def near(one: str, other: str) -> bool:
    """Whether two perceptual hashes are of one picture."""
    kind, _, mine = one.partition(":")
    other_kind, _, theirs = other.partition(":")
    return kind == other_kind and (int(mine, 16) ^ int(theirs, 16)).bit_count() <= media.RADIUS[kind]


def _inside(source: str) -> str | None:
    head, _, body = source.partition(",")
    if len(body) > 2 * _BYTES or "svg" in head:
        return None
    try:
        data = base64.b64decode(unquote(body)) if head.endswith(";base64") else unquote_to_bytes(body)
    except (binascii.Error, ValueError):
        return None
    return media.of_bytes(data)


def _beside(source: str, page: Page) -> str | None:
    """The picture that a browser saved into the folder of the page; never one outside of the page's own folder."""
    folder = Path(page.source).parent
    if "#" in page.source or not source or len(source) > 1000:
        return None
    try:
        path = media.find(unquote(source).partition("?")[0], [folder])
    except (OSError, ValueError):
        return None
    return media.of_file(path) if path is not None and path.stat().st_size <= _BYTES else None
