"""Findings as a graph: members and the pairs they form, what they link to, and who advertised there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log1p
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.networks.weights import CAP_NATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.profile.document import FindingSet

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PAIRS = """
WITH member AS (
    SELECT unnest($assets::VARCHAR[]) AS asset, unnest($networks::VARCHAR[]) AS network, unnest($led::BOOL[]) AS led
),
     family AS (SELECT unnest($signals::VARCHAR[]) AS signal, unnest($families::VARCHAR[]) AS family),
inside AS (
    SELECT t.*, coalesce(f.family, t.signal) AS family, ma.network, CASE WHEN ma.led THEN t.chance ELSE t.p END AS own
    FROM read_parquet($path) t JOIN member ma ON t.a = ma.asset JOIN member mb ON t.b = mb.asset
    LEFT JOIN family f ON f.signal = t.signal
    WHERE ma.network = mb.network AND CASE WHEN ma.led THEN t.chance <= $lead ELSE t.q <= $fdr END
),
voices AS (
    SELECT a, b, network, max(CASE WHEN own > 0 THEN least(-ln(own), $cap) ELSE $cap END) AS nats,
           list(signal ORDER BY signal) AS signals, sum(objects) AS objects, sum(coactions) AS coactions,
           sum(expected) AS expected, min(p) AS p, min(q) AS q
    FROM inside GROUP BY a, b, network, family
)
SELECT a, b, network, sum(nats), array_to_string(list_sort(flatten(list(signals))), ' '), sum(objects), sum(coactions),
       sum(expected), min(p), min(q)
FROM voices GROUP BY a, b, network ORDER BY a, b
"""


@dataclass(frozen=True)
class Node:
    """A member of a network, a place that networks link to, or somebody who advertised for one."""

    id: str
    """platform:account_id of members and advertisers; ``place/platform/kind/id``, ``payer/name``."""
    label: str
    """Handle, or account id without one; the id of a place."""
    kind: str = "account"
    """``account`` for members; ``advertiser``, ``payer``; else what the place is: ``site``, ``petition`` and so on."""
    platform: str | None = None
    """``web`` for sites."""
    account_id: str | None = None
    network: str | None = None
    """Of a place, the only one that links to it."""
    grade: str | None = None
    ties: int | None = None
    posts: int | None = None
    """Posts of members that link to the place."""
    resembles: str | None = None
    """Protected name that a site looks like."""


@dataclass(frozen=True)
class Edge:
    """A pair of members with ties that bind them, or a member or advertiser (``a``) and a place (``b``).

    Figures of pairs are sums over signals, p and q the smallest; the others have none.
    """

    a: str
    b: str
    network: str
    weight: float
    """Evidence of a pair in nats, summed over signal families; of other edges the logarithm of one
    more than ``posts``, or 1."""
    signals: str | None = None
    """Names of signals, separated by spaces."""
    objects: int | None = None
    coactions: int | None = None
    expected: float | None = None
    p: float | None = None
    q: float | None = None
    """Not known where only leads bind the pair."""
    kind: str = "tie"
    """``tie``, ``link`` (posts of ``a`` link to ``b``) or ``ad`` (ads of, or paid by, ``a`` lead to ``b``)."""
    posts: int | None = None
    """Posts of ``a`` that link to ``b``."""


def nodes(finding_set: FindingSet) -> Iterator[Node]:
    """Members of all networks, strongest network first; then the places they link to, and who advertised there."""
    members = list(_members(finding_set))
    yield from members
    yield from _places(finding_set)
    taken = {node.id for node in members}
    for row in _pushed(finding_set):
        for node in _paying(row):
            if node.id not in taken:
                taken.add(node.id)
                yield node


def edges(finding_set: FindingSet) -> list[Edge]:
    """Pairs inside networks in the order of their names; then links of members to places; then ads that lead there."""
    links = [_link(network, row, one) for network, row in _listed(finding_set) for one in row.get("linkers") or ()]
    paid = {
        (node.id, place_id(row)): Edge(node.id, place_id(row), network, 1.0, kind="ad")
        for network, row in _listed(finding_set)
        for node in _paying(row)
    }
    return [*pairs(finding_set), *links, *paid.values()]


def place_id(row: dict[str, Any]) -> str:
    """Name of a node for a place of ``pushes``; no asset is named so."""
    return f"place/{row['platform']}/{row['kind']}/{row['id']}"


def _listed(finding_set: FindingSet) -> Iterator[tuple[str, dict[str, Any]]]:
    """Network and place for each place that a network links to more often than others do."""
    for network in finding_set.networks:
        for row in network.get("pushes") or ():
            if row["nats"] > 0:
                yield network["id"], row


def _pushed(finding_set: FindingSet) -> Iterator[dict[str, Any]]:
    return (row for _, row in _listed(finding_set))


def _places(finding_set: FindingSet) -> Iterator[Node]:
    """Each place once, with the posts of all networks."""
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for network, row in _listed(finding_set):
        rows.setdefault(place_id(row), []).append((network, row))
    for name, of in rows.items():
        row = of[0][1]
        alike = row.get("resembles")
        yield Node(
            name,
            row["id"],
            row["kind"],
            row["platform"],
            network=of[0][0] if len(of) == 1 else None,
            posts=sum(one["posts"] for _, one in of),
            resembles=alike["brand"] if alike else None,
        )


def _paying(row: dict[str, Any]) -> Iterator[Node]:
    """Who ran ads that lead to a place, and who paid for them."""
    ads = row.get("ads") or {}
    for name in ads.get("advertisers") or ():
        platform, _, account = name.partition(":")
        yield Node(name, account, "advertiser", platform, account)
    for name in ads.get("payers") or ():
        yield Node(f"payer/{name}", name, "payer")


def _link(network: str, row: dict[str, Any], one: dict[str, Any]) -> Edge:
    return Edge(one["asset"], place_id(row), network, log1p(one["posts"]), kind="link", posts=one["posts"])


def _members(finding_set: FindingSet) -> Iterator[Node]:
    for network in finding_set.networks:
        for member in network["members"]:
            yield Node(
                asset(member),
                member["handle"] or member["account_id"],
                "account",
                member["platform"],
                member["account_id"],
                network["id"],
                network["grade"],
                member["ties"],
            )


def pairs(finding_set: FindingSet) -> list[Edge]:
    """Pairs inside networks, in the order of their names."""
    import duckdb

    from inconcert.coordination.pairs import LEAD

    seats = [
        (asset(member), network["id"], bool(network.get("of_leads")))
        for network in finding_set.networks
        for member in network["members"]
    ]
    kinds = {row["name"]: row["family"] for network in finding_set.networks for row in network["signals"]}
    given: dict[str, Any] = {
        "assets": [seat[0] for seat in seats],
        "networks": [seat[1] for seat in seats],
        "led": [seat[2] for seat in seats],
        "signals": list(kinds),
        "families": list(kinds.values()),
        "path": sql.exact(finding_set.ties),
        "fdr": finding_set.fdr,
        "lead": LEAD,
        "cap": CAP_NATS,
    }
    with duckdb.connect() as con:
        return [Edge(*row) for row in con.execute(_PAIRS, given).fetchall()]


def asset(member: dict[str, Any]) -> str:
    """Name of a member as ties have it."""
    return f"{member['platform']}:{member['account_id']}"


def xml_text(text: str) -> str:
    """Text without the signs that XML 1.0 cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
