"""What records and saved pages of the material say of a site: who registered it, which sites are of the same hands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model.times import iso
from inconcert.networks.words import count, listed
from inconcert.sites.records.certificates import TOLD
from inconcert.sites.records.sellers import SELLS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    Row = dict[str, Any]

SHOWN = 20
"""Values shared with other sites that are kept with a site, the strongest first; how many there are is said."""
CERTIFICATES = 5
"""Certificates that are kept with a site."""
NAMED = 3
MICROS = 1_000_000
_THERE = "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'sites' AND column_name = 'facts'"
_REGISTRANT = {"registrant-org": "organisation", "registrant-name": "name", "registrant-email": "email"}


class Hands:
    """The sites of an investigation, joined once by what they share.

    Args:
        con: Connection with the view ``sites``; without it, or when it is empty, nothing is known of any site.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        there = con.execute(_THERE).fetchall()[0][0]
        rows = con.sql("FROM sites ORDER BY source, row").to_arrow_table().to_pylist() if there else []
        self._about: dict[str, dict[str, list[str]]] = {}
        self._shares: dict[str, list[Row]] = {}
        self._groups: dict[str, list[str]] = {}
        if rows:
            self._read(rows)

    def _read(self, rows: Sequence[Row]) -> None:
        # What joins sites is heavy to load, and most investigations have none.
        from inconcert.sites.adding import facts
        from inconcert.sites.hands.material import Gathered
        from inconcert.sites.hands.run import joined
        from inconcert.sites.records.fact import Receipt

        said = list(facts(rows))
        for fact in said:
            kinds = self._about.setdefault(fact.site, {})
            if fact.kind != SELLS and fact.value not in (held := kinds.setdefault(fact.kind, [])):
                held.append(fact.value)
        gathered = Gathered()
        gathered.add(said)
        found = joined(gathered, Receipt(), 0.01)
        for row in found.joins():
            for one, other in (("site_a", "site_b"), ("site_b", "site_a")):
                self._shares.setdefault(row[one], []).append(_share(row, row[other]))
        self._groups = {site: group for group in found.groups() for site in group}

    def known(self) -> list[str]:
        """All sites of which anything is known."""
        return sorted(self._about)

    def of(self, domain: str) -> Row | None:
        """What is known of a site; ``None`` when no record and no page of the material is of it.

        Returns:
            ``registered_at`` with its ``precision`` in seconds, ``registrar``, ``registrant`` (``organisation, name,
            email``, as the records say), ``calls_itself``: other sites that its saved pages give as their own address,
            as a copy does of its original; ``certificates``: the latest :data:`CERTIFICATES` that name it (``serial,
            first, last, issuer``, days as they say); ``shared``: how many values it shares with joined sites;
            ``shares``: at most :data:`SHOWN` of them, each ``site, evidence, value, tier, shared_by, p, why``;
            ``group``: all sites of the same hands, itself included.
        """
        about = self._about.get(domain)
        if about is None:
            return None
        shares = sorted(
            self._shares.get(domain, ()), key=lambda row: (row["tier"], row["p"], row["site"], row["value"])
        )
        told = sorted(set(about.get(TOLD, ())), key=lambda value: value.split(" ")[1:3])
        stamps = sorted((tuple(map(int, value.split())) for value in about.get("registered", ())), key=lambda it: it[1])
        return {
            "registered_at": iso(stamps[0][0] * MICROS) if stamps else None,
            "precision": float(stamps[0][1]) if stamps else None,
            "registrar": next(iter(about.get("registrar", ())), None),
            "registrant": {name: about[kind][0] for kind, name in _REGISTRANT.items() if about.get(kind)},
            "calls_itself": [name for name in about.get("called", ()) if name != domain],
            "certificates": [_certificate(value) for value in told[-CERTIFICATES:]],
            "shared": len(shares),
            "shares": shares[:SHOWN],
            "group": self._groups.get(domain, []),
        }


def _certificate(value: str) -> Row:
    serial, first, last, issuer = (*value.split(" ", 3), "")[:4]
    return {"serial": serial, "first": first, "last": last, "issuer": issuer or None}


def _share(row: Row, other: str) -> Row:
    return {"site": other, **{name: row[name] for name in ("evidence", "value", "tier", "shared_by", "p", "why")}}


def public(hands: Row | None) -> Row | None:
    """The same as it stands beside a network: without the names and addresses of persons."""
    if hands is None:
        return None
    organisation = hands["registrant"].get("organisation")
    return {**hands, "registrant": {"organisation": organisation} if organisation else {}}


def told(hands: Mapping[str, Any]) -> list[str]:
    """What is known of a site in sentences that go on from its name: «was registered on …»."""
    said = []
    if hands["registered_at"]:
        at = hands["registered_at"][:10] if hands["precision"] >= 86_400 else hands["registered_at"]
        by = f" through {hands['registrar']}" if hands["registrar"] else ""
        whose = f" for {next(iter(hands['registrant'].values()))}" if hands["registrant"] else ""
        said.append(f"was registered on {at}{by}{whose}")
    elif hands["registrar"]:
        said.append(f"was registered through {hands['registrar']}")
    if hands["certificates"]:
        latest = hands["certificates"][-1]
        by = f" by {latest['issuer']}" if latest["issuer"] else ""
        said.append(f"has a certificate{by} from {latest['first']} to {latest['last']} (serial {latest['serial']})")
    if hands["calls_itself"]:
        said.append(
            f"its saved pages give {listed(hands['calls_itself'][:NAMED])} as their own address, as a copy does"
        )
    if hands["group"]:
        others = len(hands["group"]) - 1
        best = list({row["site"]: row for row in reversed(hands["shares"])}.values())[::-1][:NAMED]
        parts = [f"{row['site']} (tier {row['tier']}: {row['evidence']} {row['value']})" for row in best]
        said.append(f"shares the traces of one operator with {count(others, 'other site')}, so {listed(parts)}")
    return said
