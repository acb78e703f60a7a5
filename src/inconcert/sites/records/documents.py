"""Documents that lie beside the pages of a site: ads.txt, app-ads.txt, sellers.json, robots.txt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import orjson

from inconcert.sites.records.fact import Fact, Receipt, site_of
from inconcert.sites.records.sellers import is_sellers, read_ads_txt, read_sellers

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMED = re.compile(r"(?:^|[^a-z0-9])(ads\.txt|sellers\.json|robots\.txt)(?:\.gz)?$", re.IGNORECASE)


def document_named(name: str) -> str | None:
    """Which document a file or a path is by its name, ``app-ads.txt`` as ``ads.txt``; ``None`` for others."""
    hit = _NAMED.search(name)
    return hit[1].lower() if hit else None


def read_document(site: str, name: str, text: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """What a document says of its site, or an exchange of its accounts.

    Args:
        site: the site it was saved from.
        name: its name or its path.
        text: its text; a page that a server gives instead of it says nothing.
        source: file, and record inside it.
        receipt: gets what was not read.
    """
    which = document_named(name)
    if which == "sellers.json":
        try:
            found = orjson.loads(text)
        except orjson.JSONDecodeError as why:
            receipt.refuse(source, f"is no readable JSON ({why}); it was left out.")
            return
        if is_sellers(found):
            yield from read_sellers(found, site, source, receipt)
        else:
            receipt.refuse(source, "is no sellers.json: it has no list of sellers.")
    elif "<html" in text[:2000].lower():
        receipt.refuse(source, f"is a page, and no {which}; it was left out.")
    elif which == "ads.txt":
        yield from read_ads_txt(site, text, source, receipt)
    elif which == "robots.txt":
        yield from read_robots(site, text, source, receipt)


def read_robots(site: str, text: str, source: str, receipt: Receipt) -> Iterator[Fact]:
    """Sitemaps that a robots.txt names on another site."""
    receipt.files["robots.txt"] += 1
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() == "sitemap" and site_of(value) not in {None, site}:
            yield Fact(site, "feed", value.strip().partition("://")[2], source)
