"""Which of the sites that networks link to look like a protected name, or like one another."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.store.files import sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import duckdb

    from inconcert.settings import Settings
    from inconcert.sites.lookalikes.brands import Brand

    Row = dict[str, Any]


FAMILY = 4
"""Names of a family from which a few that look like a brand are taken to do so by their numbers."""


class Resemblance:
    """Look-alikes and families among some domains, looked for once.

    Args:
        domains: Registered domains.
        protected: Names that are protected beside those of the shipped list.
    """

    def __init__(self, domains: Collection[str], protected: Sequence[Brand] = ()) -> None:
        ordered = sorted(domains)
        # What looks for them is heavy to load.
        self._families = _families(ordered) if ordered else {}
        self._brands = _alone(_brands(ordered, protected), self._families) if ordered else {}

    def brand(self, domain: str) -> Row | None:
        """``brand, rule, tier, why`` of the protected names that the domain looks most like; none: null."""
        return self._brands.get(domain)

    def family(self, domain: str) -> str | None:
        """Name of the family of throw-away names that it belongs to."""
        return self._families.get(domain)


def checked(settings: Settings) -> dict[str, str | None]:
    """Hashes of the files that settings name, each read to see that it can be used; ``None`` where none is named.

    Raises:
        InputError: a file cannot be read, or is not what it should be.
    """
    from inconcert.sites.lookalikes.brands import read_brands
    from inconcert.traits.register import fingerprint

    if settings.brands:
        read_brands(Path(settings.brands))
    brands = settings.brands and sha256(Path(settings.brands))
    return {"register": fingerprint(settings.register), "brands": brands}


def protect(con: duckdb.DuckDBPyConnection, file: str | None) -> None:
    """Lay the names of a file beside the material, for :func:`protected`; without a file none.

    Raises:
        InputError: the file cannot be read or names nothing.
    """
    from inconcert.sites.lookalikes.brands import read_brands

    con.execute("CREATE OR REPLACE TEMP TABLE net_protected (domain VARCHAR, aliases VARCHAR[])")
    for brand in read_brands(Path(file)) if file else ():
        con.execute("INSERT INTO net_protected VALUES (?, ?)", [brand.domain, list(brand.aliases)])


def protected(con: duckdb.DuckDBPyConnection) -> list[Brand]:
    """The names that :func:`protect` laid there, with what the shipped list knows of them."""
    from inconcert.sites.lookalikes.brands import Brand, known

    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'net_protected'").fetchall():
        return []
    rows = con.execute("SELECT domain, aliases FROM net_protected ORDER BY domain").fetchall()
    return [known(Brand(domain, tuple(aliases))) for domain, aliases in rows]


def _brands(domains: list[str], protected: Sequence[Brand]) -> dict[str, Row]:
    from inconcert.sites.lookalikes.brands import starter
    from inconcert.sites.lookalikes.matching import match

    found: dict[str, Any] = {}
    for hit in match(list((starter() | {brand.domain: brand for brand in protected}).values()), domains):
        if hit.candidate not in found or hit.score > found[hit.candidate].score:
            found[hit.candidate] = hit
    return {
        name: {"brand": hit.brand, "rule": hit.rule, "tier": hit.tier, "why": hit.why} for name, hit in found.items()
    }


def _alone(found: dict[str, Row], families: dict[str, str]) -> dict[str, Row]:
    """What was found, where a name of a family looks like a brand that most of its sisters do not look like: a lead.

    Of forum-a0, forum-a1 … forum-b4 one may come near forum24.cz by its number, which says nothing about forum24.cz.
    """
    sizes = Counter(families.values())
    alike = Counter((families[name], row["brand"]) for name, row in found.items() if name in families)
    told = {}
    for name, row in found.items():
        family = families.get(name)
        few = family is not None and sizes[family] >= FAMILY and 2 * alike[family, row["brand"]] < sizes[family]
        told[name] = row | {"tier": "lead", "why": f"{row['why']}; most names of its family do not"} if few else row
    return told


def _families(domains: list[str]) -> dict[str, str]:
    from inconcert.sites.families import families

    return {domain: family for domain, family in families(domains).items() if family is not None}
