"""Honest explanations of a likeness, tried before it counts as an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.sites.lookalikes.tables import caches, ending_kind, settled
from inconcert.sites.names import split

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from inconcert.sites.lookalikes.brands import Brand
    from inconcert.sites.lookalikes.likeness import Likeness
    from inconcert.sites.names import Name


class Honest:
    """What is known of honest domains: those of the brands' owners, namesakes, and a list of the user's."""

    def __init__(self, brands: Sequence[Brand], honest: Collection[str] = ()) -> None:
        """Prepare.

        Args:
            brands: the protected names, with what is known of them.
            honest: registered domains that are known to be honest.
        """
        self._whose: dict[str, Brand] = {}
        for brand in brands:
            for domain in brand.own:
                self._whose.setdefault(domain, brand)
        self._whose.update((brand.domain, brand) for brand in brands)
        self._honest = frozenset(honest)
        names = [split(brand.domain) for brand in brands]
        self._institutions = frozenset(
            place for place, (name, brand) in enumerate(zip(names, brands, strict=True)) if _institution(name, brand)
        )

    def own(self, name: Name) -> str:
        """The domain of a brand or its owner, or the network of caches, that a host lies under; empty for none."""
        labels = name.host.split(".")
        ends = (".".join(labels[start:]) for start in range(len(labels) - 1))
        own = next((end for end in ends if end in self._whose), "")
        return own or next((end for end in (name.registered, name.ending) if end in caches()), "")

    def whose(self, domain: str) -> str:
        """What the lists say of a domain that :meth:`own` gave, in words."""
        brand = self._whose.get(domain)
        if brand is None:
            return f"{domain} is a network of caches, which keeps the address of the original in a subdomain"
        if domain == brand.domain:
            return f"{domain} is the brand itself"
        if domain in brand.aliases:
            return f"{domain} is listed as another domain of {brand.domain}"
        owner = f"{brand.owner}, the owner of {brand.domain}" if brand.owner else f"the owner of {brand.domain}"
        return f"{domain} is listed as a domain of {owner}"

    def institution(self, place: int) -> bool:
        """Whether a brand is a bare suffix of institutions or named as an institution: nobody else has that label."""
        return place in self._institutions

    def why(self, name: Name, brand: Brand, found: Likeness, year: int | None = None) -> str:
        """The honest explanation in words; empty when there is none."""
        if name.registered in self._honest or name.host in self._honest:
            return f"{name.registered} is on the list of honest domains"
        if name.registered in brand.namesakes:
            return f"{name.registered} is known as another owner's honest site"
        if name.label in brand.everywhere and found.rule == "same_label" and _of_a_country(name.ending):
            return f"the owner of {brand.domain} holds '{name.label}' under nearly every ending of a country"
        if year is not None and brand.since is not None and year < brand.since:
            return f"it was registered in {year}, before {brand.domain} had its name ({brand.since})"
        if found.ground == "restricted":
            return f"only institutions can register under .{name.ending}"
        if found.rule in _EXACT and not found.edit and _at_home(name, brand):
            return f".{name.ending} is the ending of the brand's own country, where its name is seldom anybody else's"
        if found.word:
            return f"'{name.label}' is itself a word or a name"
        if found.rule == "same_label" and found.rare == 0 and found.ground in ("common", "national", "hosting"):
            return f"'{name.label}' is an everyday word or name, and .{name.ending} is no throw-away ending"
        if (
            found.rule == "same_label"
            and (found.rare == 0 or found.size < 4)
            and settled(name.ending)
            and not found.own
        ):
            return f"'{name.label}' is short or an everyday word, and many established sites are under .{name.ending}"
        return ""


_EXACT = ("same_label", "with_suffix", "hyphen")
"""Rules of names that are the brand's own, letter by letter."""


def _at_home(name: Name, brand: Brand) -> bool:
    """Whether a name stands under the ending of the brand's country, and that is not sold as a general one."""
    last = name.ending.rpartition(".")[2]
    home = {"gb": "uk"}.get(brand.country.lower(), brand.country.lower())
    return last == home and ending_kind(name.ending) == "national" and ending_kind(last) == "national"


def _of_a_country(ending: str) -> bool:
    """Whether an ending is a country's, sold to everybody or not, or one of the first general ones."""
    return len(ending.rpartition(".")[2]) == 2 or ending_kind(ending) == "common"


def _institution(name: Name, brand: Brand) -> bool:
    """A public suffix as a brand, or one that the shipped list calls a state's, directly under its country.

    ``gov`` alone is no country's: half of the world's governments have it.
    """
    label = name.label or name.suffix.partition(".")[0]
    return label != "gov" and (not name.label or (brand.owner.startswith("state of ") and "." not in name.ending))
