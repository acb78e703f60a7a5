"""Reading tables of shares: every form gives the same rows, and what cannot be read is named by row."""

from __future__ import annotations

import gzip
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.coordination.shares import COLUMNS, Shares, read_shares
from inconcert.errors import BrokenFile, InputError, MappingError, UsageError, ZoneNeeded

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "object_id,account_id,content_id,timestamp_share\n"
BODY = 'o1,b,p1,0.25\n"o,2",A,p2,1664270100\n,b,p3,1664270100.123456\n'


def told(shares: Shares) -> list[tuple[Any, ...]]:
    objects = [*shares.objects.to_pylist(), None]
    accounts, contents = shares.accounts.to_pylist(), shares.contents.to_pylist()
    columns = zip(shares.object, shares.account, shares.content, shares.time, strict=True)
    return [(objects[o], accounts[a], contents[c], int(t)) for o, a, c, t in columns]


EXPECTED = [
    ("o1", "b", "p1", 250_000),
    ("o,2", "A", "p2", 1_664_270_100_000_000),
    (None, "b", "p3", 1_664_270_100_123_456),
]


@pytest.mark.parametrize("kind", ["csv", "tsv", "semicolon", "gz", "bom", "crlf", "more columns"])
def test_every_form_of_table_gives_the_same_shares(kind: str, tmp_path: Path) -> None:
    text = HEADER + BODY
    path = tmp_path / "shares.csv"
    if kind == "tsv":
        text = text.replace('"o,2"', "\0").replace(",", "\t").replace("\0", '"o,2"')
    if kind == "semicolon":
        text = text.replace('"o,2"', "\0").replace(",", ";").replace("\0", '"o,2"')
    if kind == "more columns":
        text = "\n".join(f"extra,{line}" for line in text.splitlines())
    data = text.replace("\n", "\r\n" if kind == "crlf" else "\n").encode("utf-8-sig" if kind == "bom" else "utf-8")
    if kind == "gz":
        path, data = tmp_path / "shares.csv.gz", gzip.compress(data)
    path.write_bytes(data)
    shares = read_shares(path)
    assert told(shares) == EXPECTED
    assert shares.accounts.to_pylist() == ["A", "b"]


@pytest.mark.parametrize("packed", [False, True])
def test_parquet_with_typed_columns(packed: bool, tmp_path: Path) -> None:
    stamps = pa.array([250_000, 1_664_270_100_000_000], pa.timestamp("us", tz="Europe/Prague"))
    columns = [pa.array([7, None]), pa.array(["b", "A"]), pa.array([1, 2]), stamps]
    path = tmp_path / ("shares.parquet" + (".gz" if packed else ""))
    pq.write_table(pa.table(columns, names=COLUMNS), tmp_path / "plain")
    data = (tmp_path / "plain").read_bytes()
    path.write_bytes(gzip.compress(data) if packed else data)
    assert told(read_shares(path)) == [("7", "b", "1", 250_000), (None, "A", "2", 1_664_270_100_000_000)]


@pytest.mark.parametrize(
    "times",
    [pa.array([3, 4]), pa.array([3.0, 4.0]), pa.array(["3", "4e0"]), pa.array([Decimal("3.0"), Decimal("4.0")])],
)
def test_parquet_with_seconds_in_any_numeric_type(times: pa.Array[Any], tmp_path: Path) -> None:
    columns = [pa.array(["o", "o"]), pa.array(["b", "A"]), pa.array(["p", "q"]), times]
    pq.write_table(pa.table(columns, names=COLUMNS), tmp_path / "shares.parquet")
    assert [row[3] for row in told(read_shares(tmp_path / "shares.parquet"))] == [3_000_000, 4_000_000]


def one_time(tmp_path: Path, *stamps: str) -> Path:
    path = tmp_path / "shares.csv"
    path.write_text(HEADER + "".join(f"o,a,p{k},{stamp}\n" for k, stamp in enumerate(stamps)), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("stamp", "zone", "expected"),
    [
        ("2022-09-27T09:15:00Z", None, 1_664_270_100),
        ("2022-09-27 11:15:00+02:00", None, 1_664_270_100),
        ("2022-09-27T11:15:00+0200", None, 1_664_270_100),
        ("2022-09-27 09:15:00", None, 1_664_270_100),
        ("2022-09-27 11:15:00", "Europe/Prague", 1_664_270_100),
        ("2022-09-27", "UTC", 1_664_236_800),
        ("-1.5", None, -1.5),
    ],
)
def test_instants(stamp: str, zone: str | None, expected: float, tmp_path: Path) -> None:
    shares = read_shares(one_time(tmp_path, stamp), zone)
    assert shares.time.tolist() == [round(expected * 1e6)]
    assert shares.zoneless == (zone is None and stamp.endswith(":00") and "+" not in stamp)


@pytest.mark.parametrize("stamp", ["yesterday", "nan", "inf", "1664270100123", "27/09/2022 09:15", "2022-13-01"])
def test_a_time_that_cannot_be_read_names_its_row(stamp: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"shares\.csv, row 3, column 'timestamp_share': '.*' is not a time"):
        read_shares(one_time(tmp_path, "1", stamp))


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text(HEADER + '"two\nlines",a,p,1\n\no,a,p,soon\n', encoding="utf-8")
    with pytest.raises(InputError, match="row 4"):
        read_shares(path)


@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_missing_value_names_its_row_and_column(column: int, tmp_path: Path) -> None:
    cells = ["o", "a", "p", "1"]
    cells[column] = ""
    path = tmp_path / "shares.csv"
    path.write_text(HEADER + "o,a,p,1\n" + ",".join(cells) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"row 3, column '{COLUMNS[column]}': the value is missing"):
        read_shares(path)


def test_a_missing_column_is_named_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text("object_id,account,content_id,timestamp_share\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"account_id is missing.*Did you mean 'account'"):
        read_shares(path)


def test_a_doubled_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shares.csv"
    path.write_text("object_id,object_id,account_id,content_id,timestamp_share\n", encoding="utf-8")
    with pytest.raises(MappingError, match="object_id appears twice"):
        read_shares(path)


def test_some_times_with_and_some_without_a_zone(tmp_path: Path) -> None:
    path = one_time(tmp_path, "2022-09-27T09:15:00Z", "2022-09-27 09:15:00")
    with pytest.raises(ZoneNeeded, match="row 3"):
        read_shares(path)
    assert len(read_shares(path, "Asia/Shanghai")) == 2


def test_an_unknown_zone_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a time zone"):
        read_shares(one_time(tmp_path, "1"), "Middle/Earth")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.csv", b""),
        ("latin.csv", HEADER.encode() + "o,é,p,1\n".encode("latin-1")),
        ("ragged.csv", HEADER.encode() + b"o,a,p,1\no,a,p,1,2,3\n"),
        ("cut.csv.gz", gzip.compress((HEADER + "o,a,p,1\n" * 5000).encode())[:-30]),
        ("no.parquet", b"PAR1 but not really"),
    ],
)
def test_broken_files_are_refused_by_name(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BrokenFile, match=name):
        read_shares(tmp_path / name)


def test_parquet_of_another_kind_is_refused(tmp_path: Path) -> None:
    columns = [pa.array(["o"]), pa.array(["a"]), pa.array(["p"]), pa.array([[1]])]
    pq.write_table(pa.table(columns, names=COLUMNS), tmp_path / "nested.parquet")
    with pytest.raises(InputError, match="is not a time"):
        read_shares(tmp_path / "nested.parquet")
