"""Tables in blocks of so many rows, however they come: what is written of them is then the same bytes every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pyarrow as pa


def in_blocks(tables: Iterable[pa.Table], rows: int) -> Iterator[pa.Table]:
    """The rows of some tables, at least one table, in tables of ``rows``; the last may be shorter or empty."""
    import pyarrow as pa

    rest = iter(tables)
    held = next(rest)
    for table in rest:
        if not table.num_rows:
            continue
        while held.num_rows >= rows:
            yield held.slice(0, rows).combine_chunks()
            held = held.slice(rows)
        held = pa.concat_tables([held, table])
    while held.num_rows > rows:
        yield held.slice(0, rows).combine_chunks()
        held = held.slice(rows)
    yield held.combine_chunks()
