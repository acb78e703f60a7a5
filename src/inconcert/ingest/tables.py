"""Read tables as a stream of records: CSV and its kin, Parquet, Excel."""

from __future__ import annotations

import csv
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from inconcert.errors import BrokenFile, InputError, Place
from inconcert.ingest import repair
from inconcert.ingest.streams import LIMIT, lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import pyarrow as pa

    from inconcert.ingest.format import Record
    from inconcert.ingest.inputs import guarded_reading
    from inconcert.ingest.streams import Stream
    from inconcert.ingest.tally import Repairs

DELIMITERS = (",", ";", "\t", "|")
SPAN = 20
"""A row over more lines than this is looked at: it may come of a quote that is not closed."""

csv.field_size_limit(LIMIT)


class Refused(NamedTuple):
    """A row that cannot be read, with the reason; it takes the place of a record."""

    reason: str
    value: str = ""


class Line(NamedTuple):
    """A record, or why there is none, with its row as an editor or spreadsheet numbers it."""

    row: int
    record: Record | Refused


class CsvReader:
    """Rows of a delimited table, one at a time; row 1 is the header."""

    def __init__(self, stream: Stream, dialect: Mapping[str, Any], repairs: Repairs, guard: guarded_reading) -> None:
        self._guard, self._repairs = guard, repairs
        self._lines = lines(stream)
        self._held: list[str] = []
        self._overlong = self._ended = False
        self._dialect = {"delimiter": ",", **dialect}
        self._reader = csv.reader(self._decoded(), **self._dialect)
        self.header = unique(self._first(), repairs)

    def _first(self) -> list[str]:
        try:
            return next((cells for cells in self._reader if any(cells)), [])
        except csv.Error as error:
            raise InputError(f"the header cannot be read: {error}.", where=Place(self._guard.label, 1),
                             todo="Check that it is a table in plain text.") from None  # fmt: skip

    def _decoded(self) -> Iterator[str]:
        for line in self._lines:
            if line is None:
                self._overlong = True
                yield "\n"
                continue
            decoded = repair.text(line, self._repairs)
            self._held.append(decoded)
            yield decoded
        self._ended = True

    def __iter__(self) -> Iterator[Line]:
        """The rows below the header."""
        width, header, row, damaged = len(self.header), self.header, 1, self._repairs
        damaged.settle(1)
        self._held.clear()
        while (cells := self._next(row)) is not None:
            if isinstance(cells, list) and len(cells) == width:
                row += 1
                record: Record | Refused = dict(zip(header, cells, strict=True))
            elif not cells and not self._overlong:
                self._held.clear()
                row += 1
                continue
            else:
                row += 1
                record = self._odd(cells)
            if damaged.pending:
                damaged.settle(row)
            if self._ended:
                record = self._cut_short(row)
            elif len(self._held) > SPAN:
                self._spanning(row)
            self._held.clear()
            self._guard.row = row
            yield Line(row, record)

    def _next(self, row: int) -> list[str] | Refused | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            if len(self._held) > SPAN:
                raise self._unclosed(row + 1) from None
            return Refused("a cell is longer than 64 MB" if "limit" in str(error) else f"not a table row: {error}")

    def _odd(self, cells: list[str] | Refused) -> Record | Refused:
        if isinstance(cells, Refused):
            return cells
        if self._overlong:
            self._overlong = False
            return Refused("the line is longer than 64 MB")
        extra = cells[len(self.header) :]
        if any(cell.strip() for cell in extra):
            return Refused("more cells than the header has columns", " | ".join(extra))
        return dict(zip(self.header, cells, strict=False))

    def _cut_short(self, row: int) -> Refused:
        """The reader asked for more lines when there were none: the row ended inside a quoted cell."""
        if len(self._held) > SPAN:
            raise self._unclosed(row)
        return Refused("the file ends inside a quoted cell", "".join(self._held)[:120])

    def _spanning(self, row: int) -> None:
        """Look at a row of many lines: has a stray quote swallowed other rows?"""
        commas = [line.count(self._dialect["delimiter"]) for line in self._held]
        whole = sum(count >= len(self.header) - 1 for count in commas)
        if len(self.header) > 2 and whole > len(commas) / 2:
            message = "a cell holds what look like several rows: is a quote in it unbalanced?"
            self._repairs.tally.add(message, row, f"{len(self._held)} lines")

    def _unclosed(self, row: int) -> BrokenFile:
        return BrokenFile(
            "a quoted cell that opens here is never closed, so the rest of the file would be lost in it.",
            where=Place(self._guard.label, row), todo="Close or double the quote. Nothing of the file was kept.",
        )  # fmt: skip


