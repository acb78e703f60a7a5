"""Posts made comparable, all of them: reads what the first pass made of each, writes the table ``features``.

What one post has to do with others is settled here: where short links lead, near-duplicate texts, like pictures,
originals of reposts, and the numbers of the posts.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.model.horizon import EVERYTHING, Horizon
from inconcert.model.sizes import half
from inconcert.model.tables import schema
from inconcert.normalise import media
from inconcert.normalise.duplicates import NearTexts
from inconcert.signals import advertised, finishing, making, rewording, shortlinks
from inconcert.signals.finishing import Finisher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from inconcert.engines.base import Progress


def build(
    con: duckdb.DuckDBPyConnection,
    target: Path,
    memory: str = "2GB",
    progress: Progress | None = None,
    media_roots: Sequence[Path] = (),
    *,
    ads: bool = False,
) -> dict[str, Any]:
    """Write ``features`` of all usable posts to the Parquet file ``target``, without keeping anything for later runs.

    Args:
        con: A connection with the table or view ``posts``.
        target: File to write.
        memory: Memory of the run; see :func:`assemble`.
        progress: Told the step, the posts done and their number.
        media_roots: Folders in which relative media addresses are looked up and their pictures hashed.
        ads: Whether the connection has the view ``ads`` too, to be made comparable beside the posts.

    Returns:
        What :func:`assemble` returns.
    """
    tell = progress or (lambda _step, _done, _total: None)
    with TemporaryDirectory(prefix=".features-", dir=target.parent) as folder, _half(con, memory):
        total, made = count(con)["posts"], Path(folder) / "made.parquet"
        making.pour(con, "SELECT * FROM posts", made, media_roots, lambda done: tell("features", done, total))
        return assemble(con, [made], target, memory, progress, ads=ads)


def count(con: duckdb.DuckDBPyConnection, horizon: Horizon = EVERYTHING) -> dict[str, int]:
    """How many ``posts`` there are, and how many are left out by reason."""
    before = f"posted_at < make_timestamptz({horizon.since})" if horizon.since is not None else "false"
    after = f"posted_at >= make_timestamptz({horizon.until})" if horizon.until is not None else "false"
    row = con.execute(
        "SELECT count(*), count(*) FILTER (posted_at IS NULL),"
        " count(*) FILTER (posted_at IS NOT NULL AND account_id IS NULL),"
        " count(*) FILTER (posted_at IS NOT NULL AND account_id IS NOT NULL AND post_id IS NULL),"
        f" count(*) FILTER ({making.USABLE} AND {before}), count(*) FILTER ({making.USABLE} AND {after}) FROM posts"
    ).fetchall()[0]
    reasons = ("posts", "no time", "no account", "no id", "before the horizon", "after the horizon")
    return dict(zip(reasons, map(int, row), strict=True))


def assemble(
    con: duckdb.DuckDBPyConnection,
    partitions: Sequence[Path],
    target: Path,
    memory: str = "2GB",
    progress: Progress | None = None,
    horizon: Horizon = EVERYTHING,
    *,
    reworded: bool = True,
    ads: bool = False,
) -> dict[str, Any]:
    """Write ``features`` of everything in ``partitions`` that lies in the horizon to ``target``, sorted by ``post``.

    The result depends on the set of posts only, not on how they are spread over partitions. A pass over distinct texts,
    and one that puts posts in order, some hundred thousand at a time; DuckDB may hold half of the memory and spills the
    rest, Python takes some 0.5 GB (compiled loops, language model) and 0.2 kB for each text that has a near one.

    Args:
        con: A connection with the table ``posts``, of which those left out are counted.
        partitions: Files with the columns of :func:`inconcert.signals.making.made_schema`.
        target: File to write.
        memory: Memory of the run.
        progress: Told the step, the posts done and their number.
        horizon: What is looked at.
        reworded: Whether texts reworded are looked for, which costs as much as everything else together.
        ads: Whether the connection has the view ``ads``, whose ads are put among the posts.

    Returns:
        Counts: ``posts``, ``kept``, ``left_out`` by reason, ``links_left_out`` by reason, what was recognised, and
        ``horizon``.
    """
    tell = progress or (lambda _step, _done, _total: None)
    with TemporaryDirectory(prefix=".features-", dir=target.parent) as folder, _half(con, memory):
        shown = advertised.pour(con, Path(folder) / "ads.parquet") if ads else 0
        if shown:
            partitions = [*partitions, Path(folder) / "ads.parquet"]
        con.execute(f"CREATE OR REPLACE TEMP VIEW made AS {_inside(partitions, horizon)}")
        try:
            known = shortlinks.expansions(con, "made")
            near = _near(con, Path(folder), tell)
            told = rewording.table(con, Path(folder), tell, wanted=reworded)
            like = _likenesses(con)
            _originals(con)
            finisher = Finisher(known, like)
            inside = con.execute("SELECT count(*) FROM made WHERE kind = 'ad'").fetchall()[0][0] if shown else 0
            kept = _write(con, partitions, horizon, target, finisher, tell) - inside
        finally:
            con.execute("DROP VIEW IF EXISTS made; DROP TABLE IF EXISTS crowds; DROP TABLE IF EXISTS known")
            con.execute("DROP TABLE IF EXISTS rewordings")
        left_out = count(con, horizon)
        told |= _of_ads(con, shown, inside) if ads else {}
    return {
        "posts": left_out.pop("posts"),
        "kept": kept,
        "left_out": {reason: number for reason, number in left_out.items() if number},
        "links_left_out": dict(sorted(finisher.links_left_out.items())),
        "short links expanded": len(known),
        "clusters of near-duplicate texts": near,
        **told,
        "clusters of like pictures": len(set(like.values())),
        **{what: number for what, number in sorted(finisher.counts.items()) if number},
        "horizon": horizon.told(),
    }


def _of_ads(con: duckdb.DuckDBPyConnection, shown: int, inside: int) -> dict[str, Any]:
    """How many ads there are, how many lie in the horizon, and why others cannot be compared; nothing without ads."""
    read = advertised.count(con)
    without = {what: number for what, number in read.items() if number}
    return {**without, "ads compared": inside, "ads outside the horizon": shown - inside} if read["ads"] else {}


@contextmanager
def _half(con: duckdb.DuckDBPyConnection, memory: str) -> Iterator[None]:
    """DuckDB held to half of ``memory`` for a while: the other half is Python's."""
    was = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    con.execute(f"SET memory_limit = '{half(memory)}'")
    yield
    # Not after a failure: an unread result would raise here, and hide what went wrong.
    con.execute(f"SET memory_limit = '{was}'")


