"""Who else a takedown touches: people outside of the network who reply to its members, share them, follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count
from inconcert.takedown.plan import Radius

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

NAMED = 20
"""Bystanders that are named; how many there are is said."""
LEAST_CONFIDENCE = 0.9
"""Share of the seeds in which a member is in the network, below which the member is called weak."""
FEW_TIES = 2
"""Ties to other members, below which one wrong tie would take the member out."""

_TARGETS = """
CREATE OR REPLACE TEMP TABLE radius_targets AS
SELECT DISTINCT t.platform, t.account_id, name FROM (
    SELECT unnest($platforms) AS platform, unnest($ids) AS account_id
) t, LATERAL (
    SELECT t.account_id AS name UNION
    SELECT p.handle FROM posts p WHERE p.platform = t.platform AND p.account_id = t.account_id AND p.handle IS NOT NULL
)
"""
_DEALT = """
WITH dealt AS (
    SELECT t.account_id AS target, t.platform, p.account_id AS other, 'reply' AS how
    FROM posts p JOIN radius_targets t ON p.platform = t.platform AND p.reply_to_account = t.name
    UNION ALL
    SELECT t.account_id, t.platform, p.account_id, 'share'
    FROM posts p JOIN radius_targets t ON p.platform = t.platform AND p.repost_of_account = t.name
    UNION ALL
    SELECT o.account_id, o.platform, p.account_id, CASE WHEN p.reply_to = o.post_id THEN 'reply' ELSE 'share' END
    FROM posts o JOIN (SELECT DISTINCT platform, account_id FROM radius_targets) t USING (platform, account_id)
    JOIN posts p ON p.platform = o.platform
         AND (p.reply_to = o.post_id OR p.repost_of = o.post_id OR p.quote_of = o.post_id)
)
SELECT d.platform, d.target, d.other, d.how, count(*) AS times
FROM dealt d LEFT JOIN (SELECT DISTINCT platform, account_id FROM radius_targets) m
     ON m.platform = d.platform AND m.account_id = d.other
WHERE m.account_id IS NULL GROUP BY ALL ORDER BY times DESC, other
"""
_FOLLOWERS = """
SELECT a.platform, a.account_id, arg_max(a.followers, coalesce(a.observed_at, TIMESTAMP '1970-01-01')) AS followers
FROM accounts a JOIN (SELECT DISTINCT platform, account_id FROM radius_targets) t USING (platform, account_id)
WHERE a.followers IS NOT NULL GROUP BY ALL
"""
_KNOWN = """
SELECT platform, count(reply_to) + count(reply_to_account) > 0 AS replies,
       count(repost_of) + count(repost_of_account) > 0 AS shares
FROM posts GROUP BY platform
"""

Name = tuple[str, str]
"""Platform and account id."""


def radii(con: duckdb.DuckDBPyConnection, members: Sequence[Mapping[str, Any]]) -> dict[Name, Radius]:
    """The blast radius of each member of a network.

    Args:
        con: Connection with the views ``posts`` and ``accounts``.
        members: As they stand in ``findings.json``.
    """
    names = [(str(member["platform"]), str(member["account_id"])) for member in members]
    cursor = con.cursor()
    cursor.execute(_TARGETS, {"platforms": [name[0] for name in names], "ids": [name[1] for name in names]})
    dealt = _dealt(cursor)
    followers = {(platform, account): int(n) for platform, account, n in cursor.execute(_FOLLOWERS).fetchall()}
    known = {platform: (bool(replies), bool(shares)) for platform, replies, shares in cursor.execute(_KNOWN).fetchall()}
    weak = {(str(one["platform"]), str(one["account_id"])): is_weak(one) for one in members}
    return {
        name: _radius(dealt.get(name, []), followers.get(name), known.get(name[0], (False, False)), weak=weak[name])
        for name in names
    }


def is_weak(member: Mapping[str, Any]) -> bool:
    """Whether a member stands or falls with one tie, came in late, or is missing under some seeds."""
    if member.get("joined") is not None:
        return True
    return int(member.get("ties") or 0) < FEW_TIES or float(member.get("confidence") or 0.0) < LEAST_CONFIDENCE


def _dealt(cursor: duckdb.DuckDBPyConnection) -> dict[Name, list[tuple[str, str]]]:
    found: dict[Name, list[tuple[str, str]]] = {}
    for platform, target, other, how, _times in cursor.execute(_DEALT).fetchall():
        found.setdefault((platform, target), []).append((how, f"{platform}:{other}"))
    return found


def _radius(dealt: list[tuple[str, str]], followers: int | None, known: tuple[bool, bool], *, weak: bool) -> Radius:
    repliers = len({other for how, other in dealt if how == "reply"}) if known[0] else None
    sharers = len({other for how, other in dealt if how == "share"}) if known[1] else None
    bystanders = tuple(dict.fromkeys(other for _, other in dealt))
    return Radius(
        followers, repliers, sharers, bystanders[:NAMED], weak, _says(followers, repliers, sharers, weak=weak)
    )


def _says(followers: int | None, repliers: int | None, sharers: int | None, *, weak: bool) -> tuple[str, ...]:
    follow = "follows" if followers == 1 else "follow"
    told = [
        "How many follow it is not known." if followers is None else f"{count(followers, 'account')} {follow} it.",
        "Replies are not in this material." if repliers is None
        else f"{count(repliers, 'account')} outside of the network replied to it.",
        "Shares are not in this material." if sharers is None
        else f"{count(sharers, 'account')} outside of the network shared its posts.",
    ]  # fmt: skip
    if weak:
        told.append("It belongs to the network by weak ties only: without one of them it might not.")
    return tuple(told)
