"""What bad input gets: an error that names the place, or a row that is put aside; never half a file."""

import errno
import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from inconcert.errors import BrokenFile, DiskFull, InputError, MappingError, UnknownFormat, ZoneNeeded
from inconcert.ingest.add import add

HEAD = "id,user,created_at,text\n"
GOOD = HEAD + "".join(f"{1000 + n * 7},u{n % 3},2020-01-01T10:{n % 60:02d}:0{n % 10}Z,hello {n}\n" for n in range(50))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"\0\0\0"])
@pytest.mark.parametrize("name", ["posts.csv", "posts.json", "posts.csv.gz"])
def test_an_empty_file_is_refused(put, nothing_left, content, name):
    with pytest.raises(InputError, match=r"empty"):
        put(gzip.compress(content) if name.endswith(".gz") else content, name)
    nothing_left()


def test_a_header_alone_is_refused(put, nothing_left):
    with pytest.raises(InputError, match="no row can be read: there is nothing in it but, at most, a header"):
        put(HEAD)
    nothing_left()


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.ZstdCompressor().compress])
def test_a_truncated_packed_file_names_the_row_and_leaves_nothing(put, nothing_left, pack):
    lines = "".join(f"{n},u{n},2020-01-01T10:00:00Z,{os.urandom(40).hex()}\n" for n in range(20_000))
    whole = pack((HEAD + lines).encode())
    with pytest.raises(BrokenFile, match=r"posts\.csv\.\w+: the file is damaged after row \d+"):
        put(whole[: len(whole) * 2 // 3], "posts.csv.gz")
    nothing_left()


def test_a_truncated_document_and_a_truncated_table(put, nothing_left, tmp_path):
    records = [{"id": n, "user": "a", "created_at": "2020-01-01T10:00:00Z", "text": "x"} for n in range(30)]
    with pytest.raises(BrokenFile, match="after row 2[0-9]: the JSON ends too early"):
        put(json.dumps(records)[:-20], "posts.json")
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "t.parquet")
    with pytest.raises(BrokenFile, match="Parquet"):
        put((tmp_path / "t.parquet").read_bytes()[:-30], "posts.parquet")
    with pytest.raises(BrokenFile, match="workbook|damaged"):
        put(b"PK\x03\x04 xl/ nonsense", "posts.xlsx")
    nothing_left()


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_the_delimiter_is_found(put, posts, sign):
    put(GOOD.replace(",", sign))
    assert posts("text")[0] == {"text": "hello 0"}


def test_rows_with_too_many_cells_are_put_aside(put, folder):
    receipt = put(GOOD + "9,u,2020-01-01T10:00:00Z,hello, world\n")
    assert receipt.skipped == (
        {"reason": "more cells than the header has columns", "count": 1, "examples": [{"row": 52, "value": " world"}]},
    )
    assert receipt.rows == 51
    assert receipt.kept["posts"] == 50


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["posts.csv", "posts.ndjson", "posts.json"])
def test_marks_and_wide_encodings_are_read(put, posts, encoding, name):
    record = {"id": "7", "user": "zoë", "created_at": "2020-01-01T10:00:00Z", "text": "žluťoučký " + "x" * 200}
    text = {
        "posts.csv": ",".join(record) + "\n" + ",".join(record.values()) + "\n",
        "posts.ndjson": json.dumps(record, ensure_ascii=False) + "\n",
        "posts.json": json.dumps([record], ensure_ascii=False),
    }[name]
    receipt = put(text.encode(encoding), name)
    assert posts("account_id, text") == [{"account_id": "zoë", "text": record["text"]}]
    assert receipt.warnings == ()


def test_windows_bytes_are_read_and_reported_with_their_row(put, posts):
    receipt = put(GOOD.encode() + b"9999,zo\xeb,2020-01-01T10:00:00Z,caf\xe9 \xc3\xa9\n")
    assert posts("account_id, text")[-1] == {"account_id": "zoë", "text": "café é"}
    (warning,) = receipt.warnings
    assert warning["message"] == "bytes that are not UTF-8 were read as Windows-1252"
    assert warning["count"] == 1
    assert warning["examples"][0]["row"] == 52