def _inside(partitions: Sequence[Path], horizon: Horizon) -> str:
    """SQL of the rows of some partitions that lie in the horizon."""
    if partitions:
        inside = horizon.sql('"at"')
        return f"SELECT * FROM read_parquet({sql.files(partitions)}) WHERE {inside}"
    columns = ", ".join(f'NULL::{_SQL[str(one.type)]} AS "{one.name}"' for one in making.made_schema())
    return f"SELECT {columns} WHERE false"


_SQL = {
    "string": "VARCHAR", "int64": "BIGINT", "double": "DOUBLE", "bool": "BOOLEAN", "list<item: string>": "VARCHAR[]",
    "list<element: string>": "VARCHAR[]",
}  # fmt: skip


def _near(con: duckdb.DuckDBPyConnection, work: Path, tell: Any) -> int:
    """Distinct texts in the order of their hashes; makes ``crowds`` (name, cluster) of those that others are like.

    Returns the number of clusters of different texts.
    """
    import numpy as np
    import pyarrow as pa

    texts, names, times = NearTexts(work), [], []
    reader = con.sql(
        "SELECT near_name, any_value(near) AS near, count(*) AS posts FROM made WHERE near_name IS NOT NULL"
        " GROUP BY 1 ORDER BY 1"
    ).to_arrow_reader(making.BATCH)
    with reader:
        for batch in reader:
            texts.add(batch.column("near").to_pylist())
            # Copies: a column as it comes holds its whole batch, texts included, for as long as it is kept.
            names.append(pa.array(batch.column("near_name").to_pylist(), pa.string()))
            times.append(batch.column("posts").to_numpy().astype(np.int32))
            tell("near-duplicate texts", texts.count, 0)
    found = texts.clusters()
    posts = np.bincount(found, np.concatenate(times) if times else None, minlength=len(found))
    met = np.flatnonzero(posts[found] > 1)
    all_names = pa.chunked_array(names, pa.string())
    name, cluster = (all_names.take(pa.array(places, pa.int64())) for places in (met, found[met]))
    _table(con, "crowds", {"name": name, "cluster": cluster})
    return len(np.unique(found[found != np.arange(len(found))]))


