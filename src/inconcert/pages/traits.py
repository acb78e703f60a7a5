"""Traits of a page by which its build is recognised on another day: markup, names in it, words, files, accounts."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from inconcert.pages.limits import LIMITS

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

KINDS = ("tags", "classes", "ids", "attributes", "words", "paths", "files", "drawings", "accounts")
"""Kinds of traits: runs of five tags; CSS classes; ids; names of attributes, custom elements and meta entries; words
that are seen; first folders of links; names of scripts, styles and pictures; outlines of SVG drawings; accounts and
numbers elsewhere (profiles, apps, verification)."""

_NOT_SEEN = frozenset(("script", "style", "noscript", "template"))
_GRAM = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBERED = re.compile(r"\d{4,}|[0-9a-f]{10,}", re.IGNORECASE)
_ACCOUNTS = frozenset((
    "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "tiktok.com", "linkedin.com", "t.me",
    "threads.net", "pinterest.com", "apps.apple.com", "itunes.apple.com", "play.google.com", "flipboard.com",
    "bsky.app", "whatsapp.com", "news.google.com",
))  # fmt: skip
_NUMBERS = re.compile(
    r"verif|app-id|app_id|itunes-app|fb:|al:|site-ver|twitter:site|pages|publisher|domain", re.IGNORECASE
)


def traits(tree: LexborHTMLParser, seconds: float = LIMITS.seconds) -> dict[str, set[str]]:
    """Traits by kind; those seen within the seconds given.

    The tree is changed: scripts and styles are taken out of it.
    """
    found: dict[str, set[str]] = {kind: set() for kind in KINDS}
    tree.strip_tags(list(_NOT_SEEN))
    _walk(tree, found, time.monotonic() + seconds)
    body = tree.body
    if body is not None:
        found["words"].update(_WORD.findall(body.text(separator=" ").lower()))
    return found


def _walk(tree: LexborHTMLParser, found: dict[str, set[str]], until: float) -> None:
    tags: list[str] = []
    if tree.root is None:
        return
    for at, node in enumerate(tree.root.traverse(include_text=False)):
        tag = node.tag or ""
        tags.append(tag)
        attributes = node.attributes
        if attributes:
            _markup(tag, attributes, found)
        if "-" in tag:
            found["attributes"].add(f"<{tag[:80]}>")
        if not at % 512 and time.monotonic() > until:
            break
    found["tags"].update(">".join(tags[at : at + _GRAM]) for at in range(len(tags) - _GRAM + 1))


def _markup(tag: str, attributes: dict[str, str | None], found: dict[str, set[str]]) -> None:
    for name, value in attributes.items():
        if name == "class":
            found["classes"].update((value or "")[:4000].split())
        elif name == "id":
            _add(found["ids"], value)
        elif name == "d" and tag == "path":
            _add(found["drawings"], (value or "")[:200])
        elif name in {"href", "src", "data-src", "srcset", "action", "xlink:href"}:
            _pointed(tag, value or "", found)
        elif name not in {"content", "name", "property", "style", "alt", "title", "type", "rel"}:
            found["attributes"].add(name[:80])
    if tag == "meta":
        _meta(attributes, found)


def _add(values: set[str], value: str | None) -> None:
    if value and len(value) <= 200 and not _NUMBERED.search(value):
        values.add(value)


def _meta(attributes: dict[str, str | None], found: dict[str, set[str]]) -> None:
    name = attributes.get("property") or attributes.get("name") or ""
    content = attributes.get("content") or ""
    if name:
        found["attributes"].add(f"meta {name[:80]}")
    if content and len(content) <= 200 and _NUMBERS.search(name):
        found["accounts"].add(f"{name.lower()}={content.lower()}")


def _pointed(tag: str, address: str, found: dict[str, set[str]]) -> None:
    """Where an address leads, without the host of the site itself: a clone has another."""
    if len(address) > 2000 or address.startswith(("data:", "javascript:", "#", "mailto:")):
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    host = (parts.netloc or "").lower().removeprefix("www.")
    steps = [step for step in unquote(parts.path).split("/") if step]
    if host in _ACCOUNTS:
        found["accounts"].add("/".join([host, *steps[:2]])[:200].lower())
    elif tag == "a" and steps:
        _add(found["paths"], "/".join(steps[:2]) if len(steps) > 2 else steps[0])
    elif steps and tag in {"img", "link", "source", "iframe"}:
        _file(steps, found)


def _file(steps: list[str], found: dict[str, set[str]]) -> None:
    found["files"].update(step for step in steps[:-1] if len(step) <= 60 and not _NUMBERED.search(step))
    _add(found["files"], steps[-1])
