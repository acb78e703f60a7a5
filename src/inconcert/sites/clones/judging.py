"""From the evidence to a verdict: a clone claims to be the brand, a sister of the same owner has a name of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

import numpy as np
from rapidfuzz.distance import OSA

from inconcert.pages.says import domain_of
from inconcert.sites.clones.brands import plain_name, same_name
from inconcert.sites.clones.resemblance import ALIKE, STRANGERS

if TYPE_CHECKING:
    from inconcert.sites.clones.brands import Brand, Brands
    from inconcert.sites.clones.resemblance import Likeness
    from inconcert.sites.clones.sheets import Sheet

Verdict: TypeAlias = Literal["clone", "same owner", "unlike"]

_ADDRESS = re.compile(r"^\s*(?:https?://)?[\w\-]+(?:\.[\w\-]+)+/?\s*$")
ADDRESS_UNKNOWN = "The file does not say where the page was saved from"
"""How the last sentence begins where a clone may as well be the original."""
_BAR = re.compile(r"\s[|\-–—•·›:]\s|\|")
_HOME_LINKS, _HOME_SHARE = 5, 0.3
"""Absolute addresses, and their share, from which on they are said to lead to the brand."""
_LONG = 6
"""Letters of a label from which on one edit makes a look-alike."""
_COPIED = 0.2
"""Share of the running text from which on it is said to be copied."""
_SHOWN = ("drawings", "ids", "classes", "accounts", "paths", "files", "attributes", "tags")
_CALLED = {
    "tags": "runs of five tags",
    "classes": "CSS classes",
    "ids": "ids",
    "attributes": "attributes",
    "paths": "folders of links",
    "files": "names of files",
    "drawings": "drawings (SVG)",
    "accounts": "accounts and app numbers",
}


@dataclass(slots=True)
class Evidence:
    """What speaks for a page being a copy of a brand's, and what explains it otherwise."""

    likeness: float
    pointers: int = 0
    """Kinds of pointers to the brand: canonical, og:url, links, assets."""
    named: bool | None = None
    """Whether it calls itself as the brand does; ``None`` when it says nothing."""
    extras: int = 0
    """Other kinds of proof: reporters, copied text."""
    accounts: float = float("nan")
    lines: list[str] = field(default_factory=list)

    @property
    def alike(self) -> bool:
        """Whether it is of the same build."""
        return self.likeness > ALIKE

    @property
    def score(self) -> float:
        """0 to 1; 0.5 is what likeness alone needs, each further kind of proof halves what is missing."""
        base = (
            0.5 + 0.4 * (self.likeness - ALIKE) / (2 - ALIKE) if self.alike else 0.5 * (self.likeness + 1) / (1 + ALIKE)
        )
        proofs = min(self.pointers, 3) + self.extras + (1 if self.named and (self.alike or self.pointers) else 0)
        return round(1 - (1 - base) * 0.5**proofs, 4)


class Rival(NamedTuple):
    """How alike a page is to another brand."""

    likeness: float
    accounts: float
    """Overlap of accounts and app numbers."""


def gather(page: Sheet, brand: Brand, brands: Brands, likeness: Likeness) -> tuple[int, Evidence]:
    """The nearest page of a brand and the evidence."""
    at, value = brands.best(likeness, brand)
    found = Evidence(value)
    _build(found, at, likeness)
    _pointers(found, page, brand)
    _name(found, page, brand)
    _people(found, page, brand, brands)
    return at, found


def judge(page: Sheet, brand: Brand, brands: Brands, found: Evidence, likeness: Likeness) -> Verdict:
    """The verdict, with the sentences that explain it added to the evidence.

    Args:
        page: the page.
        brand: the brand it is set against.
        brands: all brands.
        found: the evidence.
        likeness: how alike the page is to all brand pages.
    """
    if not found.alike and not found.pointers:
        return "unlike"
    for where, verb in ((page.served_from, "was saved from"), (page.declared, "calls its own")):
        why = brands.of_one_owner(where, brand.domain) if where else ""
        if why and (where != brand.domain or verb == "was saved from"):
            found.lines.append(f"The page {verb} {where}: {why}.")
            return "same owner"
    if page.served_from in brands.by_domain:
        found.lines.append(f"The page was saved from {page.served_from}, which is a protected site itself.")
        return "same owner" if found.alike else "unlike"
    if _own_name(page, brand, found):
        return "same owner" if found.alike else "unlike"
    if not found.alike:
        return _by_pointers(page, brand, found)
    rivals = rivals_of(likeness, brands, brand)
    if rivals and not _this_one(found, rivals):
        others = ", ".join(sorted(rivals)[:5])
        found.lines.append(
            f"The template is also that of {others}: it is their owner's, and layout alone proves nothing."
        )
        return "same owner"
    _unknown_address(page, brand, found)
    return "clone"


def _by_pointers(page: Sheet, brand: Brand, found: Evidence) -> Verdict:
    """Another build: only a page that names the brand as its own address, and bears no other name, counts."""
    claims = not page.served_from and page.declared == brand.domain and found.named is not False
    if claims or found.pointers >= 3 or (found.pointers >= 2 and found.named):
        _unknown_address(page, brand, found)
        return "clone"
    return "unlike"


