"""Arrays handed to the database as a table, without a Python object for each value."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import duckdb


@contextmanager
def handed(con: duckdb.DuckDBPyConnection, name: str, columns: Mapping[str, Any]) -> Iterator[None]:
    """Within the block, ``name`` is a table of these columns of equal length; what is made from it must be a table."""
    import pyarrow as pa

    con.register(name, pa.table(dict(columns)))
    try:
        yield
    finally:
        con.unregister(name)
