"""Posts made comparable: reads the table ``posts``, writes the table ``features``."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.model import sql
from inconcert.model.sizes import in_bytes
from inconcert.model.tables import schema
from inconcert.normalise import media
from inconcert.normalise.duplicates import NearTexts
from inconcert.signals.comparable import Comparer, Made, Post
from inconcert.signals.shortlinks import expansions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb
    import pyarrow as pa

    from inconcert.engines.base import Progress

BATCH = 10_000
"""Posts made comparable at a time: half a second, about 50 MB."""
UNKNOWN_CLOCK = 60.0
"""Precision, in seconds, of a clock of which the source says nothing: it must not feed a rule of seconds."""
_GIVEN = ("post_ref", "asset", "platform", "at", "precision", "shared_object")
_USABLE = "posted_at IS NOT NULL AND account_id IS NOT NULL AND post_id IS NOT NULL"
_PLAIN = f"""
    coalesce(platform, 'unknown') || ':' || post_id AS post_ref,
    coalesce(platform, 'unknown') || ':' || account_id AS asset,
    coalesce(platform, 'unknown') AS platform,
    epoch_us(posted_at) AS at,
    coalesce(precision, {UNKNOWN_CLOCK}) AS precision,
    shared_object
"""


def build(
    con: duckdb.DuckDBPyConnection,
    target: Path,
    memory: str = "2GB",
    progress: Progress | None = None,
    media_roots: Sequence[Path] = (),
) -> dict[str, Any]:
    """Write ``features`` of all usable posts to the Parquet file ``target``, sorted by ``post``.

    The result depends on the set of posts only, not on their order. Three passes: posts one batch at a time, distinct
    texts, and one sort; nothing but the batch, near-duplicate buckets and what DuckDB may hold stays in memory.

    Args:
        con: A connection with the table or view ``posts``.
        target: File to write.
        memory: Memory of the run. DuckDB may hold half of it and spills the rest; Python takes some 0.5 GB
            (batch, compiled loops, language model) and 0.2 kB for each text that has a near one.
        progress: Told the step, the posts done and their number.
        media_roots: Folders in which relative media addresses are looked up and their pictures hashed.

    Returns:
        Counts: ``posts``, ``kept``, ``left_out`` by reason, ``links_left_out`` by reason, and what was recognised.
    """
    tell = progress or (lambda _step, _done, _total: None)
    with TemporaryDirectory(prefix=".features-", dir=target.parent) as folder, _half(con, memory):
        work = Path(folder)
        left_out = _left_out(con)
        comparer = Comparer(expansions(con), media_roots)
        kept = _compare(con, comparer, work / "made.parquet", left_out["posts"], tell)
        made = sql.files([work / "made.parquet"])
        con.execute(f"CREATE OR REPLACE TEMP VIEW made AS SELECT * FROM read_parquet({made})")
        try:
            near = _near(con, work, tell)
            pictures = _pictures(con)
            _write(con, target, tell, kept)
        finally:
            con.execute("DROP VIEW IF EXISTS made; DROP TABLE IF EXISTS near_names; DROP TABLE IF EXISTS likenesses")
    return {
        "posts": left_out.pop("posts"),
        "kept": kept,
        "left_out": {reason: count for reason, count in left_out.items() if count},
        "links_left_out": dict(sorted(comparer.links_left_out.items())),
        "short links expanded": len(comparer.expansions),
        "clusters of near-duplicate texts": near,
        "clusters of like pictures": pictures,
        **dict(sorted(comparer.counts.items())),
    }


@contextmanager
def _half(con: duckdb.DuckDBPyConnection, memory: str) -> Iterator[None]:
    """DuckDB held to half of ``memory`` for a while: the other half is Python's."""
    was = con.execute("SELECT current_setting('memory_limit')").fetchall()[0][0]
    con.execute(f"SET memory_limit = '{in_bytes(memory) // 2}B'")
    yield
    # Not after a failure: an unread result would raise here, and hide what went wrong.
    con.execute(f"SET memory_limit = '{was}'")


