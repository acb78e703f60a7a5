"""Read a table of shares (CooRTweet's form) into whole numbers and the names behind them.

Columns: ``object_id, account_id, content_id, timestamp_share``; others are ignored. An empty ``object_id`` is a
missing object; the other three must be there. Times are seconds since 1970 (fractions kept, to the microsecond)
or ISO 8601 instants. CSV and TSV may be gzipped or zstd-compressed; Parquet is read by its columns.
"""

from __future__ import annotations

import csv
import difflib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inconcert.errors import BrokenFile, InputError, MappingError, Place, UsageError, ZoneNeeded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

COLUMNS = ("object_id", "account_id", "content_id", "timestamp_share")
LATEST = 253_402_300_800.0
"""Year 10000 in seconds; a larger number is not in seconds."""


@dataclass(frozen=True)
class Shares:
    """Share rows in input order: whole numbers, and the names they stand for."""

    object: NDArray[np.int64]
    """Index into ``objects``; −1 where the object is missing."""
    account: NDArray[np.int64]
    """Index into ``accounts``, which are in code-point order."""
    content: NDArray[np.int64]
    """Index into ``contents``."""
    time: NDArray[np.int64]
    """Microseconds since 1970."""
    objects: Any
    """Names as an Arrow array of text; so are ``accounts`` and ``contents``."""
    accounts: Any
    contents: Any
    zoneless: bool = False
    """True when the stamps carry no zone and none was given: gaps are right, instants are not known."""

    def __len__(self) -> int:
        return len(self.time)


def read_shares(path: Path, timezone: str | None = None) -> Shares:
    """Read the shares in ``path``.

    Args:
        path: CSV, TSV or Parquet, plain or ``.gz``; CSV and TSV also ``.zst``.
        timezone: IANA zone of stamps that carry none, e.g. ``Europe/Prague``.

    Raises:
        MappingError: a column is missing.
        InputError: a value is missing or a time cannot be read; the message names the row.
        ZoneNeeded: some stamps carry a zone and others do not.
        BrokenFile: the file is empty, truncated or not decodable.
    """
    zone = _known_zone(timezone)
    table = _parquet(path) if _is_parquet(path) else _delimited(path)
    return shares_from_table(table, path, zone)


def shares_from_table(table: pa.Table, path: Path | str = "table", timezone: str | None = None) -> Shares:
    """Turn a table that holds the four columns into :class:`Shares`; errors name rows of ``path``."""
    for column in COLUMNS[1:]:
        _refuse_missing(table, column, path)
    time, zoneless = _microseconds(table["timestamp_share"], path, timezone)
    objects, object_names = _encode(table["object_id"])
    contents, content_names = _encode(table["content_id"])
    accounts, account_names = _by_name(*_encode(table["account_id"]))
    return Shares(objects, accounts, contents, time, object_names, account_names, content_names, zoneless)


def _known_zone(timezone: str | None) -> str | None:
    try:
        return str(ZoneInfo(timezone)) if timezone else None
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise UsageError(
            f"'{timezone}' is not a time zone.", todo="Give an IANA name such as Europe/Prague."
        ) from error


def _is_parquet(path: Path) -> bool:
    return path.name.removesuffix(".gz").endswith((".parquet", ".pq"))


def _parquet(path: Path) -> pa.Table:
    import pyarrow.parquet as pq

    try:
        raw: Any = pa.BufferReader(pa.input_stream(path, compression="gzip").read()) if path.suffix == ".gz" else path
        file = pq.ParquetFile(raw)
        _require(file.schema_arrow.names, path)
        return file.read(columns=list(COLUMNS))
    except (OSError, EOFError) as error:
        raise _broken(path, error) from error
    except pa.ArrowInvalid as error:
        raise _broken(path, error) from error


