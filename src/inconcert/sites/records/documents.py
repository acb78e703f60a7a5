"""Documents that lie beside the pages of a site: ads.txt, app-ads.txt, sellers.json, robots.txt, wp-json."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import orjson

from inconcert.sites.records.fact import Fact, Receipt, site_of
from inconcert.sites.records.sellers import is_sellers, read_ads_txt, read_sellers
from inconcert.sites.records.wordpress import is_wordpress, read_wordpress

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDPRESS = re.compile(r"/wp-json/|rest_route=", re.IGNORECASE)
_NAMED = re.compile(r"(?:^|[^a-z0-9])(ads\.txt|sellers\.json|robots\.txt)(?:\.gz)?$", re.IGNORECASE)


def document_named(name: str) -> str | None:
    """Which document a file or a path is by its name, ``app-ads.txt`` as ``ads.txt``; ``None`` for others."""
    hit = _NAMED.search(name)
    return hit[1].lower() if hit else None


def read_document(site: str, name: str, text: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """What a document says of its site, or an exchange of its accounts.

    Args:
        site: the site it was saved from.
        name: its name, or its path with what is asked for.
        text: its text; a page that a server gives instead of it says nothing.
        source: file, and record inside it.
        receipt: gets what was not read.
    """
    which = document_named(name)
    if which == "sellers.json" or _WORDPRESS.search(name):
        yield from _json(site, text, source, receipt, sellers=which is not None)
    elif "<html" in text[:2000].lower():
        receipt.refuse(source, f"is a page, and no {which}; it was left out.")
    elif which == "ads.txt":
        yield from read_ads_txt(site, text, source, receipt)
    elif which == "robots.txt":
        yield from read_robots(site, text, source, receipt)


def _json(site: str, text: str, source: str, receipt: Receipt, *, sellers: bool) -> Iterator[Fact]:
    """What a sellers.json, or an answer of WordPress, says; other answers of WordPress are passed over."""
    try:
        found: Any = orjson.loads(text)
    except orjson.JSONDecodeError as why:
        receipt.refuse(source, f"is no readable JSON ({why}); it was left out.")
        return
    if is_sellers(found):
        yield from read_sellers(found, site, source, receipt)
    elif sellers:
        receipt.refuse(source, "is no sellers.json: it has no list of sellers.")
    elif is_wordpress(found):
        yield from read_wordpress(found, site, source, receipt)


def read_robots(site: str, text: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """Sitemaps that a robots.txt names on another site."""
    receipt.files["robots.txt"] += 1
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "sitemap" and site_of(value) not in {None, site}:
            yield Fact(site, "feed", value.strip().partition("://")[2], source)
