"""Read an investigation through DuckDB: one view a noun over the tables of all added files."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from inconcert.ingest.disk import guarded
from inconcert.model import sql
from inconcert.model.tables import tables
from inconcert.store.files import SPILL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import duckdb

    from inconcert.model.horizon import Horizon
    from inconcert.store.folder import Folder

T = TypeVar("T")

NOUNS = ("posts", "accounts", "deletions", "follows", "ads", "sites", "pages")
"""Nouns that added files fill."""

_SQL = {
    "text": "VARCHAR", "int": "BIGINT", "real": "DOUBLE", "bool": "BOOLEAN", "instant": "TIMESTAMP WITH TIME ZONE",
    "list<text>": "VARCHAR[]", "list<int>": "BIGINT[]", "map<text,real>": "MAP(VARCHAR, DOUBLE)",
}  # fmt: skip


def connect(folder: Folder, memory: str, horizon: Horizon) -> duckdb.DuckDBPyConnection:
    """See :meth:`inconcert.store.folder.Folder.connect`."""
    import duckdb

    with guarded(f"opening {folder.path}"):
        con = duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder.path / SPILL)})
    places = [folder.path / "sources" / receipt["source"] for receipt in folder.sources()]
    for noun in NOUNS:
        rows = select(noun, places)
        if noun == "posts" and not horizon.open:
            rows = f"SELECT * FROM ({rows}) WHERE {horizon.sql('posted_at', 'make_timestamptz({})')}"
        con.execute(f"CREATE VIEW {noun} AS {rows}")
    return con


def within(folder: Folder, limits: Sequence[str], horizon: Horizon, work: Callable[[Any], T]) -> T:
    """What ``work`` gives with a connection to ``folder`` that has the first of these memory limits that suffices.

    Raises:
        duckdb.OutOfMemoryException: none does.
    """
    import duckdb

    for limit in limits[:-1]:
        with suppress(duckdb.OutOfMemoryException), folder.connect(limit, horizon) as connection:
            return work(connection)
    with folder.connect(limits[-1], horizon) as connection:
        return work(connection)


def select(noun: str, places: Iterable[Path], *, whole: bool = False) -> str:
    """SQL of all rows of ``noun`` in the source folders ``places``, repeated posts left out unless it is ``whole``."""
    files = [place / f"{noun}.parquet" for place in places if (place / f"{noun}.parquet").exists()]
    repeated = [file for file in files if noun == "posts" and not whole and repeats(file).exists()]
    single = [file for file in files if file not in repeated]
    columns = ", ".join(f'"{column}"' for column in tables()[noun].columns)
    parts = [f"SELECT {columns} FROM read_parquet({sql.files(single)})"] if single else []
    parts += [
        f"SELECT {columns} FROM read_parquet({sql.files([file])}, file_row_number=true) "
        f"WHERE file_row_number NOT IN (SELECT position FROM read_parquet({sql.files([repeats(file)])}))"
        for file in repeated
    ]
    return " UNION ALL ".join(parts) or _empty(noun)


def repeats(posts: Path) -> Path:
    """The table beside a ``posts.parquet`` that lists the positions of its repeated posts."""
    return posts.with_name("repeats.parquet")


def _empty(noun: str) -> str:
    fields = ", ".join(f'NULL::{_SQL[field.type]} AS "{field.name}"' for field in tables()[noun].fields)
    return f"SELECT {fields} WHERE false"
