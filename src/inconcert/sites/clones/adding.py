"""What is kept of saved pages when they are added to an investigation: rows of the noun ``pages``."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.pages.reading import read_pages
from inconcert.sites.clones.kept import packed
from inconcert.sites.clones.sheets import brand_of, sheet
from inconcert.sites.records.webpages import known_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from inconcert.ingest.format import Row
    from inconcert.pages.page import Oddity, Page

OF_A_SITE = 20
"""Pages kept of one site that is looked at: one copied page is enough."""
OF_A_BRAND = 100
"""Pages kept of a protected site: the more days, the better."""


def page_rows(
    files: Iterable[Path],
    source: str,
    oddities: list[Oddity],
    *,
    protected: bool,
    tell: Callable[[int], None] | None = None,
) -> Iterator[Row]:
    """A row for each page whose site is known, the first ones of each site.

    Args:
        files: saved pages and archives.
        source: id of the source.
        oddities: gets a line for each page that is refused or cut, and one for each site of which pages were left out.
        protected: whether they are a protected site's own.
        tell: told the number of pages read.
    """
    kept = Keeping(source, protected=protected)
    for at, page in enumerate(read_pages(files, oddities), 1):
        if tell is not None:
            tell(at)
        row = kept.row(page)
        if row is not None:
            yield row


class Keeping:
    """Makes rows of pages as they come, of each site the first ones.

    Args:
        source: id of the source.
        protected: whether they are a protected site's own.
    """

    def __init__(self, source: str, *, protected: bool) -> None:
        self._source, self._protected = source, protected
        self._most = OF_A_BRAND if protected else OF_A_SITE
        self._seen: Counter[str] = Counter()
        self._number = 0

    def row(self, page: Page) -> Row | None:
        """The row of a page; ``None`` for one whose site is not known or of whose site there are enough."""
        domain = known_site(page.source, page.url)
        if domain is not None and self._seen[domain] >= self._most:
            return None
        row = _row(page, domain, self._source, protected=self._protected)
        if row is None or self._seen[row["domain"]] >= self._most:
            return None
        self._seen[row["domain"]] += 1
        self._number += 1
        return {**row, "row": self._number}


def _row(page: Page, domain: str | None, source: str, *, protected: bool) -> Row | None:
    """The row of one page; ``None`` where nothing says which site it is of.

    What a page calls itself is enough for a protected site's own, and never for one that may be a copy.
    """
    if domain is None and not protected:
        return None
    made = sheet(page)
    site = domain or brand_of(made)
    if not site or "." not in site:
        return None
    if domain is not None:
        # The name of a file or folder is the user's word for where the page is from.
        made = replace(made, served_from=domain)
    return {
        "source": source,
        "domain": site,
        "page": page.source,
        "url": page.url,
        "saved_at": page.saved_at,
        "protected": protected,
        "sheet": packed(made),
    }
