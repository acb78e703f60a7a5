"""The first pass over posts: each made comparable by itself, a batch at a time."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from inconcert.model.tables import schema
from inconcert.signals import shortlinks
from inconcert.signals.comparable import Comparer, Made, Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import duckdb
    import pyarrow as pa
    from pyarrow import parquet

BATCH = 10_000
"""Posts made comparable at a time: half a second, about 50 MB."""
UNKNOWN_CLOCK = 60.0
"""Precision, in seconds, of a clock of which the source says nothing: it must not feed a rule of seconds."""
ORDER = ("at", "platform", "post_ref", "shared_object")
"""The order of posts: no two of an investigation agree in all of these columns."""
USABLE = "posted_at IS NOT NULL AND account_id IS NOT NULL AND post_id IS NOT NULL"

LATER = ("post", "text_near", "text_reworded")
"""Columns of ``features`` that depend on other posts too."""

ADS = ("creatives", "landings", "payer")
"""Columns of ``features`` that only ads fill; see :mod:`inconcert.signals.advertised`."""

_GIVEN = ("post_ref", "asset", "platform", "at", "precision", "shared_object", *shortlinks.COLUMNS)
_ANY = "coalesce(platform, 'unknown')"
_PLAIN = f"""
    * REPLACE ({_ANY} AS platform, coalesce(precision, {UNKNOWN_CLOCK}) AS precision),
    {_ANY} || ':' || post_id AS post_ref, {_ANY} || ':' || account_id AS asset, epoch_us(posted_at) AS "at"
"""
_LISTS = ("urls", "hashtags", "media", "media_hashes")
_TEXTS = ("text", "repost_of", "repost_of_account", "reply_to", "reply_to_account", "thread")
_BARE = " AND ".join(
    [f"len(coalesce({name}, [])) = 0" for name in _LISTS] + [f"coalesce({name}, '') = ''" for name in _TEXTS]
)
_SETTLING = ("platform", "kind", "lang")
"""What alone decides about a post of which nothing is known but who, when, and an object that somebody else named."""


def made_schema() -> pa.Schema:
    """The columns of ``features`` that exist after the first pass, and those that serve the later ones."""
    import pyarrow as pa

    kept = [field for field in schema("features") if field.name not in LATER]
    kinds: dict[str, Any] = dict.fromkeys(("raw", "shorts", "dropped", *shortlinks.COLUMNS), pa.list_(pa.string()))
    kinds |= dict.fromkeys(("inferred", "recognised"), pa.bool_())
    names = [name for name in (*Made._fields, *shortlinks.COLUMNS) if name not in schema("features").names]
    return pa.schema([*kept, *(pa.field(name, kinds.get(name, pa.string())) for name in names)])


def pour(
    con: duckdb.DuckDBPyConnection,
    posts: str,
    path: Path,
    roots: Sequence[Path] = (),
    told: Callable[[int], None] = lambda _done: None,
) -> int:
    """Write what is made of the usable rows of ``posts``, in the order of posts, to the Parquet file ``path``.

    Args:
        con: A connection.
        posts: SQL of rows of the noun ``posts``.
        path: File to write.
        roots: Folders in which relative media addresses are looked up.
        told: Called with the number of posts done.

    Returns:
        The number of rows.
    """
    comparer, done = Comparer(roots), 0
    with written(path) as writer, _no_sweeps(), con.sql(_taken(posts)).to_arrow_reader(BATCH) as reader:
        for batch in reader:
            writer.write_table(_made(comparer, batch))
            done += batch.num_rows
            told(done)
    return done


def written(path: Path, *, lasting: bool = False) -> parquet.ParquetWriter:
    """A Parquet file of what was made, to be written quickly, or to last."""
    from pyarrow import parquet

    if lasting:
        return parquet.ParquetWriter(path, made_schema(), compression="zstd", compression_level=1)
    return parquet.ParquetWriter(path, made_schema(), compression="lz4", use_dictionary=False)


def _taken(posts: str) -> str:
    """SQL of everything that is asked of the usable rows of ``posts``."""
    given = f"SELECT {_PLAIN} FROM ({posts}) WHERE {USABLE}"
    columns, order = (quoted(names) for names in (dict.fromkeys((*_GIVEN, *Post._fields)), ORDER))
    return f"SELECT {columns}, {_BARE} AS bare FROM ({shortlinks.read(given)}) ORDER BY {order}"


def quoted(names: Iterable[str]) -> str:
    """Names of columns as SQL lists them."""
    return ", ".join(f'"{name}"' for name in names)


def _made(comparer: Comparer, batch: pa.RecordBatch) -> pa.Table:
    """The rows of a batch as the first pass leaves them."""
    import numpy as np
    import pyarrow as pa

    kinds = made_schema()
    bare = batch.column("bare").to_numpy(zero_copy_only=False).astype(bool)
    full, plain = np.flatnonzero(~bare), np.flatnonzero(bare)
    samples, sample = _samples(batch.take(pa.array(plain, pa.int64())))
    chosen = pa.array(np.concatenate([full, plain[samples]]), pa.int64())
    asked = batch.take(chosen)
    place = np.empty(batch.num_rows, np.int64)
    place[full], place[plain] = np.arange(full.size), full.size + sample
    made = comparer.batch({name: asked.column(name).to_pylist() for name in Post._fields}) if asked.num_rows else {}
    columns = {name: pa.array(values, kinds.field(name).type).take(pa.array(place)) for name, values in made.items()}
    of_ads = {name: pa.nulls(batch.num_rows, kinds.field(name).type) for name in ADS}
    given = {name: batch.column(name) for name in _GIVEN}
    return pa.table({**given, **columns, **of_ads}).select(kinds.names).cast(kinds)


def _samples(batch: pa.RecordBatch) -> tuple[Any, Any]:
    """Of posts that tell nothing of themselves: one of each kind, and which of these each post is like."""
    import numpy as np

    kind = np.zeros(batch.num_rows, np.int64)
    for name in _SETTLING:
        coded = batch.column(name).dictionary_encode("encode")
        kind = kind * (len(coded.dictionary) + 1) + coded.indices.to_numpy(zero_copy_only=False)
    _, first, like = np.unique(kind, return_index=True, return_inverse=True)
    return first, like


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
