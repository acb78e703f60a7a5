"""What a page says: who it claims to be, where it points, who wrote it, when, and its main text."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from inconcert.normalise.urls import registered_domain
from inconcert.pages.body import main_text
from inconcert.pages.saved import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from inconcert.pages.page import Page

_ARCHIVE = re.compile(r"^https?://web\.archive\.org/web/\d{4,14}[a-z_]*/(?=https?:)", re.IGNORECASE)
_ASSETS = ("img", "src"), ("script", "src"), ("link", "href"), ("source", "src"), ("iframe", "src"), ("video", "src")
_AUTHORS = ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl", "cxenseparse:author")
_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title", "publisher", "dc.publisher", "twitter:site")
_OWN_NAMES = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_TIMES = ("article:published_time", "og:published_time", "datepublished", "date", "dc.date.issued", "pubdate")
_LONGEST = 4000
"""Characters of an address; longer ones (data: pictures) are no addresses of anything."""
_ENTRIES = 2000
"""Entries of the head that are read."""
_ITEMS = 10_000
"""Links and assets of one page that are read."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one page says; text as it stands, addresses absolute where the page makes that possible."""

    source: str
    url: str | None
    saved_at: int | None
    title: str
    language: str
    """As declared; empty when it is not."""
    canonical: str | None
    """What ``rel=canonical`` names: not the address the page was saved from."""
    og_url: str | None
    site_name: str
    """``og:site_name``, else the name it gives itself as an application; empty when there is none."""
    names: tuple[str, ...]
    """All that the page calls its site: ``og:site_name``, publisher, name of the application."""
    links: tuple[str, ...]
    assets: tuple[str, ...]
    link_domains: Counter[str]
    """Registered domain to number of absolute links."""
    asset_domains: Counter[str]
    authors: tuple[str, ...]
    published_at: int | None
    """Microseconds since 1970 UTC; ``None`` when there is no time, or none with a zone."""
    feeds: tuple[str, ...]
    icons: tuple[str, ...]
    """Addresses of icons and of pictures that call themselves a logo."""
    generator: str
    text: str
    """Main text, one paragraph a line."""


def parsed(html: str) -> LexborHTMLParser:
    """The tree of a page; ``html`` is cut to the limits already (`inconcert.pages.reading`)."""
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(html)


def says(page: Page, tree: LexborHTMLParser | None = None) -> Said:
    """What a page says; never raises for what is in it.

    Args:
        page: the saved page.
        tree: its tree, when there is one already.
    """
    tree = parsed(page.html) if tree is None else tree
    metas, rels, data = _metas(tree), _rels(tree), _linked_data(tree)
    base = _base(tree, page)
    links = tuple(_addresses(tree, (("a", "href"), ("area", "href"), ("form", "action")), base))
    assets = tuple(_addresses(tree, _ASSETS, base))
    language = tree.root.attributes.get("lang") if tree.root is not None else ""
    title = tree.css_first("title")
    return Said(
        source=page.source,
        url=page.url,
        saved_at=page.saved_at,
        title=" ".join(title.text().split())[:1000] if title is not None else "",
        language=(language or "").strip()[:40],
        canonical=_first(rels.get("canonical", ()), base),
        og_url=_first(metas.get("og:url", ()), base),
        site_name=next((" ".join(name.split())[:200] for key in _OWN_NAMES for name in metas.get(key, ())), ""),
        names=_names(metas, data),
        links=links,
        assets=assets,
        link_domains=domains(links),
        asset_domains=domains(assets),
        authors=_authors(tree, metas, data),
        published_at=_published(metas, data),
        feeds=tuple(_feeds(tree, base)),
        icons=tuple(_icons(tree, rels, base)),
        generator=" ".join(metas.get("generator", ()))[:200],
        text=main_text(tree),
    )


def host_of(address: str | None) -> str:
    """Host of a web address, lower case; empty when there is none."""
    if not address or len(address) > _LONGEST:
        return ""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").rstrip(".") if parts.scheme.lower() in {"http", "https"} else ""
    except ValueError:
        return ""


def domains(addresses: tuple[str, ...]) -> Counter[str]:
    """Registered domain to number of addresses."""
    return Counter(registered_domain(host) for host in map(host_of, addresses) if "." in host)


