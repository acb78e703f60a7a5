"""Whom a network addresses: whose posts it replies to, quotes and mentions, against how often others do.

First stands whom it addresses far more than its share of all posts explains: the order is that of
:mod:`inconcert.profile.pushes`, acts times the logarithm of how many times more often. Many people reply to those whom
everybody knows; being addressed makes nobody part of anything.
"""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.networks.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

    Row = dict[str, Any]

KEPT = 50
"""Targets kept with a network; how many there are is said."""
NAMED = 3
"""Targets that a sentence names."""
OWN = 2.0
"""Times more often than others, from which a sentence speaks of a target."""
LEAST_ACCOUNTS = 2
"""Members of whom a sentence speaks."""

_NAMES = """
CREATE OR REPLACE TEMP TABLE net_names AS
SELECT name, arg_max(who, seen) AS who, arg_max(handle, seen) FILTER (handle IS NOT NULL) AS handle FROM (
    SELECT platform || ':@' || lower(unnest([account_id, handle])) AS name, platform || ':' || account_id AS who,
           handle, coalesce(posted_at, make_timestamptz(0)) AS seen
    FROM posts WHERE account_id IS NOT NULL
) WHERE name IS NOT NULL GROUP BY name
"""
_AIMS = """
CREATE OR REPLACE TEMP TABLE net_aims AS
WITH mentioned AS (
    SELECT platform || ':' || account_id AS asset, platform || ':' || post_id AS post_ref,
           platform || ':@' || lower(ltrim(unnest(mentions), '@')) AS name
    FROM posts WHERE len(mentions) > 0 AND kind IS DISTINCT FROM 'repost'
    UNION ALL
    SELECT asset, post_ref, platform || ':@' || substr(mark, 9) FROM (
        SELECT asset, post_ref, platform, unnest(marks) AS mark FROM read_parquet($path)
        WHERE len(marks) > 0 AND kind <> 'repost'
    ) WHERE starts_with(mark, 'mention:')
), aimed AS (
    SELECT asset, post_ref, reply_account AS name, 'replies' AS act
    FROM read_parquet($path) WHERE reply_account IS NOT NULL
    UNION ALL
    SELECT q.platform || ':' || q.account_id, q.platform || ':' || q.post_id, q.platform || ':@' || lower(o.account_id),
           'quotes'
    FROM posts q JOIN posts o ON q.platform = o.platform AND q.quote_of = o.post_id WHERE q.quote_of IS NOT NULL
    UNION ALL
    SELECT asset, post_ref, name, 'mentions' FROM mentioned WHERE name NOT LIKE '%:@'
), known AS (
    SELECT a.asset, a.post_ref, coalesce(n.who, a.name) AS who, min(a.act = 'mentions') AS only_named,
           bool_or(a.act = 'replies') AS replies, bool_or(a.act = 'quotes') AS quotes
    FROM aimed a LEFT JOIN net_names n ON n.name = a.name
    WHERE a.asset IS NOT NULL AND a.name IS NOT NULL AND n.who IS DISTINCT FROM a.asset GROUP BY ALL
)
SELECT asset, who, count(*) FILTER (replies) AS replies, count(*) FILTER (quotes AND NOT replies) AS quotes,
       count(*) FILTER (only_named) AS mentions
FROM known GROUP BY asset, who
"""
_OWN = """
WITH whole AS (SELECT who, sum(replies + quotes + mentions)::BIGINT AS acts FROM net_aims GROUP BY who)
SELECT m.network, a.who, sum(replies)::BIGINT AS replies, sum(quotes)::BIGINT AS quotes,
       sum(mentions)::BIGINT AS mentions, count(*) AS accounts, first(w.acts) - sum(replies + quotes + mentions)::BIGINT
       AS others, bool_or(i.asset IS NOT NULL) AS member
FROM net_aims a JOIN net_members m ON m.asset = a.asset JOIN whole w ON w.who = a.who
LEFT JOIN net_members i ON i.network = m.network AND i.asset = a.who
GROUP BY m.network, a.who ORDER BY m.network, a.who
"""
_HANDLES = "SELECT who, arg_max(handle, name) FROM net_names WHERE handle IS NOT NULL GROUP BY who"
_POSTS = """
SELECT m.network, count(*) AS own, (SELECT count(*) FROM read_parquet($path)) AS whole
FROM read_parquet($path) f JOIN net_members m ON f.asset = m.asset GROUP BY m.network
"""


