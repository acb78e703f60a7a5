"""Everything the members of networks did, and what they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model import sql
from inconcert.networks.handing import handed
from inconcert.networks.words import acted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    import duckdb
    import numpy.typing as npt
    import pyarrow as pa

    from inconcert.networks.network import Network

_ACTS = """
SELECT m.network, f.at, f.lang, f.platform, f.precision, w.post IS NOT NULL AS coordinated,
       contains(f.post_ref, ':ad/') AS ad
FROM read_parquet($path) f JOIN net_members m ON f.asset = m.asset
LEFT JOIN (
    SELECT DISTINCT network, post FROM net_touches SEMI JOIN net_members USING (network)
) w ON w.network = m.network AND w.post = f.post_ref
ORDER BY m.network, f.at, f.post
"""
_HANDLES = """
SELECT p.platform || ':' || p.account_id AS asset, arg_max(p.handle, p.posted_at) AS handle
FROM posts p SEMI JOIN net_members m ON p.platform || ':' || p.account_id = m.asset
WHERE p.handle IS NOT NULL GROUP BY asset
"""
_PAGES = """
SELECT a.platform || ':' || a.account_id AS asset, arg_max(a.advertiser, (coalesce(a.started_at, a.created_at), a.row))
FROM ads a SEMI JOIN net_members m ON a.platform || ':' || a.account_id = m.asset
WHERE a.advertiser IS NOT NULL GROUP BY asset
"""


@dataclass(frozen=True)
class Acts:
    """All posts and ads of one network's members, in order of time; equal-length columns."""

    at: npt.NDArray[np.int64]
    """Microseconds since 1970."""
    lang: list[str | None]
    platform: list[str]
    precision: npt.NDArray[np.float64]
    """Clock in seconds."""
    coordinated: npt.NDArray[np.bool_]
    """Whether the post is behind a tie of the network."""
    ad: npt.NDArray[np.bool_]
    """Whether it is an ad, and no post."""

    @property
    def things(self) -> str:
        """«posts», «ads» or «posts and ads»."""
        return acted(len(self.ad), int(self.ad.sum()))

    def advertised(self) -> Iterator[str]:
        """The platform of each ad."""
        return (name for name, ad in zip(self.platform, self.ad.tolist(), strict=True) if ad)


def seat(con: duckdb.DuckDBPyConnection, networks: Sequence[Network], first: int = 0) -> None:
    """Make the temporary table ``net_members (network, asset)``; the first of ``networks`` has the number ``first``."""
    import pyarrow as pa

    sizes = [len(network.assets) for network in networks]
    places = np.repeat(np.arange(first, first + len(networks), dtype=np.int32), sizes)
    assets = pa.array([asset for network in networks for asset in network.assets], pa.string())
    with handed(con, "net_seated", {"network": places, "asset": assets}):
        con.execute("CREATE OR REPLACE TEMP TABLE net_members AS FROM net_seated")


def acts(con: duckdb.DuckDBPyConnection, features: Path, first: int, end: int) -> Iterator[Acts]:
    """The acts of the networks from ``first`` to before ``end``, which are those in the table ``net_members``."""
    table = con.sql(_ACTS, params={"path": sql.exact(features)}).to_arrow_table()
    cuts = np.searchsorted(table["network"].to_numpy(), np.arange(first, end + 1))
    for start, stop in _spans(cuts):
        part = table.slice(start, stop - start)
        yield Acts(
            part["at"].to_numpy(),
            _names(part["lang"]),
            _names(part["platform"]),
            part["precision"].to_numpy(),
            part["coordinated"].to_numpy(),
            part["ad"].to_numpy(),
        )


def _names(column: pa.ChunkedArray[Any]) -> list[Any]:
    """A column of few different names as a list that holds each of them once."""
    coded = column.combine_chunks().dictionary_encode("encode")
    names: list[Any] = np.array(coded.dictionary.to_pylist(), object)[coded.indices.to_numpy()].tolist()
    return names


def _spans(cuts: npt.NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    return zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True)


def handles(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Latest handle of each member that has one, by asset; of a page that only ran ads, its name there."""
    return dict(con.execute(_PAGES).fetchall()) | dict(con.execute(_HANDLES).fetchall())
