"""Accounts on other platforms that the hands of a network's members may run too, and those that only look so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count, share
from inconcert.operators.run import LIKELY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import duckdb

    Row = dict[str, Any]

LEAST = 0.5
"""How likely the same hands, or a copied face, must be for a pair to stand with a network."""
KEPT, NAMED = 50, 3
"""Pairs kept with a network, and told of in its sentences."""

_PAIRS = f"""
WITH pairs AS (SELECT * FROM operators WHERE same >= {LEAST} OR copied >= {LEAST}),
sided AS (
    SELECT m.network, p.a AS member, p.b AS other, p.* EXCLUDE (a, b) FROM pairs p JOIN net_members m ON p.a = m.asset
    UNION ALL
    SELECT m.network, p.b, p.a, p.* EXCLUDE (a, b) FROM pairs p JOIN net_members m ON p.b = m.asset
)
SELECT s.network, s.member, s.other, i.asset IS NOT NULL AS inside, s.same, s.copied, s.face, s.own, s.parts, s.because,
       s.posts
FROM sided s LEFT JOIN net_members i ON i.network = s.network AND i.asset = s.other
WHERE i.asset IS NULL OR s.member < s.other
ORDER BY s.network, s.same DESC, s.copied DESC, s.member, s.other
"""
_HANDLES = """
SELECT platform || ':' || account_id AS asset, last(handle ORDER BY seen NULLS FIRST, handle) AS handle FROM (
    SELECT platform, account_id, handle, observed_at AS seen FROM accounts
    UNION ALL SELECT platform, account_id, handle, posted_at FROM posts
) WHERE handle IS NOT NULL AND platform || ':' || account_id IN (SELECT unnest($assets)) GROUP BY asset
"""


def faces(con: duckdb.DuckDBPyConnection) -> dict[int, list[Row]]:
    """The pairs of each network in ``net_members``, the likeliest first.

    Args:
        con: Connection with the views ``posts``, ``accounts`` and ``operators`` and the table ``net_members``; without
            ``operators`` there are none.
    """
    if not con.execute("SELECT 1 FROM information_schema.tables WHERE table_name = 'operators'").fetchall():
        return {}
    found = con.sql(_PAIRS).to_arrow_table().to_pylist()
    named = sorted({row[side] for row in found for side in ("member", "other")})
    handles = dict(con.execute(_HANDLES, {"assets": named}).fetchall()) if named else {}
    rows: dict[int, list[Row]] = {}
    for row in found:
        row["parts"] = dict(row["parts"])
        row |= {f"{side}_called": called(row[side], handles.get(row[side])) for side in ("member", "other")}
        rows.setdefault(row.pop("network"), []).append(row)
    return rows


def called(asset: str, handle: str | None) -> str:
    """«@anna on telegram», or the id where no handle is known."""
    platform, _, account = asset.partition(":")
    return f"@{handle} on {platform}" if handle else f"{account} on {platform}"


def kept(rows: Sequence[Row], posts: Mapping[str, Row]) -> list[Row]:
    """The pairs as they stand with a finding, each with its first two posts."""
    return [row | {"examples": [posts[ref] for ref in row["posts"][:2] if ref in posts]} for row in rows[:KEPT]]


def refs(rows: Iterable[Row]) -> list[str]:
    """References of the posts that are kept in full."""
    return [ref for row in rows for ref in row["posts"][:2]]


def sentences(rows: Sequence[Row]) -> list[str]:
    """What a finding says of them: who may be run by the same hands, and whose face somebody shows."""
    likely = [row for row in rows if row["same"] >= LIKELY]
    copied = [row for row in rows if row["copied"] >= LEAST]
    said = [hands(row) for row in likely[:NAMED]] + [likeness(row) for row in copied[:NAMED]]
    more = len(likely[NAMED:]) + len(copied[NAMED:])
    return [*said, f"{count(more, 'more pair')} of accounts on two platforms look alike."] if more else said


def told(row: Row) -> str:
    """One pair as it stands below a finding."""
    return hands(row) if row["same"] >= LEAST else likeness(row)


def hands(row: Row) -> str:
    """One pair that the same hands may run, with its reasons."""
    likely = share(row["same"], 1)
    because = "; ".join(row["because"])
    return f"{row['member_called']} may be run by the same hands as {row['other_called']} ({likely} likely): {because}."


def likeness(row: Row) -> str:
    """One pair of which somebody shows the other's face."""
    return (
        f"{row['member_called']} and {row['other_called']} look alike, and nothing shows that the same hands run both: "
        "a fan, a parody or an impersonator looks the same."
    )