@pytest.mark.parametrize("name", ["posts.ndjson", "posts.json"])
def test_damaged_characters_in_json_are_repaired_and_counted(put, posts, name):
    texts = [b'"caf\xe9"', b'"a\\ud83dz"', b'"b\\u0000\0c"', b'"\\ud83d\\ude00 \\\\ud83d"', b'"\xed\xa0\xbd!"']
    rows = [
        b'{"id":%d,"user":"u","created_at":"2020-01-01T10:00:00Z","text":%s}' % (n, t) for n, t in enumerate(texts, 77)
    ]
    receipt = put(b"\n".join(rows) if name == "posts.ndjson" else b"[" + b", ".join(rows) + b"]", name)
    assert [post["text"] for post in posts("text")] == ["café", "a\ufffdz", "bc", "😀 \\ud83d", "\ufffd!"]
    told = {warning["message"]: [each["row"] for each in warning["examples"]] for warning in receipt.warnings}
    assert told["bytes that are not UTF-8 were read as Windows-1252"] == [1]
    assert told["halves of surrogate pairs were replaced by U+FFFD"] == [2, 5]
    assert set(told["NUL characters were taken out"]) == {3}


def test_nul_bytes_are_taken_out_and_counted(put, posts):
    receipt = put(GOOD.replace("hello 3\n", "hel\0lo 3\n"))
    assert posts("text")[3] == {"text": "hello 3"}
    assert receipt.warnings[0]["message"] == "NUL characters were taken out"
    assert receipt.warnings[0]["examples"][0]["row"] == 5


def test_embedded_line_breaks_keep_the_rows_of_a_spreadsheet(put, posts):
    put(HEAD + '1001,u,2020-01-01T10:00:00Z,"two\r\nlines, here"\n1005,u,2020-01-01T10:00:01Z,one\n')
    assert [(post["row"], post["text"]) for post in posts('"row", text')] == [(2, "two\r\nlines, here"), (3, "one")]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file(put, nothing_left):
    with pytest.raises(BrokenFile, match=r"row 12.*never closed"):
        put(GOOD.replace("hello 10\n", '"hello 10\n'))
    nothing_left()


def test_a_row_cut_off_in_a_quoted_cell_is_put_aside(put):
    receipt = put(GOOD + '9999,u,2020-01-01T10:00:00Z,"cut he')
    assert [(each["reason"], each["examples"][0]["row"]) for each in receipt.skipped] == [
        ("the file ends inside a quoted cell", 52)
    ]


def test_a_cell_that_swallowed_rows_is_remarked(put):
    receipt = put(GOOD.replace(",hello 5\n", ',"hello 5\n').replace(",hello 40\n", ',"hello 40\n'))
    assert any("unbalanced" in warning["message"] for warning in receipt.warnings)


def test_old_mac_line_ends(put):
    assert put(GOOD.replace("\n", "\r")).kept["posts"] == 50


def test_a_fifty_megabyte_line_is_read_and_a_longer_one_put_aside(put, posts):
    line = '{"id":"%d","user":"u","created_at":"2020-01-01T10:00:00Z","text":"%s"}\n'
    content = line % (1, "a" * 50_000_000) + line % (2, "b" * 70_000_000) + line % (3, "c")
    receipt = put(content, "posts.ndjson")
    assert [post["size"] for post in posts("length(text) AS size")] == [50_000_000, 1]
    assert receipt.skipped[0]["reason"] == "the line is longer than 64 MB"
    assert receipt.skipped[0]["examples"][0]["row"] == 2


def test_a_long_line_of_a_table_is_put_aside(put):
    long = "9,u,2020-01-01T10:00:00Z," + "b" * 70_000_000 + "\n"
    receipt = put(GOOD + long + "8,u,2020-01-01T10:00:00Z,c\n")
    assert receipt.kept["posts"] == 51
    assert [(each["reason"], each["count"]) for each in receipt.skipped] == [("the line is longer than 64 MB", 1)]