class Targets:
    """Whom the networks of a run address; all acts are read once, for all networks.

    Args:
        con: Connection with the view ``posts``.
        features: File of the noun ``features``.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, features: Path) -> None:
        self._con, self._path = con, {"path": sql.exact(features)}
        con.execute(_NAMES)
        con.execute(_AIMS, self._path)

    def of(self, first: int, end: int) -> Iterator[Row]:
        """Whom each network from ``first`` to before ``end`` addresses; they are those in the table ``net_members``.

        Yields:
            For each network ``addressed``: how many; ``targets``: at most :data:`KEPT` of them, each with ``platform,
            account_id`` (null where only a name is known), ``handle``, ``replies, quotes, mentions`` by members,
            ``accounts`` (members that did), ``others`` (acts of everybody else), ``lift`` (times more often than all
            together; null when nobody else posts), ``nats``, and ``member`` (whether it is one of the network).
        """
        shares = {int(network): own / whole for network, own, whole in self._con.execute(_POSTS, self._path).fetchall()}
        rows: dict[int, list[Row]] = {}
        for row in self._con.sql(_OWN).to_arrow_table().to_pylist():
            rows.setdefault(row.pop("network"), []).append(row)
        handles = dict(self._con.execute(_HANDLES).fetchall()) if rows else {}
        for network in range(first, end):
            ranked = _ranked(rows.get(network, []), shares.get(network, 1.0))
            yield {"addressed": len(ranked), "targets": [_told(row, handles) for row in ranked[:KEPT]]}


def _ranked(rows: Sequence[Row], share: float) -> list[Row]:
    """The rows with ``lift`` and ``nats``, whom the network addresses most of its own first."""
    for row in rows:
        acts = row["replies"] + row["quotes"] + row["mentions"]
        row["lift"] = acts / ((acts + row["others"]) * share) if share < 1 else None
        row["nats"] = acts * log(row["lift"]) if row["lift"] else float(acts)
    return sorted(rows, key=lambda row: (-row["nats"], -row["accounts"], row["who"]))


def _told(row: Row, handles: Mapping[str, str]) -> Row:
    platform, _, name = row["who"].partition(":")
    known = not name.startswith("@")
    return {
        "platform": platform,
        "account_id": name if known else None,
        "handle": handles.get(row["who"]) if known else name[1:],
        **{key: row[key] for key in ("replies", "quotes", "mentions", "accounts", "others", "member")},
        "lift": None if row["lift"] is None else round(row["lift"], 2),
        "nats": round(row["nats"], 2),
    }


def sentences(told: Mapping[str, Any]) -> list[str]:
    """Whom a network addresses of its own, in one sentence; none when there is nobody."""
    own = [
        row
        for row in told["targets"]
        if row["accounts"] >= LEAST_ACCOUNTS and not row["member"] and (row["lift"] is None or row["lift"] >= OWN)
    ]
    if not own:
        return []
    more = len(own) - NAMED
    tail = f", and {count(more, 'other account')} far more than others do" if more > 0 else ""
    return [
        f"It addresses {listed([_part(row) for row in own[:NAMED]])}{tail}. Being addressed makes nobody part of it."
    ]


def _part(row: Row) -> str:
    acts = row["replies"] + row["quotes"] + row["mentions"]
    others = f"others: {row['others']:,}" if row["others"] else "nobody else"
    name = f"@{row['handle']}" if row["handle"] else row["account_id"]
    return f"{name} ({count(acts, 'time')} by {count(row['accounts'], 'member')}; {others})"
