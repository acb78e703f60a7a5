"""One site as the material shows it: who linked to it, who was first, which networks push it, and who paid for ads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import UsageError, nearest
from inconcert.model.times import iso
from inconcert.normalise.urls import canonical
from inconcert.profile.clones import Clones
from inconcert.profile.hands import Hands
from inconcert.profile.landing import Landings
from inconcert.profile.resemblance import Resemblance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    Row = dict[str, Any]

SHOWN = 50
"""Accounts and links that are listed, the most posts first; how many there are is said."""

_LED = "CREATE OR REPLACE TEMP TABLE site_led AS FROM features WHERE list_contains(domains, $domain)"
_WHOLE = """
SELECT count(*) AS posts, count(DISTINCT s.asset) AS accounts, min(s.at) AS first_at, max(s.at) AS last_at
FROM site_led s
"""
_ACCOUNTS = """
SELECT s.asset, count(*) AS posts, min(s.at) AS first_at FROM site_led s GROUP BY s.asset
ORDER BY posts DESC, first_at, asset LIMIT $most
"""
_FIRST = "SELECT s.asset, s.post_ref, s.at FROM site_led s ORDER BY s.at, s.post LIMIT 1"
_NAMES = "SELECT DISTINCT unnest(domains) AS domain FROM features WHERE len(domains) > 0"


def site(con: duckdb.DuckDBPyConnection, networks: Sequence[Mapping[str, Any]], name: str) -> Row:
    """What the material shows of a site.

    Args:
        con: Connection with the views ``features`` and ``ads``.
        networks: The findings of the run.
        name: Domain or address; its registered domain is looked for.

    Returns:
        ``domain``; ``posts`` and ``accounts`` that link to it, ``first_at``, ``last_at``, ``first`` (``account, post,
        at``); ``spread``: accounts with ``posts``, ``first_at`` and the ``network`` they belong to; ``networks``:
        ``id, grade, posts, accounts`` of each that pushes it; ``links``; ``resembles``; ``ads``; ``hands``
        (see :meth:`inconcert.profile.hands.Hands.of`); ``clone`` (see :meth:`inconcert.profile.clones.Clones.of`).

    Raises:
        UsageError: no post and no ad of the material leads there, and no record or saved page is of it.
    """
    domain = canonical(name).domain or name.lower()
    con.execute(_LED, {"domain": domain})
    paid, hands, whole = Landings(con).of(domain), Hands(con), _rows(con, _WHOLE)[0]
    if not whole["posts"] and paid is None and hands.of(domain) is None:
        known = [*(row["domain"] for row in _rows(con, _NAMES)), *hands.known()]
        raise UsageError(
            f"no post and no ad in this material leads to '{domain}', and no record is of it.",
            todo=nearest(domain, known),
        )
    belongs = {f"{m['platform']}:{m['account_id']}": one["id"] for one in networks for m in one["members"]}
    return {
        "domain": domain,
        "posts": whole["posts"],
        "accounts": whole["accounts"],
        "first_at": iso(whole["first_at"]) if whole["posts"] else None,
        "last_at": iso(whole["last_at"]) if whole["posts"] else None,
        "first": _first(con),
        "spread": [_spread(row, belongs) for row in _rows(con, _ACCOUNTS, most=SHOWN)],
        "networks": _pushing(networks, domain),
        "links": _links(con, domain),
        "resembles": Resemblance({domain}).brand(domain),
        "ads": paid,
        "hands": hands.of(domain),
        "clone": Clones(con).of(domain),
    }


def _rows(con: duckdb.DuckDBPyConnection, query: str, **given: Any) -> list[Row]:
    rows: list[Row] = con.sql(query, params=given or None).to_arrow_table().to_pylist()
    return rows


def _first(con: duckdb.DuckDBPyConnection) -> Row | None:
    rows = _rows(con, _FIRST)
    return {"account": rows[0]["asset"], "post": rows[0]["post_ref"], "at": iso(rows[0]["at"])} if rows else None


def _spread(row: Row, belongs: Mapping[str, str]) -> Row:
    return {
        "account": row["asset"],
        "posts": row["posts"],
        "first_at": iso(row["first_at"]),
        "network": belongs.get(row["asset"]),
    }


def _pushing(networks: Sequence[Mapping[str, Any]], domain: str) -> list[Row]:
    return [
        {"id": one["id"], "grade": one["grade"], "posts": row["posts"], "accounts": row["accounts"]}
        for one in networks
        for row in one.get("pushes", ())
        if row["platform"] == "web" and row["id"] == domain
    ]


def _links(con: duckdb.DuckDBPyConnection, domain: str) -> list[Row]:
    rows = _rows(con, "SELECT unnest(s.links) AS link, s.asset, s.at FROM site_led s")
    found: dict[str, Row] = {}
    for row in rows:
        if canonical(row["link"]).domain != domain:
            continue
        kept = found.setdefault(row["link"], {"posts": 0, "who": set(), "first_at": row["at"]})
        kept["posts"] += 1
        kept["who"].add(row["asset"])
        kept["first_at"] = min(kept["first_at"], row["at"])
    ranked = sorted(found.items(), key=lambda item: (-item[1]["posts"], item[0]))
    return [
        {"link": link, "posts": one["posts"], "accounts": len(one["who"]), "first_at": iso(one["first_at"])}
        for link, one in ranked[:SHOWN]
    ]