def test_dates_in_two_orders_are_asked_about(put, nothing_left):
    rows = "".join(f"{n * 3},u,{n}/2/2020 10:00,x\n" for n in range(1, 13))
    with pytest.raises(MappingError, match=r"column 'created_at'.*day first or month first.*--time-format"):
        put(HEAD + rows, timezone="UTC")
    nothing_left()
    assert put(HEAD + rows, timezone="UTC", time_format="%d/%m/%Y %H:%M").first_at == "2020-02-01T10:00:00Z"


def test_the_order_is_taken_from_the_whole_file(put):
    early = "".join(f"{n * 3},u,{n % 12 + 1}/2/2020 10:00,x\n" for n in range(3000))
    assert put(HEAD + early + "99999,u,3/25/2020 10:00,x\n", timezone="UTC").last_at == "2020-12-02T10:00:00Z"


def test_a_late_row_that_contradicts_the_order_stops_everything(put, nothing_left):
    rows = "".join(f"{n * 3},u,{n % 12 + 1}/20/2020 10:00,x\n" for n in range(3000))
    with pytest.raises(MappingError, match="row 3002.*contradicts"):
        put(HEAD + rows + "99999,u,25/3/2020 10:00,x\n", timezone="UTC")
    nothing_left()


def test_times_without_a_zone_are_asked_about(put, nothing_left):
    naive = GOOD.replace("Z,", ",")
    with pytest.raises(ZoneNeeded, match=r"row 2, column 'created_at'.*--timezone"):
        put(naive)
    nothing_left()
    assert put(naive, timezone="Europe/Berlin").first_at == "2020-01-01T09:00:00Z"


def test_post_ids_that_hold_instants_help_with_the_zone(put):
    ids = [(((1_500_000_000_000 + n * 61_000) - 1_288_834_974_657) << 22) + n for n in range(30)]
    rows = [f"{post},u,2017-07-13 {22 + (40 * 60 + n * 61) // 3600:02d}:{(40 * 60 + n * 61) % 3600 // 60:02d}:"
            f"{n * 61 % 60:02d},x" for n, post in enumerate(ids)]  # fmt: skip
    with pytest.raises(ZoneNeeded, match=r"--timezone=-04:00"):
        put(HEAD + "\n".join(rows))
    receipt = put(HEAD + "\n".join(rows), timezone="UTC")
    assert any("-4 hours" in warning["message"] for warning in receipt.warnings)
    assert put(HEAD + "\n".join(rows), timezone="-04:00").warnings[0]["message"].startswith("a post id came before")


def test_impossible_instants_are_put_aside(put):
    odd = "9001,u,1970-01-01T00:00:00Z,x\n9002,u,2199-01-01T00:00:00Z,x\n9003,u,,x\n9004,u,soon,x\n"
    reasons = {each["reason"]: each["examples"][0] for each in put(GOOD + odd).skipped}
    assert reasons == {
        "time before 1990 (an empty or broken clock)": {"row": 52, "value": ""},
        "time in the future": {"row": 53, "value": ""},
        "no time": {"row": 54, "value": ""},
        "time cannot be read": {"row": 55, "value": "soon"},
    }


def test_repeated_ids_are_used_once_and_counted(put, posts):
    receipt = put(GOOD + "1000,u0,2020-01-01T10:00:00Z,hello 0\n1007,u1,2020-01-01T10:01:01Z,something else\n")
    assert {warning["message"]: warning["count"] for warning in receipt.warnings} == {
        "posts that came before with the same content are used once": 1,
        "a post id came before with different content; the first one is used": 1,
    }
    assert receipt.warnings[1]["examples"] == [{"row": 53, "value": "1007"}]
    assert len(posts()) == 50
    again = put(GOOD.replace("hello 9\n", "hello nine\n"), "second.csv")
    assert sum(warning["count"] for warning in again.warnings) == 50
    assert len(posts()) == 50
    assert {"text": "hello 9"} in posts("text")


def test_cells_that_are_formulas_are_text_and_harmless_in_the_rejects(put, posts, folder):
    receipt = put(GOOD + '9001,u,2020-01-01T10:00:00Z,"=HYPERLINK(""x"")"\n9002,u,=1+1,x\n')
    assert {"text": '=HYPERLINK("x")'} in posts("text")
    rejects = (folder.path / "sources" / receipt.source / "rejects.csv").read_bytes()
    assert rejects.startswith(b"\xef\xbb\xbfrow,reason,value,record\r\n53,time cannot be read,'=1+1,")