def _this_one(found: Evidence, rivals: dict[str, Rival]) -> bool:
    """Whether something besides the template of several brands says which of them is copied."""
    if found.pointers or found.named:
        return True
    nearer = found.likeness > max(rival.likeness for rival in rivals.values())
    # Numbers that all sites of the owner carry say nothing of the one.
    others = max(rival.accounts for rival in rivals.values())
    return nearer and found.accounts > max(STRANGERS["accounts"], 2 * others)


def _build(found: Evidence, at: int, likeness: Likeness) -> None:
    values = {kind: float(likeness.kinds[kind][at]) for kind in _SHOWN}
    found.accounts = values["accounts"]
    over = [kind for kind in _SHOWN if values[kind] > 1.5 * STRANGERS[kind]]
    if not over:
        return
    over.sort(key=lambda kind: STRANGERS[kind] / values[kind])
    said = ", ".join(f"{values[kind]:.0%} of {_CALLED[kind]}" for kind in over[:4])
    usual = ", ".join(f"{STRANGERS[kind]:.0%}" for kind in over[:4])
    found.lines.append(f"Shared, weighted by rarity: {said}; 1 in 1,000 pages of unrelated sites reaches {usual}.")


def _pointers(found: Evidence, page: Sheet, brand: Brand) -> None:
    said = page.said
    for name, address in (("rel=canonical", said.canonical), ("og:url", said.og_url)):
        if domain_of(address) == brand.domain:
            found.pointers += 1
            found.lines.append(f"Its {name} names {brand.domain}.")
    for name, counts in (("links", said.link_domains), ("pictures, styles and scripts", said.asset_domains)):
        count, total = counts[brand.domain], counts.total()
        if count >= _HOME_LINKS and count >= _HOME_SHARE * total:
            found.pointers += 1
            found.lines.append(f"{count} of its {total} absolute addresses of {name} lead to {brand.domain}.")


def _name(found: Evidence, page: Sheet, brand: Brand) -> None:
    said = page.said
    names = [said.site_name] if said.site_name else list(said.names)
    names = [name for name in names if plain_name(name)]
    same = next((name for name in names if same_name(plain_name(name), brand.names)), None)
    if same is None and not said.site_name:
        same = next((part for part in title_parts(said.title) if plain_name(part) in brand.names), None)
    # An address in the place of a name moves with the address: it says no more than that.
    if same is not None or any(not _ADDRESS.match(name) for name in names):
        found.named = same is not None
    if same is not None:
        found.lines.append(f"It calls itself «{same}», as the pages of {brand.domain} do.")


def _people(found: Evidence, page: Sheet, brand: Brand, brands: Brands) -> None:
    shared = sorted(set(page.said.authors) & brand.authors)
    if shared:
        found.extras += 1
        found.lines.append(f"It names people who write for {brand.domain}: {', '.join(shared[:5])}.")
    if brands.logo(page, brand):
        found.extras += 1
        found.lines.append(f"It shows a logo that among the protected sites only {brand.domain} has.")
    copied = brands.copied(page, brand)
    if copied >= _COPIED:
        found.extras += 1
        found.lines.append(f"{copied:.0%} of its text stands word for word on a page of {brand.domain}.")


def _own_name(page: Sheet, brand: Brand, found: Evidence) -> bool:
    """Whether the page is a site of its own by its own account; the reason is added to the evidence."""
    if found.named:
        return False
    said = page.said
    everywhere = domain_of(said.canonical) == domain_of(said.og_url) == brand.domain
    if found.named is False and not everywhere and (said.site_name or page.declared != brand.domain):
        found.lines.append(f"It calls itself «{said.site_name or said.names[0]}», not «{brand.shown}».")
        return True
    elsewhere = page.declared and page.declared not in {brand.domain, page.served_from}
    if not elsewhere or _resembles(page.declared, brand.domain):
        return False
    if _bears(page, page.declared) or not found.accounts > STRANGERS["accounts"]:
        found.lines.append(f"It calls {page.declared} its own address.")
        return True
    return False


def _bears(page: Sheet, domain: str) -> bool:
    """Whether the page carries the name of a domain: as a name, or as a part of its title."""
    parts = (*page.said.names, *title_parts(page.said.title))
    return plain_name(domain.partition(".")[0]) in {plain_name(part) for part in parts}


def title_parts(title: str) -> list[str]:
    """The parts of a title between bars and dashes, the last of which is mostly the name of the site."""
    return [part.strip() for part in _BAR.split(title) if part.strip()][1:]


def _resembles(domain: str, brand: str) -> bool:
    """Whether the first label of a domain is the brand's, but for one edit or something added to a long one."""
    one, other = domain.partition(".")[0], brand.partition(".")[0]
    edits = 1 if len(other) >= _LONG else 0  # mdr and ndr are two honest names
    return OSA.distance(one, other) <= edits or (len(other) >= _LONG and other in one)


def _unknown_address(page: Sheet, brand: Brand, found: Evidence) -> None:
    if page.served_from:
        found.lines.append(f"It was saved from {page.served_from}.")
    else:
        found.lines.append(f"{ADDRESS_UNKNOWN}: if it was {brand.domain}, it is the original.")


def rivals_of(likeness: Likeness, brands: Brands, brand: Brand) -> dict[str, Rival]:
    """The other brands that have the brand's template and that the page resembles."""
    found, accounts = {}, np.nan_to_num(likeness.kinds["accounts"])
    for other in brand.template:
        _, value = brands.best(likeness, brands.by_domain[other])
        if value > ALIKE:
            found[other] = Rival(value, float(accounts[brands.by_domain[other].pages].max()))
    return found