def _delimited(path: Path) -> pa.Table:
    from pyarrow import csv as arrow_csv

    delimiter = _header(path)
    try:
        with pa.input_stream(path, compression="detect") as stream:
            return arrow_csv.read_csv(
                _binary(stream),
                parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
                read_options=arrow_csv.ReadOptions(block_size=16 << 20),
                convert_options=arrow_csv.ConvertOptions(
                    include_columns=list(COLUMNS),
                    column_types={name: pa.string() for name in COLUMNS},
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
    except (pa.ArrowInvalid, OSError) as error:
        raise _broken(path, error) from error


def _header(path: Path) -> str:
    """The delimiter, after checking that the header names the columns."""
    try:
        with pa.input_stream(path, compression="detect") as stream:
            line = stream.read(1 << 16).splitlines()[:1]
    except OSError as error:
        raise _broken(path, error) from error
    if not line or not line[0].strip():
        raise BrokenFile("the file is empty.", where=Place(path), todo="Give a table with a header row.")
    text = line[0].decode("utf-8-sig", "replace")
    delimiter = max("\t,;|", key=text.count) if any(mark in text for mark in "\t,;|") else ","
    _require(next(csv.reader([text], delimiter=delimiter)), path)
    return delimiter


def _require(names: Sequence[str], path: Path) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        near = {name: difflib.get_close_matches(name, names, 1, 0.5) for name in missing}
        hints = "".join(f" Did you mean '{found[0]}' for '{name}'?" for name, found in near.items() if found)
        raise MappingError(
            f"column {', '.join(missing)} is missing; the columns are {', '.join(names)}.{hints}",
            where=Place(path, row=1),
            todo=f"Rename the columns to {', '.join(COLUMNS)}.",
        )
    doubled = [name for name in COLUMNS if list(names).count(name) > 1]
    if doubled:
        raise MappingError(f"column {doubled[0]} appears twice.", where=Place(path, row=1), todo="Keep one of them.")


def _broken(path: Path, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError("there is no such file.", where=Place(path), todo="Check the name.")
    return BrokenFile(f"the table cannot be read: {error}.", where=Place(path), todo="Save it again as UTF-8 CSV.")


def _refuse_missing(table: pa.Table, column: str, path: Path | str) -> None:
    if table[column].null_count:
        index = int(np.argmax(table[column].is_null().to_numpy()))
        where = Place(path, _row(path, index), column)
        raise InputError("the value is missing.", where=where, todo="Fill it in or take the row out.")


def _row(path: Path | str, index: int) -> int:
    """The row of data record ``index`` as a spreadsheet numbers it; blank lines count there, not in the index."""
    if not isinstance(path, Path) or _is_parquet(path):
        return index + 1
    with pa.input_stream(path, compression="detect") as stream:
        text = io.TextIOWrapper(_binary(stream), "utf-8-sig", newline="")
        filled = (row for row, cells in enumerate(csv.reader(text, delimiter=_header(path)), 1) if cells)
        return next(row for seen, row in enumerate(filled, -1) if seen == index)


def _binary(stream: Any) -> BinaryIO:
    binary: BinaryIO = stream
    return binary


def _microseconds(column: Any, path: Path | str, timezone: str | None) -> tuple[NDArray[np.int64], bool]:
    import duckdb

    shares = pa.table({"raw": column})
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.register("shares", shares)
    kind = shares.schema.field("raw").type
    sql = _TEXT if pa.types.is_string(kind) or pa.types.is_large_string(kind) else _typed(kind, path)
    read = con.sql(sql, params={"zone": timezone or "UTC"} if "$zone" in sql else {}).to_arrow_table()
    con.close()
    _refuse_unread(read["at"], column, path)
    zoneless = _zoneless(read["zoneless"], path, timezone)
    return np.asarray(read["at"].to_numpy(), dtype=np.int64), zoneless


_NUMBER = f"CASE WHEN abs(n) < {LATEST} THEN CAST(round(n * 1e6) AS BIGINT) END"
_TEXT = f"""
WITH seen AS (
  SELECT raw, TRY_CAST(raw AS DOUBLE) AS n,
         regexp_matches(trim(raw), '(Z|z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$') AND raw LIKE '%:%' AS zoned
  FROM shares
)
SELECT CASE WHEN n IS NOT NULL THEN {_NUMBER}
            WHEN NOT regexp_matches(trim(raw), '^[0-9]{{4}}-') THEN NULL
            WHEN zoned THEN epoch_us(TRY_CAST(raw AS TIMESTAMPTZ))
            ELSE epoch_us(timezone($zone, TRY_CAST(raw AS TIMESTAMP))) END AS at,
       CASE WHEN n IS NULL THEN NOT zoned END AS zoneless
FROM seen
"""


def _typed(kind: Any, path: Path | str) -> str:
    """SQL that reads a Parquet column of numbers or stamps."""
    if pa.types.is_timestamp(kind) and kind.tz is None:
        return "SELECT epoch_us(timezone($zone, CAST(raw AS TIMESTAMP))) AS at, true AS zoneless FROM shares"
    if pa.types.is_timestamp(kind):
        return "SELECT epoch_us(raw) AS at, false AS zoneless FROM shares"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return f"SELECT {_NUMBER} AS at, NULL::BOOLEAN AS zoneless FROM (SELECT CAST(raw AS DOUBLE) AS n FROM shares)"
    where = Place(path, column="timestamp_share")
    raise InputError(f"{kind} is not a time.", where=where, todo="Give seconds since 1970 or ISO 8601 instants.")


def _refuse_unread(at: Any, column: Any, path: Path | str) -> None:
    if not at.null_count:
        return
    index = int(np.argmax(at.is_null().to_numpy()))
    raise InputError(
        f"'{column[index].as_py()}' is not a time.",
        where=Place(path, _row(path, index), "timestamp_share"),
        todo="Give seconds since 1970 (not milliseconds) or ISO 8601, such as 2022-09-27T09:15:00Z.",
    )


def _zoneless(flags: Any, path: Path | str, timezone: str | None) -> bool:
    """Whether stamps lack a zone; a mix is refused unless a zone was given for those that lack it."""
    if timezone or not pc.any(flags).as_py():
        return False
    if not pc.all(flags).as_py() or flags.null_count:
        index = int(np.argmax(flags.fill_null(False).to_numpy()))
        raise ZoneNeeded(
            "this time has no zone, while others have one.",
            where=Place(path, _row(path, index), "timestamp_share"),
            todo="Say which it is with --timezone.",
        )
    return True


def _encode(column: Any) -> tuple[NDArray[np.int64], pa.Array[Any]]:
    """Number the values in order of first appearance; −1 for missing."""
    texts = column.cast(pa.string()) if column.type != pa.string() else column
    coded: Any = pa.chunked_array(texts.chunks, pa.string()).combine_chunks().dictionary_encode()
    indices = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return indices.astype(np.int64), coded.dictionary


def _by_name(codes: NDArray[np.int64], names: pa.Array[Any]) -> tuple[NDArray[np.int64], pa.Array[Any]]:
    """Renumber so that the numbers follow the names' code-point order."""
    order = pc.sort_indices(names).to_numpy()
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    return rank[codes] if len(codes) else codes, names.take(pa.array(order))