def test_a_parquet_with_nested_types(put, posts, tmp_path):
    rows = [
        {
            "id": 10**18 + n,
            "user": {"name": "a", "tags": ["x"]},
            "author": f"u{n}",
            "created_at": pa.scalar(1_577_872_800_123_456_789 + n, pa.timestamp("ns", "UTC")).value,
            "text": "hi",
            "hashtags": ["a", "b"],
            "extra": [{"k": 1}],
        }
        for n in range(20)
    ]
    table = pa.Table.from_pylist(rows)
    at = table.schema.get_field_index("created_at")
    table = table.set_column(at, "created_at", table.column(at).cast(pa.timestamp("ns", "UTC")))
    pq.write_table(table, tmp_path / "nested.parquet")
    put((tmp_path / "nested.parquet").read_bytes(), "posts.parquet")
    assert posts("post_id, account_id, hashtags")[0] == {
        "post_id": str(10**18),
        "account_id": "u0",
        "hashtags": ["a", "b"],
    }


def test_a_file_that_changes_while_it_is_read(put, tmp_path, nothing_left):
    path, seen = tmp_path / "posts.csv", []

    def grow(*_):
        if not seen:
            seen.append(path.write_text(GOOD + "9,u,2020-01-01T10:00:00Z,x\n"))

    with pytest.raises(BrokenFile, match="changed while it was read"):
        put(GOOD, progress=grow)
    assert seen
    nothing_left()


def test_a_full_disk_leaves_nothing(put, monkeypatch, nothing_left):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", full)
    with pytest.raises(DiskFull, match="disk is full"):
        put(GOOD)
    monkeypatch.undo()
    nothing_left()


LIMITED = """
import resource, sys
from inconcert.errors import DiskFull
from inconcert.ingest.add import add
from inconcert.store.folder import Folder
folder = Folder.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    add(folder, [sys.argv[2]])
except DiskFull as error:
    print(error)
"""


def test_a_disk_that_really_refuses_leaves_nothing(folder, tmp_path, nothing_left):
    path = tmp_path / "posts.csv"
    path.write_text(HEAD + "".join(f"{n},u,2020-01-01T10:00:00Z,{os.urandom(60).hex()}\n" for n in range(20_000)))
    told = subprocess.run(
        [sys.executable, "-c", LIMITED, folder.path, path], capture_output=True, text=True, check=True
    )
    assert "the disk is full" in told.stdout
    nothing_left()


def test_an_unknown_table_says_what_it_lacks(put, nothing_left):
    with pytest.raises(UnknownFormat, match=r"no column looks like a time or an account.*--map.*colour, size"):
        put("colour,size\nred,1\nblue,2\n")
    nothing_left()


def test_a_mapping_that_fits_no_row_is_refused(put, nothing_left):
    with pytest.raises(InputError, match=r"row 2: no row can be used: time cannot be read, for example 'hello 0'"):
        put(GOOD, mapping="account=user,time=text", time_format="%Y-%m-%d")
    nothing_left()


def test_archives_inside_archives_are_refused(put, nothing_left):
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", GOOD)
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("b.zip", inner.getvalue())
    with pytest.raises(InputError, match="Unpack the outer one first"):
        put(outer.getvalue(), "c.zip")
    nothing_left()


def test_a_damaged_member_names_itself(put, nothing_left):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.csv", GOOD)
    content = bytearray(whole.getvalue())
    content[200] ^= 0xFF
    with pytest.raises(BrokenFile, match=r"c\.zip/a\.csv"):
        put(bytes(content), "c.zip")
    nothing_left()


def test_when_one_file_is_refused_those_before_it_stay(folder, tmp_path):
    (tmp_path / "a.csv").write_text(GOOD)
    (tmp_path / "b.csv").write_text("")
    with pytest.raises(InputError, match=r"b\.csv"):
        add(folder, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert [each["kept"]["posts"] for each in folder.sources()] == [50]