def unique(header: Sequence[Any], repairs: Repairs) -> list[str]:
    """Column names without blanks around them; empty and doubled ones get a number."""
    names: list[str] = []
    for number, cell in enumerate(header, 1):
        name = str(cell if cell is not None else "").strip().lstrip("\ufeff") or f"column {number}"
        if name in names:
            repairs.tally.add("a column name is doubled; the later one got a number", 1, name)
            name = f"{name} ({number})"
        names.append(name)
    return names


def delimiter(sample: Sequence[str], hint: str = "") -> str:
    """The sign that cuts most rows of a sample into the same number of cells."""
    best, score = hint or ",", (0.0, 0)
    for sign in dict.fromkeys((hint or ",", *DELIMITERS)):
        try:
            rows = [cells for cells in csv.reader(sample, delimiter=sign) if cells][:200]
        except csv.Error:
            continue
        width = len(rows[0]) if rows else 0
        if width > 1:
            same = round(sum(len(cells) == width for cells in rows) / len(rows), 1)
            if (same, width) > score:
                best, score = sign, (same, width)
    return best


def parquet(
    file: IO[bytes], columns: Sequence[str] | None, label: str, told: Callable[[int, int], None]
) -> Iterator[Line]:
    """Rows of a Parquet file, numbered from 1; only ``columns`` when given.

    Raises:
        BrokenFile: the file is cut off or is no Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    row = 0
    try:
        with pq.ParquetFile(file) as table:
            names = table.schema_arrow.names
            kept = None if columns is None else [name for name in names if name in columns]
            for batch in table.iter_batches(4096, columns=kept):
                for record in _plain(batch):
                    row += 1
                    yield Line(row, record)
                told(row, table.metadata.num_rows)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reached = f" after row {row}" if row else ""
        reason = str(error).splitlines()[0].rstrip(".")
        raise BrokenFile(f"the Parquet file cannot be read{reached}: {reason}.", where=Place(label),
                         todo="Get the file again; nothing of it was kept.") from error  # fmt: skip


def parquet_columns(file: IO[bytes], label: str) -> list[str]:
    """Column names of a Parquet file.

    Raises:
        BrokenFile: the file is cut off or is no Parquet.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(file).names)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise BrokenFile(f"the Parquet file cannot be read: {str(error).splitlines()[0]}", where=Place(label),
                         todo="It may be cut off: get it again.") from error  # fmt: skip


def _plain(batch: pa.RecordBatch) -> list[Record]:
    """Rows as Python values; nanoseconds, which Python's instants cannot hold, are cut to microseconds."""
    import pyarrow as pa

    coarse = pa.schema([field.with_type(_coarse(field.type)) for field in batch.schema])
    if coarse != batch.schema:
        batch = pa.RecordBatch.from_arrays(
            [column.cast(field.type, safe=False) for column, field in zip(batch.columns, coarse, strict=True)],
            schema=coarse,
        )
    rows: list[Record] = batch.to_pylist(maps_as_pydicts="lossy")
    return rows


def _coarse(kind: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    if pa.types.is_timestamp(kind) and kind.unit == "ns":
        return pa.timestamp("us", kind.tz)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.list_(_coarse(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([kind.field(at).with_type(_coarse(kind.field(at).type)) for at in range(kind.num_fields)])
    return kind


def workbook(file: IO[bytes], label: str, repairs: Repairs) -> Iterator[Line]:
    """Rows of the first sheet of an Excel workbook that has a header; other filled sheets are named in a warning.

    Raises:
        BrokenFile: the file is damaged or locked by a password.
        InputError: no sheet holds a table.
    """
    import python_calamine as calamine

    try:
        book = calamine.load_workbook(file)
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise BrokenFile(f"the workbook cannot be read: {error}.", where=Place(label),
                         todo="Save it again as .xlsx without a password.") from error  # fmt: skip
    filled = [(name, sheet) for name, sheet in sheets if sheet.height > 1 and sheet.width > 1]
    if not filled:
        raise InputError("no sheet holds a table with a header and rows.", where=Place(label))
    for name, _ in filled[1:]:
        repairs.tally.add("only the first sheet with a table is read; this one was left out", 1, name)
    yield from _sheet(filled[0][1], repairs)


def _sheet(sheet: Any, repairs: Repairs) -> Iterator[Line]:
    header: list[str] = []
    for row, cells in enumerate(sheet.iter_rows(), 1):
        if not header:
            if sum(cell not in ("", None) for cell in cells) > 1:
                header = unique(cells, repairs)
        elif any(cell != "" for cell in cells):
            yield Line(row, dict(zip(header, cells, strict=False)))
