"""What the members of a network shared: the objects behind its ties, and the posts that touched them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import duckdb

    from inconcert.networks.network import Network

OBJECTS = 50
"""Objects listed for a network; all are counted."""

_TOUCHES = """
CREATE OR REPLACE TEMP TABLE net_touches AS
WITH of_network AS (SELECT unnest($networks::INTEGER[]) AS network, unnest($rows::BIGINT[]) AS row),
told AS (
    SELECT network, signal, a, b, shared, posts,
           unnest(range(1, least(len(shared), len(posts) // 2) + 1)) AS i
    FROM read_parquet($path, file_row_number = true) t JOIN of_network o ON t.file_row_number = o.row
)
SELECT DISTINCT network, signal, shared[i] AS object, unnest([a, b]) AS asset,
       unnest([posts[2 * i - 1], posts[2 * i]]) AS post
FROM told
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
    rows = np.concatenate([network.ties["row"].to_numpy() for network in networks]) if networks else np.array([])
    numbers = np.repeat(np.arange(len(networks)), counts)
    con.execute(_TOUCHES, {"networks": numbers.tolist(), "rows": rows.tolist(), "path": sql.exact(ties)})


def by_signal(con: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], Shared]:
    """Members and distinct objects of each (network, signal), from ``net_touches``."""
    rows = con.execute(
        "SELECT network, signal, count(DISTINCT asset), count(DISTINCT object) FROM net_touches GROUP BY ALL"
    ).fetchall()
    return {(network, signal): Shared(accounts, objects) for network, signal, accounts, objects in rows}


def objects(con: duckdb.DuckDBPyConnection, network: int) -> list[dict[str, Any]]:
    """The objects most members of a network share: ``signal, object, accounts, posts, example`` (a post_ref)."""
    rows = con.execute(
        "SELECT signal, object, count(DISTINCT asset) AS accounts, count(DISTINCT post) AS posts, min(post) "
        "FROM net_touches WHERE network = ? GROUP BY signal, object ORDER BY accounts DESC, posts DESC, signal, object "
        "LIMIT ?",
        [network, OBJECTS],
    ).fetchall()
    columns = ("signal", "object", "accounts", "posts", "example")
    return [dict(zip(columns, row, strict=True)) for row in rows]
