"""Which of the sites that networks link to look like a protected name, or like one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection

    Row = dict[str, Any]


class Resemblance:
    """Look-alikes and families among some domains, looked for once.

    Args:
        domains: Registered domains.
    """

    def __init__(self, domains: Collection[str]) -> None:
        ordered = sorted(domains)
        # What looks for them is heavy to load.
        self._brands = _brands(ordered) if ordered else {}
        self._families = _families(ordered) if ordered else {}

    def brand(self, domain: str) -> Row | None:
        """``brand, rule, tier, why`` of the shipped list that the domain looks most like; none: null."""
        return self._brands.get(domain)

    def family(self, domain: str) -> str | None:
        """Name of the family of throw-away names that it belongs to."""
        return self._families.get(domain)


def _brands(domains: list[str]) -> dict[str, Row]:
    from inconcert.sites.lookalikes.brands import starter
    from inconcert.sites.lookalikes.matching import match

    found: dict[str, Any] = {}
    for hit in match(list(starter().values()), domains):
        if hit.candidate not in found or hit.score > found[hit.candidate].score:
            found[hit.candidate] = hit
    return {
        name: {"brand": hit.brand, "rule": hit.rule, "tier": hit.tier, "why": hit.why} for name, hit in found.items()
    }


def _families(domains: list[str]) -> dict[str, str]:
    from inconcert.sites.families import families

    return {domain: family for domain, family in families(domains).items() if family is not None}
