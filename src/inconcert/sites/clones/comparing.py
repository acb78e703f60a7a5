"""The comparison from end to end: pages against the pages of all brands, one page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inconcert.pages.says import domain_of
from inconcert.sites.clones.brands import Brands
from inconcert.sites.clones.judging import Evidence, Verdict, gather, judge
from inconcert.sites.clones.resemblance import ALIKE
from inconcert.sites.clones.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from inconcert.pages.page import Page
    from inconcert.sites.clones.resemblance import Likeness
    from inconcert.sites.clones.sheets import Sheet


class Comparison(NamedTuple):
    """One page against the nearest page of one brand."""

    page: str
    """Source of the page."""
    brand_page: str
    """Source of the brand's page that is most alike; empty when the page could be compared with none."""
    evidence: tuple[str, ...]
    """Plain sentences."""
    score: float
    """0 to 1; 0.5 is where likeness of build alone is enough."""
    verdict: Verdict
    brand: str
    """Registered domain of the brand."""


def clones(
    brand_pages: Iterable[Page],
    pages: Iterable[Page],
    owners: Mapping[str, str] | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> Iterator[Comparison]:
    """Compare pages with the pages of brands.

    For each page there is a line for each brand of which it is a clone or a relative, the highest score first, and one
    line with the nearest brand when there is none.

    Args:
        brand_pages: pages of the protected sites, of any day; all are held in memory, about 1 MB each at most.
        pages: pages to look at; one is held at a time.
        owners: registered domain to owner, as far as known.
        tell: called with stage, number done and total (0: unknown).
    """
    sheets = []
    for at, page in enumerate(brand_pages, 1):
        sheets.append(sheet(page))
        if tell is not None:
            tell("reading pages of brands", at, 0)
    if not sheets:
        return
    brands = Brands(sheets, owners or {})
    for at, page in enumerate(pages, 1):
        yield from compare(sheet(page), brands)
        if tell is not None:
            tell("comparing pages", at, 0)


def compare(page: Sheet, brands: Brands) -> list[Comparison]:
    """One page against all brands: a line for each of which it is a clone or a relative, else the nearest."""
    likeness = brands.index.likeness(page.traits)
    found = [_line(page, site, brands, likeness) for site in _candidates(page, brands, likeness)]
    told = sorted((line for line in found if line.verdict != "unlike"), key=lambda line: (-line.score, line.brand))
    return told or [_nearest(page, brands, likeness, found)]


def _candidates(page: Sheet, brands: Brands, likeness: Likeness) -> list[str]:
    """Brands worth judging: those of the same build, and those the page points to."""
    alike = np.flatnonzero(np.where(np.isnan(likeness.overall), -1, likeness.overall) > ALIKE)
    said = page.said
    pointed = [domain_of(said.canonical), domain_of(said.og_url), *_most(said.link_domains), *_most(said.asset_domains)]
    sites = [brands.sites[at] for at in alike] + [site for site in pointed if site in brands.by_domain]
    return list(dict.fromkeys(sites))


def _most(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda domain: -counts[domain])[:5]


def _line(page: Sheet, site: str, brands: Brands, likeness: Likeness) -> Comparison:
    brand = brands.by_domain[site]
    at, found = gather(page, brand, brands, likeness)
    verdict = judge(page, brand, brands, found, likeness)
    return _told(page, at, site, brands, found, verdict)


def _nearest(page: Sheet, brands: Brands, likeness: Likeness, found: list[Comparison]) -> Comparison:
    """The nearest brand of a page that is unlike all."""
    if found:
        return max(found, key=lambda line: line.score)
    values = np.where(np.isnan(likeness.overall), -1, likeness.overall)
    site = brands.sites[int(np.argmax(values))]
    at, evidence = gather(page, brands.by_domain[site], brands, likeness)
    return _told(page, at, site, brands, evidence, "unlike")


def _told(page: Sheet, at: int, site: str, brands: Brands, found: Evidence, verdict: Verdict) -> Comparison:
    score = found.score if verdict == "clone" else min(found.score, 0.49)
    return Comparison(page.said.source, brands.sheets[at].said.source, tuple(found.lines), score, verdict, site)
