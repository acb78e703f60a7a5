"""Saved pages: identifiers, template, feeds, authors, themes and what the page calls its address."""

from __future__ import annotations

import re
from hashlib import blake2b
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from inconcert.pages.identifiers import identifiers
from inconcert.sites.records.documents import read_document
from inconcert.sites.records.fact import Fact, Receipt, site_of
from inconcert.sites.records.icons import site_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from inconcert.pages.archives import Record
    from inconcert.pages.page import Oddity, Page

_LINK = re.compile(r"<link\b([^<>]{1,1500})>", re.IGNORECASE)
_META = re.compile(r"<meta\b([^<>]{1,1500})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-zA-Z:_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CLASS = re.compile(r"""\bclass\s*=\s*(?:"([^"]{1,500})"|'([^']{1,500})')""", re.IGNORECASE)
_THEME = re.compile(r"/wp-content/themes/([\w.-]{2,60})/")
_AUTHOR = re.compile(r'"author"\s*:\s*[\[{][^\]}]{0,300}?"name"\s*:\s*"([^"\\]{3,60})"')
_FEED = re.compile(r"application/(?:rss|atom)\+xml", re.IGNORECASE)
_LEAST_CLASSES = 30
_ROWS, _BANDS = 3, 6
"""A template is six numbers of three least hashes each: pages whose classes agree by 80 % share one in 97 of 100 cases,
such that agree by 40 % in 33."""


def read_webpages(
    files: Iterable[Path], receipt: Receipt, each: Callable[[Page], None] | None = None
) -> Iterator[Fact]:
    """What saved pages say of their sites.

    The site is the one the page was saved from; where the file does not say it, the one that the file or its folder is
    named by; else the one that the page calls its own, which a copy takes from its original.

    Args:
        files: saved pages and archives of them.
        receipt: gets one line for each page that was refused or cut.
        each: is given each page too.
    """
    from inconcert.pages.reading import read_pages

    oddities: list[Oddity] = []
    beside: list[Record] = []
    told = 0
    for page in read_pages(files, oddities, beside=beside.append):
        while told < len(oddities):
            receipt.lines.append(str(oddities[told]))
            told += 1
        receipt.files["page"] += 1
        if each is not None:
            each(page)
        yield from page_facts(page.source, page.url, page.html, receipt)
        yield from _beside(beside, receipt)
    yield from _beside(beside, receipt)
    receipt.lines.extend(map(str, oddities[told:]))


def _beside(records: list[Record], receipt: Receipt) -> Iterator[Fact]:
    """What documents of archives say of their sites; the list is emptied."""
    while records:
        record = records.pop()
        site = site_of(record.url)
        if site is not None:
            text = record.data.decode("utf-8-sig", "replace")
            parts = urlsplit(record.url or "")
            name = f"{parts.path}?{parts.query}" if "rest_route=" in parts.query else parts.path
            yield from read_document(site, name, text, record.source, receipt)


def page_facts(source: str, url: str | None, html: str, receipt: Receipt) -> Iterator[Fact]:
    """The facts in one page."""
    named = [site for site in map(site_of, _addresses(html)) if site is not None]
    site = known_site(source, url)
    if site is None and named:
        receipt.unread["pages whose site is only what they call themselves"] += 1
        site = named[0]
    if site is None:
        receipt.refuse(source, "nothing says which site it is of.", "Name the file or its folder by the site.")
        return
    yield Fact(site, "", "", source)
    if named:
        yield Fact(site, "called", site if site in named else named[0], source)
    yield from (Fact(site, kind, value, source) for kind, value in said(site, html))


def known_site(source: str, url: str | None) -> str | None:
    """The site of a page by the address it was saved from, else by the name of its file or folder."""
    return site_of(url) or site_named(Path(source.partition("#")[0]))


def said(site: str, html: str) -> Iterator[tuple[str, str]]:
    """Kinds and values in the code of a page of ``site``."""
    yield from (pair for pair in identifiers(html) if pair[0] != "ua-property")
    yield from (("theme", theme.lower()) for theme in dict.fromkeys(_THEME.findall(html)))
    yield from (("author", unescape(name).strip()) for name in dict.fromkeys(_AUTHOR.findall(html)))
    for attributes in _attributes(_LINK, html):
        feed = attributes.get("href", "")
        if _FEED.search(attributes.get("type", "")) and site_of(feed) not in {None, site}:
            yield "feed", feed.partition("://")[2]
    yield from template(html)


def template(html: str) -> Iterator[tuple[str, str]]:
    """Numbers that pages built alike share: least hashes of the names of classes, in bands."""
    classes = {name for hit in _CLASS.finditer(html) for name in (hit[1] or hit[2]).split() if not name[-1:].isdigit()}
    if len(classes) < _LEAST_CLASSES:
        return
    digests = [blake2b(name.encode("utf-8", "replace"), digest_size=64).digest() for name in classes]
    for band in range(_BANDS):
        least = [min(digest[2 * i : 2 * i + 8] for digest in digests) for i in range(band * _ROWS, (band + 1) * _ROWS)]
        yield "template", f"{band}:{blake2b(b''.join(least), digest_size=6).hexdigest()}"


def _addresses(html: str) -> Iterator[str]:
    """What the page calls its address: rel=canonical, og:url."""
    for attributes in _attributes(_LINK, html):
        if "canonical" in attributes.get("rel", "").lower().split():
            yield attributes.get("href", "")
    for attributes in _attributes(_META, html):
        if attributes.get("property", "").lower() == "og:url":
            yield attributes.get("content", "")


def _attributes(tag: re.Pattern[str], html: str) -> Iterator[dict[str, str]]:
    for hit in tag.finditer(html):
        yield {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(hit[1])}