def _likenesses(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Cluster of every perceptual hash that goes by the name of another."""
    rows = con.execute(
        "SELECT DISTINCT hash FROM (SELECT unnest(media) AS hash FROM made WHERE len(media) > 0)"
        " WHERE starts_with(hash, 'pdq:') OR starts_with(hash, 'phash:')"
    ).fetchall()
    return {name: rep for name, rep in media.clusters([row[0] for row in rows]).items() if name != rep}


def _originals(con: duckdb.DuckDBPyConnection) -> None:
    """Makes ``known``: posts that alone can be the original for which a stand-in was put."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE known AS WITH wanted AS ("
        " SELECT DISTINCT original FROM made WHERE original LIKE '%:~%')"
        ' SELECT self_name, min(post_ref) AS post_ref, min(asset) AS asset, min(made."at") AS "at"'
        " FROM made SEMI JOIN wanted ON wanted.original = made.self_name"
        " WHERE self_name IS NOT NULL GROUP BY self_name HAVING count(*) = 1"
    )


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]) -> None:
    import pyarrow as pa

    con.register("given_columns", pa.table(columns))
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given_columns")
    con.unregister("given_columns")


def _write(
    con: duckdb.DuckDBPyConnection,
    partitions: Sequence[Path],
    horizon: Horizon,
    target: Path,
    finisher: Finisher,
    tell: Any,
) -> int:
    """Last pass: everything filled in, posts numbered in their order; returns how many there are."""
    import pyarrow as pa

    reach, done = {path: finishing.spans(path) for path in partitions}, 0
    total = sum(rows for spans in reach.values() for _, _, rows in spans)
    with finishing.Groups(target) as groups:
        for slab in finishing.slabs(reach, horizon):
            inside = [path for path, spans in reach.items() if any(slab.meets(*span[:2]) for span in spans)]
            with con.sql(_finishing(con, _inside(inside, slab))).to_arrow_reader(finishing.GROUP) as reader:
                for batch in reader:
                    groups.add(finisher.finished(pa.table(batch)))
                    done += batch.num_rows
                    tell("features", done, max(done, total))
    tell("features", done, done)
    return done


def _finishing(con: duckdb.DuckDBPyConnection, made: str) -> str:
    """SQL of the rows of ``made`` in order, with clusters and originals filled in where there are any."""
    crowds, known = (con.execute(f"SELECT count(*) FROM {name}").fetchall()[0][0] for name in ("crowds", "known"))
    columns = [name for name in (*schema("features").names, *finishing.HELPERS) if name not in making.LATER]
    taken = {name: f'made."{name}"' for name in columns}
    if known:
        later = 'CASE WHEN known."at" <= made."at" THEN known.{} ELSE made.{} END'
        taken |= {"original": later.format("post_ref", "original")}
        taken |= {"original_account": later.format("asset", "original_account")}
    cluster = "crowds.cluster" if crowds else "NULL::VARCHAR"
    if crowds:
        taken["sentence"] = "CASE WHEN made.sentence IS NOT NULL THEN coalesce(crowds.cluster, made.sentence) END"
    reworded, rewordings = rewording.joined(con)
    joins = rewordings + (" LEFT JOIN crowds ON crowds.name = made.near_name" if crowds else "")
    joins += " LEFT JOIN known ON known.self_name = made.original" if known else ""
    order = ", ".join(f'made."{name}"' for name in making.ORDER)
    chosen = ", ".join(f'{taken[name]} AS "{name}"' for name in columns)
    clusters = f"{cluster} AS text_near, {reworded} AS text_reworded"
    return f"SELECT {chosen}, {clusters} FROM ({made}) AS made{joins} ORDER BY {order}"
