"""Which kinds of signal speak for a network on their own, and which only repeat each other.

A link inside a copied text makes two signals fire on one act. Families of signals whose evidence lies in largely the
same posts are one kind of evidence, whatever their names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import duckdb

SAME = 0.5
"""Share of the posts of the smaller family that the other also rests on, from which the two count as one."""

_OVERLAPS = """
WITH named AS (SELECT unnest($signals::VARCHAR[]) AS signal, unnest($families::VARCHAR[]) AS family),
told AS (SELECT DISTINCT network, family, post FROM net_touches JOIN named USING (signal)),
sizes AS (SELECT network, family, count(*) AS posts FROM told GROUP BY ALL),
common AS (
    SELECT network, x.family AS one, y.family AS other, count(*) AS posts
    FROM told x JOIN told y USING (network, post) WHERE x.family <= y.family GROUP BY ALL
)
SELECT c.network, c.one, c.other, c.posts / least(x.posts, y.posts) >= $same
FROM common c
JOIN sizes x ON x.network = c.network AND x.family = c.one
JOIN sizes y ON y.network = c.network AND y.family = c.other
ORDER BY ALL
"""


def kinds(con: duckdb.DuckDBPyConnection, families: Mapping[str, str]) -> dict[int, list[str]]:
    """The independent kinds of evidence of each network, from ``net_touches``; families that are one are joined by «+».

    Args:
        con: connection with the temporary table ``net_touches`` (see :func:`inconcert.networks.shared.touches`).
        families: family of each signal.
    """
    asked = {"signals": list(families), "families": list(families.values()), "same": SAME}
    rows = con.execute(_OVERLAPS, asked).fetchall()
    of_network: dict[int, list[tuple[str, str]]] = {}
    for network, one, other, same in rows:
        if same:
            of_network.setdefault(network, []).append((one, other))
    return {network: joined(pairs) for network, pairs in of_network.items()}


def joined(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Names that are connected by pairs, as one name each, in order; a pair of a name with itself names it."""
    groups: list[set[str]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched] + [set(pair).union(*touched)]
    return sorted("+".join(sorted(group)) for group in groups)