def _left_out(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    row = con.execute(
        "SELECT count(*), count(*) FILTER (posted_at IS NULL),"
        " count(*) FILTER (posted_at IS NOT NULL AND account_id IS NULL),"
        " count(*) FILTER (posted_at IS NOT NULL AND account_id IS NOT NULL AND post_id IS NULL) FROM posts"
    ).fetchall()[0]
    return dict(zip(("posts", "no time", "no account", "no id"), row, strict=True))


def _compare(con: duckdb.DuckDBPyConnection, comparer: Comparer, path: Path, total: int, tell: Any) -> int:
    """First pass: every usable post, a batch at a time; returns their number."""
    import pyarrow as pa
    from pyarrow import parquet

    kinds = _made_schema()
    done = 0
    columns = ", ".join(name for name in Post._fields if name != "platform")
    reader = con.sql(f"SELECT {_PLAIN}, {columns} FROM posts WHERE {_USABLE}").to_arrow_reader(BATCH)
    with parquet.ParquetWriter(path, kinds, compression="zstd", compression_level=1) as writer, _no_sweeps(), reader:
        for batch in reader:
            made = comparer.batch({name: batch.column(name).to_pylist() for name in Post._fields})
            plain = {name: batch.column(name) for name in _GIVEN}
            arrays = {name: pa.array(values, kinds.field(name).type) for name, values in made.items()}
            writer.write_table(pa.table({**plain, **arrays}).select(kinds.names).cast(kinds))
            done += batch.num_rows
            tell("features", done, total)
    return done


@contextmanager
def _no_sweeps() -> Iterator[None]:
    """Without the collector of reference cycles: none are made here, and its sweeps take a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _made_schema() -> pa.Schema:
    """The columns of ``features`` that exist after the first pass, and those that serve the later ones."""
    import pyarrow as pa

    kept = [field for field in schema("features") if field.name not in ("post", "text_near")]
    helpers = [pa.field(name, pa.string()) for name in Made._fields if name not in schema("features").names]
    return pa.schema([*kept, *helpers])


def _near(con: duckdb.DuckDBPyConnection, work: Path, tell: Any) -> int:
    """Second pass: distinct texts in the order of their hashes; makes ``near_names`` (name, cluster)."""
    import pyarrow as pa

    texts, names = NearTexts(work), []
    reader = con.sql(
        "SELECT near_name, min(near) AS near FROM made WHERE near_name IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).to_arrow_reader(BATCH)
    with reader:
        for batch in reader:
            texts.add(batch.column("near").to_pylist())
            names.append(batch.column("near_name"))
            tell("near-duplicate texts", texts.count, 0)
    found = texts.clusters()
    all_names = pa.chunked_array(names, pa.string())
    moved = found != range(len(found))
    table = pa.table({"name": all_names.filter(pa.array(moved)), "cluster": all_names.take(pa.array(found[moved]))})
    con.register("moved_names", table)
    con.execute("CREATE OR REPLACE TEMP TABLE near_names AS SELECT * FROM moved_names")
    con.unregister("moved_names")
    return len(set(table.column("cluster").to_pylist()))


def _pictures(con: duckdb.DuckDBPyConnection) -> int:
    """Makes ``likenesses`` (hash, cluster) of perceptual hashes; returns the number of clusters of two and more."""
    import pyarrow as pa

    rows = con.execute(
        "SELECT DISTINCT hash FROM (SELECT unnest(media) AS hash FROM made)"
        " WHERE starts_with(hash, 'pdq:') OR starts_with(hash, 'phash:')"
    ).fetchall()
    found = {name: rep for name, rep in media.clusters([row[0] for row in rows]).items() if name != rep}
    hashes, clusters = pa.array(found, pa.string()), pa.array(found.values(), pa.string())
    con.register("moved_pictures", pa.table({"hash": hashes, "cluster": clusters}))
    con.execute("CREATE OR REPLACE TEMP TABLE likenesses AS SELECT * FROM moved_pictures")
    con.unregister("moved_pictures")
    return len(set(found.values()))


def _write(con: duckdb.DuckDBPyConnection, target: Path, tell: Any, total: int) -> None:
    """Last pass: clusters and originals filled in, posts numbered in their order."""
    columns = ", ".join(f'"{name}"' for name in schema("features").names)
    con.execute(
        f"COPY (SELECT {columns} FROM (SELECT row_number() OVER () - 1 AS post, * FROM ({_FINISHED})))"
        f" TO {sql.text(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    )
    tell("features", total, total)


_FINISHED = """
WITH near AS (
    SELECT made.near_name, coalesce(any_value(near_names.cluster), made.near_name) AS cluster, count(*) AS posts
    FROM made LEFT JOIN near_names ON near_names.name = made.near_name
    WHERE made.near_name IS NOT NULL GROUP BY made.near_name
), crowds AS (
    SELECT near_name, cluster, sum(posts) OVER (PARTITION BY cluster) > 1 AS met FROM near
), wanted AS (
    SELECT DISTINCT original FROM made WHERE original LIKE '%:~%'
), known AS (
    SELECT self_name, min(post_ref) AS post_ref, min(asset) AS asset, min(made."at") AS "at"
    FROM made SEMI JOIN wanted ON wanted.original = made.self_name
    GROUP BY self_name HAVING count(*) = 1
), alike AS (
    SELECT post_ref, list(DISTINCT coalesce(cluster, hash) ORDER BY coalesce(cluster, hash)) AS media
    FROM (SELECT post_ref, unnest(media) AS hash FROM made) LEFT JOIN likenesses USING (hash)
    GROUP BY post_ref HAVING count(cluster) > 0
)
SELECT made.* EXCLUDE (original, original_account, media),
    CASE WHEN known.at <= made.at THEN known.post_ref ELSE made.original END AS original,
    CASE WHEN known.at <= made.at THEN known.asset ELSE made.original_account END AS original_account,
    coalesce(alike.media, made.media) AS media,
    CASE WHEN crowds.met THEN crowds.cluster END AS text_near
FROM made
LEFT JOIN crowds ON crowds.near_name = made.near_name
LEFT JOIN known ON known.self_name = made.original
LEFT JOIN alike ON alike.post_ref = made.post_ref
ORDER BY made.at, made.platform, made.post_ref
"""
