"""Files, folders, globs, archives, standard input; plain or packed."""

import bz2
import gzip
import io
import sys
import zipfile

import pytest
import zstandard

from inconcert.errors import InputError, UsageError
from inconcert.ingest.add import add

TABLE = b"id,user,created_at,text\n" + b"".join(b"%d,u,2020-01-01T10:00:00Z,t%d\n" % (n * 7, n) for n in range(5))
LINES = b"".join(b'{"id":"%d","user":"u","created_at":1577872800,"text":"x"}\n' % number for number in (9, 8))


def kept(receipts):
    return [(receipt.file.rsplit("/", 1)[-1], receipt.kept["posts"]) for receipt in receipts]


def test_folders_globs_and_files_once_each(folder, tmp_path):
    place = tmp_path / "in" / "deep"
    place.mkdir(parents=True)
    for number, name in enumerate(("b.csv", "a.ndjson", "deep/c.tsv", "notes.txt", ".hidden.csv")):
        (tmp_path / "in" / name).write_bytes(LINES if name == "a.ndjson" else TABLE.replace(b",t", b",x%d" % number))
    receipts = add(folder, [tmp_path / "in", tmp_path / "in" / "b.csv"])
    assert kept(receipts) == [("a.ndjson", 2), ("b.csv", 5), ("c.tsv", 5)]
    assert [name.rsplit("/", 1)[-1] for name in receipts.left_out] == ["notes.txt"]
    again = add(folder, [str(tmp_path / "in" / "**" / "*.csv")])
    assert [(receipt.already, receipt.file.rsplit("/", 1)[-1]) for receipt in again] == [(True, "b.csv")]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.csv.gz", gzip.compress),
        ("a.csv.zst", lambda data: zstandard.ZstdCompressor().compress(data)),
        ("a.csv.zst", lambda data: b"".join(zstandard.ZstdCompressor().compress(data[n : n + 40])
                                           for n in range(0, len(data), 40))),
        ("a.zst", lambda data: zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(
            window_log=31 if sys.maxsize > 2**32 else 30)).compress(data)),
        ("a", lambda data: gzip.compress(gzip.compress(data))),
    ],
)  # fmt: skip
def test_packed_files_by_content_not_by_name(put, name, pack):
    assert put(pack(TABLE), name).kept["posts"] == 5


def test_every_member_of_an_archive_is_a_file(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.csv", TABLE)
        archive.writestr("sub/two.csv.gz", gzip.compress(TABLE.replace(b"t1", b"z1")))
        archive.writestr("__MACOSX/one.csv", b"junk")
        archive.writestr("readme.md", b"junk")
    assert kept(add(folder, [tmp_path / "all.zip"])) == [("one.csv", 5), ("two.csv.gz", 5)]
    assert all(receipt["file"].startswith(str(tmp_path / "all.zip") + "/") for receipt in folder.sources())
    assert add(folder, [tmp_path / "all.zip"])[0].already


def test_standard_input(folder, monkeypatch):
    class Piped(io.StringIO):
        buffer = io.BytesIO(TABLE)

    monkeypatch.setattr(sys, "stdin", Piped())
    (receipt,) = add(folder, ["-"])
    assert (receipt.file, receipt.kept["posts"]) == ("standard input", 5)
    Piped.buffer.seek(0)
    assert add(folder, ["-"])[0].already


def test_a_terminal_is_no_input(folder, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    with pytest.raises(UsageError, match="Pipe a file"):
        add(folder, ["-"])


def test_words_that_name_nothing(folder, tmp_path):
    with pytest.raises(InputError, match=r"gone\.csv: there is no such file"):
        add(folder, [tmp_path / "gone.csv"])
    with pytest.raises(InputError, match="no such file"):
        add(folder, [str(tmp_path / "*.parquet")])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no file"):
        add(folder, [tmp_path / "empty"])
    with pytest.raises(InputError, match="nothing to read"):
        add(folder, [])
    with zipfile.ZipFile(tmp_path / "none.zip", "w") as archive:
        archive.writestr("readme.md", b"junk")
    with pytest.raises(InputError, match="archive holds no file"):
        add(folder, [tmp_path / "none.zip"])


def test_what_is_no_text_is_refused(put):
    with pytest.raises(InputError):
        put(bz2.compress(TABLE), "a.csv")


def test_progress_goes_from_nothing_to_all(put):
    told = []
    put(TABLE * 1 + b"".join(b"%d,u,2020-01-01T10:00:00Z,t\n" % (n * 7) for n in range(99, 60_000)),
        progress=lambda *what: told.append(what))  # fmt: skip
    done = [step[1] for step in told]
    assert done == sorted(done)
    assert done[-1] == told[-1][2] > 10**6
    assert len(told) > 3
