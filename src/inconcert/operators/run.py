"""The step of a run that writes ``operators.parquet``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.horizon import horizon
from inconcert.model.sizes import for_database
from inconcert.model.tables import schema
from inconcert.networks.words import count
from inconcert.operators.gather import LARGEST, gather
from inconcert.operators.judge import Judge
from inconcert.operators.says import because

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb
    import pyarrow as pa

    from inconcert.operators.gather import Crowd
    from inconcert.operators.judge import Judged
    from inconcert.settings import Settings
    from inconcert.store.folder import Folder

LEAST = 0.01
"""How likely the same hands, or a copied face, must be for a pair to be kept."""
LIKELY = 0.9
"""From here on a pair is told of as «may be run by the same hands»."""


def compare(folder: Folder, features: Path, settings: Settings, target: Path) -> dict[str, Any]:
    """Compare accounts of different platforms in an investigation; see :func:`operators`."""
    with folder.connect(for_database(settings.memory), horizon(settings.since, settings.until)) as connection:
        return operators(connection, features, settings.seed, target)


def operators(con: duckdb.DuckDBPyConnection, features: Path, seed: int, target: Path) -> dict[str, Any]:
    """Compare accounts of different platforms and write the noun ``operators``.

    Args:
        con: Connection with the views ``posts`` and ``accounts``.
        features: File of the noun ``features``.
        seed: Seed of the pairs of strangers by which chance is learned.
        target: File to write.

    Returns:
        ``pairs`` (kept), ``likely`` (of these at ``LIKELY`` or more), ``compared``, ``strangers`` and ``says``.
    """
    import pyarrow.parquet as pq

    crowd = gather(con, features)
    if crowd is None:
        pq.write_table(schema("operators").empty_table(), target, compression="zstd")
        return _account(0, 0, 0, 0, ["Accounts of different platforms were not compared: all are on one platform."])
    judge = Judge(crowd, seed)
    judged = judge.judge(*judge.candidates())
    table = tabled(judged, crowd)
    pq.write_table(table, target, compression="zstd")
    likely = int((table["same"].to_numpy() >= LIKELY).sum())
    says = [f"{count(LARGEST, 'account')} with most posts were compared across platforms."] * (len(crowd) >= LARGEST)
    return _account(table.num_rows, likely, len(judged.a), judge.strangers, says)


def _account(pairs: int, likely: int, compared: int, strangers: int, says: list[str]) -> dict[str, Any]:
    return {"pairs": pairs, "likely": likely, "compared": compared, "strangers": strangers, "says": says}


def tabled(judged: Judged, crowd: Crowd, least: float = LEAST) -> pa.Table:
    """The pairs that are worth keeping as the noun ``operators``, the likeliest first."""
    import pyarrow as pa

    kept = np.flatnonzero(judged.same + judged.copied >= least)
    kept = kept[np.lexsort((judged.b[kept], judged.a[kept], -judged.same[kept]))]
    names = np.array(crowd.told("asset"), object)
    rows: dict[str, Any] = {
        "a": names[judged.a[kept]],
        "b": names[judged.b[kept]],
        "same": judged.same[kept],
        "copied": judged.copied[kept],
        "face": judged.face[kept],
        "own": judged.own[kept],
        "parts": [_known(judged, pair) for pair in kept.tolist()],
        "because": because(judged, crowd, kept.tolist()),
        "posts": [judged.common.posts[pair] for pair in kept.tolist()],
    }
    fields = schema("operators")
    return pa.table([pa.array(rows[field.name], field.type) for field in fields], schema=fields)


def _known(judged: Judged, pair: int) -> list[tuple[str, float]]:
    weighed = ((name, float(nats[pair])) for name, nats in judged.parts.items())
    return [(name, nats) for name, nats in weighed if not np.isnan(nats)]
