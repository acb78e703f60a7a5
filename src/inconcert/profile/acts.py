"""Everything the members of networks did, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.model import sql

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt

    from inconcert.networks.network import Network

_ACTS = """
SELECT m.network, f.at, f.lang, f.platform, f.precision, w.post IS NOT NULL AS coordinated
FROM read_parquet($path) f JOIN net_members m ON f.asset = m.asset
LEFT JOIN (SELECT DISTINCT network, post FROM net_touches) w ON w.network = m.network AND w.post = f.post_ref
ORDER BY m.network, f.at, f.post
"""
_HANDLES = """
SELECT p.platform || ':' || p.account_id AS asset, arg_max(p.handle, p.posted_at) AS handle
FROM posts p SEMI JOIN net_members m ON p.platform || ':' || p.account_id = m.asset
WHERE p.handle IS NOT NULL GROUP BY asset
"""


@dataclass(frozen=True)
class Acts:
    """All posts of one network's members, in order of time; equal-length columns."""

    at: npt.NDArray[np.int64]
    """Microseconds since 1970."""
    lang: list[str | None]
    platform: list[str]
    precision: npt.NDArray[np.float64]
    """Clock in seconds."""
    coordinated: npt.NDArray[np.bool_]
    """Whether the post is behind a tie of the network."""


def seat(con: duckdb.DuckDBPyConnection, networks: Sequence[Network]) -> None:
    """Make the temporary table ``net_members (network, asset)``; ``network`` is the position in ``networks``."""
    rows = [(place, asset) for place, network in enumerate(networks) for asset in network.assets]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE net_members AS "
        "SELECT unnest($places::INTEGER[]) AS network, unnest($assets::VARCHAR[]) AS asset",
        {"places": [place for place, _ in rows], "assets": [asset for _, asset in rows]},
    )


def acts(con: duckdb.DuckDBPyConnection, features: Path, networks: int) -> list[Acts]:
    """The acts of each network, from ``features`` and the tables ``net_members`` and ``net_touches``."""
    table = con.sql(_ACTS, params={"path": sql.exact(features)}).to_arrow_table()
    cuts = np.searchsorted(table["network"].to_numpy(), np.arange(networks + 1))
    return [
        Acts(
            part["at"].to_numpy(),
            part["lang"].to_pylist(),
            [str(platform) for platform in part["platform"].to_pylist()],
            part["precision"].to_numpy(),
            part["coordinated"].to_numpy(),
        )
        for part in (table.slice(start, end - start) for start, end in _spans(cuts))
    ]


def _spans(cuts: npt.NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    return zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)


def handles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Latest handle of each member that has one, by asset."""
    return dict(con.execute(_HANDLES).fetchall())
