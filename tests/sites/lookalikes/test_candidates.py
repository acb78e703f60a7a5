"""Candidates out of files of any kind."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
import zstandard

from inconcert.errors import InputError
from inconcert.sites.lookalikes.candidates import YEAR, Reading, blocks
from inconcert.sites.lookalikes.cleaning import cleaned

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, reading: Reading | None = None) -> list[str]:
    return b"".join(blocks([path], reading or Reading())).decode().splitlines()


def write(folder: Path, text: str | bytes, name: str = "c.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("spiegel.ltd", "spiegel.ltd"),
        ("SPIEGEL.LTD.", "spiegel.ltd"),
        ("hxxps://www[.]spiegel[.]ltd/a?b", "www.spiegel.ltd"),
        ("https[:]//spiegel(.)ltd:8080/", "spiegel.ltd"),
        ("spiegel[dot]ltd", "spiegel.ltd"),
        ("jiraboom[.]pro (Hosted a spoof of Der Spiegel)", "jiraboom.pro"),
        ("  'spiegel.ltd' ", "spiegel.ltd"),
        ("*.spiegel.ltd", "spiegel.ltd"),
        ("user:word@spiegel.ltd", "spiegel.ltd"),
        ("spiegel.ltd. 3600 IN NS ns1.example.", "spiegel.ltd"),
        ("ѕріеgеl.com", "ѕріеgеl.com"),
        ("# a remark", ""),
        ("no host", ""),
        ("a" * 300 + ".com", ""),
        ("", ""),
    ],
)
def test_the_host_in_a_line(text: str, host: str) -> None:
    assert cleaned(text) == host


@pytest.mark.parametrize(
    "text",
    [
        "a.com\nb.com\n",
        "a.com\r\nb.com",
        "domain\na.com\nb.com\n",
        'id,Domain,note\n1,a.com,x\n2,b.com,"y\nz"\n',
        "url;seen\na.com;1\nb.com;2\n",
        '{"all_domains": ["a.com", "*.b.com"]}\n',
        '{"data": {"leaf_cert": {"all_domains": ["a.com"]}}}\n{"name_value": "b.com"}\n',
        '[{"domain": "a.com"}, {"domain": "b.com"}]',
        "$ORIGIN com.\n$TTL 3600\na NS ns1.example.\nb 3600 IN NS ns2.example.\n",
    ],
)
@pytest.mark.parametrize("packed", ["", ".gz", ".zst"])
def test_kinds_of_files(tmp_path: Path, text: str, packed: str) -> None:
    data = text.encode()
    data = {"": data, ".gz": gzip.compress(data), ".zst": zstandard.compress(data)}[packed]
    assert [cleaned(line) for line in read(write(tmp_path, data, f"c{packed}"))] == ["a.com", "b.com"]


def test_the_year_of_a_table_comes_along(tmp_path: Path) -> None:
    path = write(tmp_path, "domain,registered\na.com,06-28-2004\nb.com,\n")
    assert read(path) == [f"a.com{YEAR}2004", "b.com"]


def test_a_packed_file_that_breaks_off_is_read_up_to_there(tmp_path: Path) -> None:
    reading, text = Reading(), "".join(f"name{number * 7919}.com\n" for number in range(400_000))
    lines = read(write(tmp_path, gzip.compress(text.encode())[:-2000], "c.gz"), reading)
    assert len(lines) > 100_000
    assert "the file is damaged" in reading.told()[0]


def test_a_line_without_end_is_left_out(tmp_path: Path) -> None:
    reading = Reading()
    path = write(tmp_path, b"a.com\n" + b"x" * (6 << 20))
    read(path, reading)
    assert "longer than" in reading.told()[0]


def test_json_that_is_none_is_told_and_the_rest_read(tmp_path: Path) -> None:
    reading = Reading()
    path = write(tmp_path, '{"names": ["a.com"]}\n{"names": [\n{"names": ["b.com"]}\n')
    assert read(path, reading) == ["a.com", "b.com"]
    assert "line 2: it is no JSON" in reading.told()[0]


def test_a_cut_array_is_read_up_to_there(tmp_path: Path) -> None:
    reading = Reading()
    path = write(tmp_path, json.dumps([{"domain": "a.com"}, {"domain": "b.com"}])[:-6])
    assert "a.com" in read(path, reading)
    assert "breaks off" in reading.told()[0]


def test_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xfe\xfd\n\x00\x01\na.com\n")
    assert "a.com" in b"".join(blocks([path], Reading())).decode("utf-8", "replace")


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(write(tmp_path, "")) == []


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        read(tmp_path / "none")


def test_only_so_many_oddities_are_told() -> None:
    reading = Reading()
    for number in range(50):
        reading.odd(f"{number} is odd.")
    assert len(reading.told()) == 21
    assert "30 more" in reading.told()[-1]
