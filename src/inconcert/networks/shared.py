"""What the members of a network shared: the objects behind its ties, and the posts that touched them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.networks.handing import handed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from inconcert.networks.network import Network

OBJECTS = 50
"""Objects listed for a network; all are counted."""

_TOUCHES = """
CREATE OR REPLACE TEMP TABLE net_touches AS
WITH told AS (
    SELECT network, signal, a, b, shared, posts,
           unnest(range(1, least(len(shared), len(posts) // 2) + 1)) AS i
    FROM read_parquet($path, file_row_number = true) t JOIN net_rows o ON t.file_row_number = o.row
)
SELECT DISTINCT network, signal, shared[i] AS object, unnest([a, b]) AS asset,
       unnest([posts[2 * i - 1], posts[2 * i]]) AS post
FROM told
"""

_OBJECTS = """
SELECT network, signal, object, count(DISTINCT asset) AS accounts, count(DISTINCT post) AS posts, min(post)
FROM net_touches WHERE network >= ? AND network < ? GROUP BY network, signal, object
QUALIFY row_number() OVER (PARTITION BY network ORDER BY accounts DESC, posts DESC, signal, object) <= ?
ORDER BY network, accounts DESC, posts DESC, signal, object
"""


@dataclass(frozen=True)
class Shared:
    """What one network shared by one signal."""

    accounts: int
    """Members that took part."""
    objects: int
    """Distinct objects."""


def touches(con: duckdb.DuckDBPyConnection, ties: Path, networks: Sequence[Network]) -> None:
    """Make the temporary table ``net_touches (network, signal, object, asset, post)`` from the ties of networks.

    ``network`` is the position in ``networks``; one row is a member's post that touched a shared object.
    """
    counts = [network.ties.num_rows for network in networks]
    rows = np.concatenate([np.empty(0, np.int64), *(network.ties["row"].to_numpy() for network in networks)])
    with handed(con, "net_rows", {"network": np.repeat(np.arange(len(networks), dtype=np.int32), counts), "row": rows}):
        con.execute(_TOUCHES, {"path": sql.exact(ties)})


def by_signal(con: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], Shared]:
    """Members and distinct objects of each (network, signal), from ``net_touches``."""
    rows = con.execute(
        "SELECT network, signal, count(DISTINCT asset), count(DISTINCT object) FROM net_touches GROUP BY ALL"
    ).fetchall()
    return {(network, signal): Shared(accounts, objects) for network, signal, accounts, objects in rows}


def objects(con: duckdb.DuckDBPyConnection, first: int, end: int) -> list[list[dict[str, Any]]]:
    """The objects most members share, for the networks from ``first`` to before ``end``.

    Each as ``signal, object, accounts, posts, example`` (a post_ref), at most ``OBJECTS`` a network.
    """
    out: list[list[dict[str, Any]]] = [[] for _ in range(first, end)]
    columns = ("signal", "object", "accounts", "posts", "example")
    for network, *row in con.execute(_OBJECTS, [first, end, OBJECTS]).fetchall():
        out[network - first].append(dict(zip(columns, row, strict=True)))
    return out
