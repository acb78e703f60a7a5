"""Whether saved pages of a site are copies of a protected site's pages, from what the material keeps of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from inconcert.sites.clones.brands import Brands
    from inconcert.sites.clones.comparing import Comparison
    from inconcert.sites.clones.sheets import Sheet

    Row = dict[str, Any]

_THERE = "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'pages' AND column_name = 'sheet'"
_BRANDS = "SELECT DISTINCT ON (sheet) page, sheet FROM pages WHERE protected ORDER BY sheet, page"
_OF = "SELECT page, sheet FROM pages WHERE NOT protected AND domain = $domain ORDER BY page, source, row"
_ORDER = {"clone": 0, "same owner": 1, "unlike": 2}


class Clones:
    """The pages of an investigation, set against those of protected sites; sheets are read when they are first needed.

    Args:
        con: Connection with the view ``pages``; without it, or without pages of protected sites, nothing is compared.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        there = con.execute(_THERE).fetchall()[0][0]
        self._any = bool(there and con.sql("SELECT 1 FROM pages WHERE protected LIMIT 1").fetchall())
        self._brands: Brands | None = None
        self._known: dict[str, Row | None] = {}

    def of(self, domain: str) -> Row | None:
        """What the comparison says of a site; ``None`` when no page of it, or of a protected site, is in the material.

        Returns:
            ``verdict`` (clone, same owner, unlike), the gravest that one of its pages has; of that page ``brand``,
            ``score``, ``evidence`` (sentences), ``page`` and ``brand_page``; ``pages``: how many were compared, and
            ``clones``: how many of them are copies.
        """
        if domain not in self._known:
            self._known[domain] = self._compared(domain)
        return self._known[domain]

    def _compared(self, domain: str) -> Row | None:
        pages = self._sheets(_OF, domain=domain) if self._any else []
        if not pages or (brands := self._protected()) is None:
            return None
        from inconcert.sites.clones.comparing import compare

        lines = [compare(page, brands) for page in pages]
        best = min((line for found in lines for line in found), key=_gravest)
        return {
            "verdict": best.verdict,
            "brand": best.brand,
            "score": round(best.score, 2),
            "evidence": list(best.evidence),
            "page": best.page,
            "brand_page": best.brand_page,
            "pages": len(pages),
            "clones": sum(any(line.verdict == "clone" for line in found) for found in lines),
        }

    def _protected(self) -> Brands | None:
        if self._brands is None:
            from inconcert.sites.clones.brands import Brands

            sheets = self._sheets(_BRANDS)
            self._brands = Brands(sheets, {}) if sheets else None
        return self._brands

    def _sheets(self, query: str, **given: Any) -> list[Sheet]:
        from inconcert.sites.clones.kept import unpacked

        rows = self._con.sql(query, params=given or None).fetchall()
        return [made for _, text in rows if (made := unpacked(text)) is not None]


def _gravest(line: Comparison) -> tuple[int, float, str]:
    return _ORDER[line.verdict], -line.score, line.page


def told(found: Mapping[str, Any]) -> str:
    """The verdict in words that go on from the name of a site; empty where it is like no protected site."""
    if found["verdict"] == "unlike":
        return ""
    if found["verdict"] == "same owner":
        return f"has pages of the build of {found['brand']}, as a site of the same owner has"
    which = f"{found['clones']:,} of its {count(found['pages'], 'saved page')}"
    verb = "copies" if found["clones"] == 1 else "copy"
    return f"is a clone of {found['brand']} by look: {which} {verb} a page of it (score {found['score']:.2f})"