def _metas(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("meta[content]")[:_ENTRIES]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        content = (attributes.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _rels(tree: LexborHTMLParser) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.css("link[rel][href]")[:_ENTRIES]:
        attributes = node.attributes
        for rel in (attributes.get("rel") or "").lower().split():
            found.setdefault(rel, []).append((attributes.get("href") or "").strip())
    return found


def _base(tree: LexborHTMLParser, page: Page) -> str:
    """What relative addresses are relative to; without an address of its own they stay relative."""
    node = tree.css_first("base[href]")
    said = (node.attributes.get("href") or "").strip() if node is not None else ""
    return _joined(page.url or "", said) if said else page.url or ""


def _addresses(tree: LexborHTMLParser, where: tuple[tuple[str, str], ...], base: str) -> Iterator[str]:
    left = _ITEMS
    for tag, attribute in where:
        for node in tree.css(f"{tag}[{attribute}]")[:left]:
            raw = node.attributes.get(attribute)
            left -= 1
            if raw and len(raw) <= _LONGEST and not raw.startswith(("#", "data:", "javascript:", "mailto:", "tel:")):
                yield _joined(base, raw.strip())


def _joined(base: str, raw: str) -> str:
    """An absolute address, taken out of the frame that a web archive puts around it."""
    if raw.startswith("//"):
        raw = f"https:{raw}"
    try:
        whole = raw if "://" in raw[:12] or not base else urljoin(base, raw)
    except ValueError:
        return raw
    return _ARCHIVE.sub("", whole) if "web.archive.org" in whole[:40] else whole


def _first(addresses: list[str] | tuple[()], base: str) -> str | None:
    return next((_joined(base, address) for address in addresses if address and len(address) <= _LONGEST), None)


def _linked_data(tree: LexborHTMLParser) -> list[dict[str, Any]]:
    """Objects of JSON-LD, those inside others too, up to a thousand."""
    found: list[dict[str, Any]] = []
    for node in tree.css('script[type="application/ld+json"]')[:50]:
        try:
            pending = [json.loads(node.text(), strict=False)]
        except (ValueError, RecursionError):
            continue
        while pending and len(found) < 1000:
            item = pending.pop()
            if isinstance(item, dict):
                found.append(item)
            pending += list(item.values()) if isinstance(item, dict) else item if isinstance(item, list) else ()
    return found


def _words(value: Any) -> Iterator[str]:
    """Names in a value of JSON-LD: a text, an object with a name, or a list of them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _words(value.get("name"))
    elif isinstance(value, list):
        for item in value[:50]:
            if not isinstance(item, list):
                yield from _words(item)


def _names(metas: dict[str, list[str]], data: list[dict[str, Any]]) -> tuple[str, ...]:
    said = [name for key in _NAMES for name in metas.get(key, ())]
    said += [name for item in data for name in _words(item.get("publisher"))]
    return _distinct(said)


def _authors(tree: LexborHTMLParser, metas: dict[str, list[str]], data: list[dict[str, Any]]) -> tuple[str, ...]:
    said = [name for key in _AUTHORS for name in metas.get(key, ())]
    said += [name for item in data for name in _words(item.get("author"))]
    said += [node.text() for node in tree.css('a[rel~="author"], [itemprop="author"] [itemprop="name"]')[:50]]
    return _distinct(name for name in said if "://" not in name)


def _distinct(values: Any) -> tuple[str, ...]:
    tidy = (" ".join(value.split()) for value in values)
    return tuple(dict.fromkeys(value for value in tidy if 1 < len(value) <= 120))


def _published(metas: dict[str, list[str]], data: list[dict[str, Any]]) -> int | None:
    said = [time for key in _TIMES for time in metas.get(key, ())]
    said += [item["datePublished"] for item in data if isinstance(item.get("datePublished"), str)]
    return next((when for when in map(instant, said) if when is not None), None)


def _feeds(tree: LexborHTMLParser, base: str) -> Iterator[str]:
    for node in tree.css('link[type="application/rss+xml"][href], link[type="application/atom+xml"][href]')[:50]:
        yield _joined(base, node.attributes.get("href") or "")


def _icons(tree: LexborHTMLParser, rels: dict[str, list[str]], base: str) -> Iterator[str]:
    for rel in ("icon", "apple-touch-icon", "mask-icon"):
        yield from (_joined(base, raw) for raw in rels.get(rel, ())[:20] if len(raw) <= _LONGEST)
    for node in tree.css("img[src]")[:200]:
        if _is_logo(node):
            yield _joined(base, node.attributes.get("src") or "")


def _is_logo(node: LexborNode) -> bool:
    attributes = node.attributes
    said = " ".join(str(attributes.get(name) or "")[:300] for name in ("class", "id", "alt", "src"))
    return "logo" in said.lower() and len(attributes.get("src") or "") <= _LONGEST


@lru_cache(maxsize=1 << 14)
def domain_of(address: str | None) -> str:
    """Registered domain of an address; empty when it has none."""
    host = host_of(address)
    return registered_domain(host) if "." in host else ""
