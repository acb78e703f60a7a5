"""Findings as a graph: members, and the pairs they form. Shared by the graph exporters and the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    """A member of a network."""

    id: str
    """platform:account_id."""
    label: str
    """Handle, or account id without one."""
    platform: str
    account_id: str
    network: str
    grade: str
    ties: int


@dataclass(frozen=True)
class Edge:
    """A pair of members with ties that bind them; figures are sums over signals, p and q the smallest."""

    a: str
    b: str
    network: str
    weight: float
    """Evidence in nats, summed over signal families."""
    signals: str
    """Names of signals, separated by spaces."""
    objects: int
    coactions: int
    expected: float
    p: float
    q: float | None
    """Not known where only leads bind the pair."""


def nodes(finding_set: FindingSet) -> Iterator[Node]:
    """Members of all networks, strongest network first."""
    for network in finding_set.networks:
        for member in network["members"]:
            yield Node(
                asset(member),
                member["handle"] or member["account_id"],
                member["platform"],
                member["account_id"],
                network["id"],
                network["grade"],
                member["ties"],
            )


def edges(finding_set: FindingSet) -> list[Edge]:
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
