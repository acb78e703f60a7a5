"""Write the tables of one added file: streamed, deterministic, visible only when whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inconcert.errors import StoreError
from inconcert.ingest.disk import clear, guarded, publish
from inconcert.model.tables import schema
from inconcert.store.repeats import Repeats, digest, find_repeats

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from inconcert.store.folder import Folder

    Row = dict[str, Any]

BATCH = 4096
"""Rows turned to Arrow at once."""
GROUP_ROWS, GROUP_BYTES = 131_072, 128 * 2**20
"""A row group of a Parquet file is closed at the first of these."""


class SourceWriter:
    """Tables of one source. Use as a context manager: without ``commit`` nothing is left.

    The same rows in the same order give the same bytes.
    """

    def __init__(self, folder: Folder, source: str) -> None:
        self.folder, self.source = folder, source
        self.path = folder.workspace() / source
        """Where the tables are until they are published; further files put here are published with them."""
        self.counts: dict[str, int] = {}
        """Rows written so far, by noun."""
        self._tables: dict[str, _Table] = {}
        self._repeats: Repeats | None = None

    def __enter__(self) -> Self:
        clear(self.path)
        with guarded("writing the tables"):
            self.path.mkdir(parents=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for table in self._tables.values():
            table.abandon()
        clear(self.path)

    def append(self, noun: str, rows: list[Row]) -> None:
        """Add rows of a noun; a key that is absent is null.

        Raises:
            DiskFull: there is no room left.
        """
        if not rows:
            return
        table = self._tables.get(noun)
        if table is None:
            table = self._tables[noun] = _Table(self.path / f"{noun}.parquet", noun)
        with guarded("writing the tables"):
            table.append(rows)
        self.counts[noun] = self.counts.get(noun, 0) + len(rows)

    def coarsen(self, precision: float) -> None:
        """Say that no post's clock is finer than ``precision`` seconds; known only when the file is read through."""
        table = self._tables.get("posts")
        if table is not None:
            with guarded("writing the tables"):
                table.close()
                _coarsen(table.path, precision)

    def repeats(self) -> Repeats:
        """Close the tables and count the posts that came before, in this file or in files added earlier."""
        if self._repeats is None:
            with guarded("writing the tables"):
                for table in self._tables.values():
                    table.close()
                self._repeats = find_repeats(self._earlier(), self.path / "posts.parquet")
        return self._repeats

    def commit(self, receipt: dict[str, Any]) -> None:
        """Publish the tables with their receipt, in one step.

        Raises:
            DiskFull: there is no room left; nothing is kept.
            StoreError: the source was added in the meantime.
        """
        place = self.folder.path / "sources" / self.source
        self.repeats()
        if place.exists():
            raise StoreError(f"source {self.source} was added already.")
        order = 1 + max((int(each.get("order", 0)) for each in self.folder.sources()), default=0)
        after = digest(place.name for place in self._earlier())
        with guarded("publishing the tables"):
            (self.path / "receipt.json").write_bytes(receipt_text({**receipt, "order": order, "after": after}))
            place.parent.mkdir(exist_ok=True)
            publish(self.path, place)

    def _earlier(self) -> list[Path]:
        return [self.folder.path / "sources" / str(each["source"]) for each in self.folder.sources()]


def receipt_text(receipt: dict[str, Any]) -> bytes:
    """A receipt as it is stored."""
    return (json.dumps(receipt, ensure_ascii=False, indent=1) + "\n").encode()


class _Table:
    """One Parquet file that grows by row groups."""

    def __init__(self, path: Any, noun: str) -> None:
        self.path, self.schema = path, schema(noun)
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._file: pq.ParquetWriter | None = open_table(path, self.schema)

    def append(self, rows: list[Row]) -> None:
        for start in range(0, len(rows), BATCH):
            self._rows += rows[start : start + BATCH]
            if len(self._rows) >= BATCH:
                self._pack()

    def _pack(self) -> None:
        if self._rows:
            self._batches.append(to_batch(self._rows, self.schema))
            self._rows = []
        count, size = sum(batch.num_rows for batch in self._batches), sum(batch.nbytes for batch in self._batches)
        if count >= GROUP_ROWS or size >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._batches and self._file is not None:
            table = pa.Table.from_batches(self._batches, self.schema)
            self._file.write_table(table, row_group_size=table.num_rows)
            self._batches = []

    def close(self) -> None:
        if self._file is not None:
            self._pack()
            self._flush()
            self._file.close()
            self._file = None

    def abandon(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            try:
                file.close()
            except OSError:
                return  # the disk was full already; the whole folder goes away


def open_table(path: Any, columns: pa.Schema) -> pq.ParquetWriter:
    """A Parquet writer as inconcert writes: zstd, a fixed version, nothing of the hour or the machine inside."""
    return pq.ParquetWriter(path, columns, compression="zstd", version="2.6", write_page_index=False)


def to_batch(rows: list[Row], columns: pa.Schema) -> pa.RecordBatch:
    """Rows as an Arrow batch with exactly ``columns``."""
    arrays = []
    for field in columns:
        name = field.name
        cells = [row.get(name) for row in rows]
        if pa.types.is_map(field.type):
            cells = [sorted(cell.items()) if cell else None for cell in cells]
        arrays.append(pa.array(cells, field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=columns)


def _coarsen(path: Any, precision: float) -> None:
    aside = path.with_name("coarser.parquet")
    with pq.ParquetFile(path) as old, open_table(aside, schema("posts")) as new:
        at = old.schema_arrow.get_field_index("precision")
        for group in range(old.num_row_groups):
            table = old.read_row_group(group)
            coarser = pc.max_element_wise(table.column(at), pa.scalar(precision, pa.float64()))
            new.write_table(table.set_column(at, "precision", coarser), row_group_size=table.num_rows)
    aside.replace(path)
