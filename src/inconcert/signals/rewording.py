"""Which texts say the same in other words: the column ``text_reworded`` of ``features``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.normalise import polarity, vectors
from inconcert.signals import making

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb


def table(con: duckdb.DuckDBPyConnection, work: Path, tell: Any, *, wanted: bool) -> dict[str, Any]:
    """Makes ``rewordings`` (name, cluster) of the near forms in ``made`` that others reword or repeat.

    Args:
        con: A connection with the view ``made``.
        work: Folder for vectors that wait on disk.
        tell: Told the step and the texts done.
        wanted: Whether to look for them at all.

    Returns:
        ``clusters of reworded texts``, the number of clusters of different texts; nothing where it was not looked.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE rewordings (name VARCHAR, cluster VARCHAR)")
    if not (wanted and vectors.available()):
        return {}
    import numpy as np
    import pyarrow as pa

    from inconcert.normalise.rewordings import Rewordings

    texts, names, times = Rewordings(work), [], []
    with con.sql(_distinct()).to_arrow_reader(making.BATCH) as reader:
        for batch in reader:
            texts.add(batch.column("near").to_pylist(), batch.column("lang").to_pylist())
            names.append(batch.column("near_name"))
            times.append(batch.column("posts").to_numpy())
            tell("reworded texts", texts.count, 0)
    found = texts.clusters()
    posts = np.bincount(found, np.concatenate(times) if times else None, minlength=len(found))
    met = np.flatnonzero(posts[found] > 1)
    all_names = pa.chunked_array(names, pa.string())
    name, cluster = (all_names.take(pa.array(places, pa.int64())) for places in (met, found[met]))
    con.register("given_rewordings", pa.table({"name": name, "cluster": cluster}))
    con.execute("INSERT INTO rewordings SELECT name, cluster FROM given_rewordings")
    con.unregister("given_rewordings")
    return {"clusters of reworded texts": len(np.unique(found[found != np.arange(len(found))]))}


def _distinct() -> str:
    """SQL of distinct texts in the languages whose polarity can be told, in the order of their hashes."""
    known = ", ".join(map(sql.text, sorted(polarity.languages())))
    return (
        "SELECT near_name, any_value(near) AS near, min(lang) AS lang, count(*) AS posts FROM made"
        f" WHERE near_name IS NOT NULL AND lang IN ({known}) GROUP BY 1 ORDER BY 1"
    )


def joined(con: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """SQL of the cluster of a row of ``made``, and of the join it takes."""
    if not con.execute("SELECT count(*) FROM rewordings").fetchall()[0][0]:
        return "NULL::VARCHAR", ""
    return "rewordings.cluster", " LEFT JOIN rewordings ON rewordings.name = made.near_name"
