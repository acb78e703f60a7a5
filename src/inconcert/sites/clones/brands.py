"""The sites whose pages are protected: their names, their reporters, the sites of the same owner, their template."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from inconcert.pages.says import domain_of
from inconcert.sites.clones.logos import near
from inconcert.sites.clones.resemblance import ALIKE, Index
from inconcert.sites.clones.sheets import Sheet, brand_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.sites.clones.resemblance import Likeness

_FILLERS = frozenset(
    ("the", "der", "die", "das", "le", "la", "les", "el", "los", "il", "lo", "de", "www", "com", "net", "org", "news")
)
"""Words that make no difference between names of sites."""
_LINKED = 0.5
"""Share of a brand's pages that must link to a site for it to count as one of the brand's own choosing."""
_LEAST_NAME = 6
"""Letters of a name from which on it is recognised inside a longer one."""


@dataclass(slots=True)
class Brand:
    """What the pages of one brand have in common."""

    domain: str
    pages: list[int] = field(default_factory=list)
    """Places of its pages among all brand pages."""
    names: set[str] = field(default_factory=set)
    """What it calls itself, made comparable (`plain_name`)."""
    shown: str = ""
    """Its most frequent name as written."""
    authors: set[str] = field(default_factory=set)
    logos: set[str] = field(default_factory=set)
    linked: set[str] = field(default_factory=set)
    """Domains to which at least half of its pages link."""
    template: set[str] = field(default_factory=set)
    """Other brands whose pages have the same build."""


class Brands:
    """All protected sites.

    Args:
        sheets: their pages, of any day.
        owners: registered domain to owner, as far as known from elsewhere.
    """

    def __init__(self, sheets: Sequence[Sheet], owners: Mapping[str, str]) -> None:
        self.sheets = sheets
        self.sites = [brand_of(sheet) for sheet in sheets]
        self.by_domain: dict[str, Brand] = {}
        for at, site in enumerate(self.sites):
            self.by_domain.setdefault(site, Brand(site)).pages.append(at)
        for brand in self.by_domain.values():
            _describe(brand, [sheets[at] for at in brand.pages])
        self.index = Index([sheet.traits for sheet in sheets], self.sites)
        self._owners = dict(owners)
        self._groups: dict[str, str] = {}
        self._group()
        self._share_templates()
        self._logos = Counter(logo for brand in self.by_domain.values() for logo in brand.logos)
        self._texts = Counter(run for brand in self.by_domain.values() for run in self.runs(brand))

    def runs(self, brand: Brand) -> set[int]:
        """Runs of words on the pages of a brand."""
        return set().union(*(self.sheets[at].runs for at in brand.pages))

    def logo(self, page: Sheet, brand: Brand) -> bool:
        """Whether the page shows a logo of the brand that no other brand shows."""
        own = [logo for logo in brand.logos if self._logos[logo] == 1]
        return any(near(mine, theirs) for mine in page.logos for theirs in own)

    def copied(self, page: Sheet, brand: Brand) -> float:
        """Share of the page's running text that stands on the brand's pages, and on those of no other brand."""
        shared = page.runs & self.runs(brand)
        own = sum(1 for run in shared if self._texts[run] == 1)
        return own / len(page.runs) if page.runs else 0.0

    def of_one_owner(self, one: str, other: str) -> str:
        """Why two domains belong together; empty when nothing is known of it."""
        if one and one == other:
            return "it is the brand's own address"
        owner = self._owners.get(one)
        if owner and owner == self._owners.get(other):
            return f"both belong to {owner}, says the file of owners"
        if one in self._groups and self._groups[one] == self._groups.get(other):
            return "their pages name each other's addresses as their own, or link to each other throughout"
        brand = self.by_domain.get(other)
        if one and brand is not None and one in brand.linked:
            return f"the pages of {other} themselves link to it"
        return ""

    def best(self, likeness: Likeness, brand: Brand) -> tuple[int, float]:
        """The page of a brand that is most alike, and how much; -1 when none can be compared."""
        values = likeness.overall[brand.pages]
        at = int(np.argmax(np.where(np.isnan(values), -2, values)))
        value = float(values[at])
        return brand.pages[at], -1.0 if np.isnan(value) else value

    def _group(self) -> None:
        """Join brands whose pages name each other as canonical, or that link to each other on most pages."""
        for brand in self.by_domain.values():
            for at in brand.pages:
                said = self.sheets[at].said
                for named in (domain_of(said.canonical), domain_of(said.og_url)):
                    if named and named != brand.domain:
                        self._join(brand.domain, named)
            for other in brand.linked & self.by_domain.keys() - {brand.domain}:
                if brand.domain in self.by_domain[other].linked:
                    self._join(brand.domain, other)

    def _join(self, one: str, other: str) -> None:
        keep, gone = self._groups.setdefault(one, one), self._groups.setdefault(other, other)
        for domain, group in self._groups.items():
            if group == gone:
                self._groups[domain] = keep

    def _share_templates(self) -> None:
        places = defaultdict(list)
        for at, site in enumerate(self.sites):
            places[site].append(at)
        for at, sheet in enumerate(self.sheets):
            overall = self.index.likeness(sheet.traits).overall
            alike = {self.sites[other] for other in np.flatnonzero(overall > ALIKE)} - {self.sites[at]}
            for other in alike:
                self.by_domain[self.sites[at]].template.add(other)
                self.by_domain[other].template.add(self.sites[at])


def _describe(brand: Brand, sheets: Sequence[Sheet]) -> None:
    names = [sheet.said.site_name for sheet in sheets if sheet.said.site_name]
    names += [name for sheet in sheets for name in sheet.said.names]
    brand.shown = Counter(names).most_common(1)[0][0] if names else brand.domain
    brand.names = {plain_name(name) for name in names} | {plain_name(brand.domain.partition(".")[0])}
    authors = (author for sheet in sheets for author in sheet.said.authors)
    brand.authors = {author for author in authors if " " in author and plain_name(author) not in brand.names}
    brand.logos = {logo for sheet in sheets for logo in sheet.logos}
    linked = Counter(domain for sheet in sheets for domain in sheet.said.link_domains)
    brand.linked = {domain for domain, count in linked.items() if count >= max(1, _LINKED * len(sheets))}


def plain_name(name: str) -> str:
    """The name of a site without spelling: «DER SPIEGEL», «Spiegel.de» and «@spiegel» are one."""
    words = re.findall(r"[^\W_]+", name.casefold())
    kept = [word for word in words if word not in _FILLERS] or words
    if len(kept) > 1 and "." in name and len(kept[-1]) <= 3:
        kept = kept[:-1]
    return "".join(kept)


def same_name(name: str, known: set[str]) -> bool:
    """Whether a comparable name is one of those known, or holds one that is long enough."""
    return name in known or any(len(other) >= _LEAST_NAME and other in name for other in known)


__all__ = ["ALIKE", "Brand", "Brands", "plain_name", "same_name"]
