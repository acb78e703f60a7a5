from __future__ import annotations

import base64
import gzip
import json
import re
import tracemalloc
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from inconcert.pages.limits import Limits
from inconcert.pages.reading import read_pages
from inconcert.pages.unpacking import PACKINGS, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.pages.page import Oddity, Page

HTML = "<!DOCTYPE html><html><head><title>Größe</title></head><body><p>Ein Text über Größe</p></body></html>"
MAY_16 = 1715817600000000
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=3),
    "zstd": zstandard.compress,
}


def read(*paths: Path, limits: Limits | None = None) -> tuple[list[Page], list[Oddity]]:
    oddities: list[Oddity] = []
    return list(read_pages(paths, oddities, limits or Limits())), oddities


def warc(path: Path, bodies: list[bytes], *, packed: bool = True, packing: list[str] | None = None) -> Path:
    """An archive with an answer of status 200 for each body, 404 for an empty one; bodies packed as ``packing``."""
    made = b""
    for at, body in enumerate(bodies):
        status = b"200 OK" if body else b"404 Not Found"
        how = f"Content-Encoding: {packing[at]}\r\n".encode() if packing else b""
        for name in packing[at].split(", ") if packing else []:
            body = PACK.get(name, bytes)(body)
        answer = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html\r\n" + how + b"\r\n" + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/{at}\r\n"
            "WARC-Date: 2024-05-16T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        record = head.encode() + answer + b"\r\n\r\n"
        made += gzip.compress(record) if packed else record
    path.write_bytes(made)
    return path


def har(path: Path, entries: list[dict[str, Any]]) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return path


def entry(text: str | None, status: int = 200, **content: str) -> dict[str, Any]:
    body = {"mimeType": "text/html; charset=utf-8", **({} if text is None else {"text": text}), **content}
    return {
        "startedDateTime": "2024-05-16T02:00:00.000+02:00",
        "request": {"url": "https://paper.example/a"},
        "response": {"status": status, "content": body},
    }


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
def test_reads_html_plain_and_packed(tmp_path: Path, pack: Any) -> None:
    path = tmp_path / "paper_2024_05_16.html"
    path.write_bytes(pack(HTML.encode()))
    pages, oddities = read(path)
    assert [(page.url, page.saved_at, page.html) for page in pages] == [(None, MAY_16, HTML)]
    assert oddities == []


def test_what_a_page_calls_itself_is_not_where_it_was_saved_from(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<html><link rel="canonical" href="https://paper.example/a"><p>x</html>', encoding="utf-8")
    assert read(path)[0][0].url is None


@pytest.mark.parametrize(
    ("comment", "url", "saved_at"),
    [
        ("<!-- saved from url=(0023)https://paper.example/a -->", "https://paper.example/a", None),
        ("<!-- saved from url=(0014)about:internet -->", None, None),
        (
            "<!--\n Page saved with SingleFile \n url: https://paper.example/a \n"
            " saved date: Thu May 16 2024 02:00:00 GMT+0200 (CEST)\n-->",
            "https://paper.example/a",
            MAY_16,
        ),
        (
            "<!-- Mirrored from paper.example/a by HTTrack Website Copier/3.x [XR&CO'2014], "
            "Thu, 16 May 2024 00:00:00 GMT -->",
            "http://paper.example/a",
            MAY_16,
        ),
    ],
)
def test_savers_say_where_a_page_is_from(tmp_path: Path, comment: str, url: str | None, saved_at: int | None) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<!DOCTYPE html>\n<html>{comment}<body><p>x</body></html>", encoding="utf-8")
    page = read(path)[0][0]
    assert (page.url, page.saved_at) == (url, saved_at)


@pytest.mark.parametrize("ending", ["dump.warc", "dump.warc.gz"])
def test_reads_the_html_answers_of_a_warc(tmp_path: Path, ending: str) -> None:
    path = warc(tmp_path / ending, [HTML.encode(), b"", HTML.encode()], packed=ending.endswith("gz"))
    pages, oddities = read(path)
    assert [(page.source, page.url, page.saved_at) for page in pages] == [
        (f"{path}#1", "https://paper.example/0", MAY_16),
        (f"{path}#3", "https://paper.example/2", MAY_16),
    ]
    assert oddities == []


def test_bodies_are_unpacked_and_what_cannot_be_is_told(tmp_path: Path) -> None:
    path = warc(tmp_path / "dump.warc", [HTML.encode()] * 2, packed=False, packing=["gzip", "klingon"])
    pages, oddities = read(path)
    assert [page.html for page in pages] == [HTML]
    assert "klingon" in oddities[0].what


@pytest.mark.parametrize("packing", [*PACK, "gzip, br", "identity"])
def test_bodies_packed_in_any_way_are_read(tmp_path: Path, packing: str) -> None:
    path = warc(tmp_path / "dump.warc", [HTML.encode()], packed=False, packing=[packing])
    pages, oddities = read(path)
    assert [page.html for page in pages] == [HTML]
    assert oddities == []


@pytest.mark.parametrize("packing", list(PACK))
def test_a_recording_that_kept_the_packed_body_is_read(tmp_path: Path, packing: str) -> None:
    packed = base64.b64encode(PACK[packing](HTML.encode())).decode()
    plain = base64.b64encode(HTML.encode()).decode()
    entries = [entry(packed, encoding="base64"), entry(plain, encoding="base64")]
    for one in entries:
        one["response"]["headers"] = [{"name": "Content-Encoding", "value": packing}]
    pages, oddities = read(har(tmp_path / "a.har", entries))
    assert [page.html for page in pages] == [HTML, HTML]
    assert oddities == []


@pytest.mark.parametrize("packing", list(PACK))
def test_a_body_that_breaks_off_gives_its_beginning_and_one_line(tmp_path: Path, packing: str) -> None:
    # Words that do not repeat, so that what is cut off is not all of it.
    long = (HTML + "".join(f"{at * 2654435761 % 4294967296:x} " for at in range(60_000))).encode()
    PACK["cut"] = lambda body: PACK[packing](body)[:-4000]
    path = warc(tmp_path / "dump.warc", [long], packed=False, packing=["cut"])
    PACK.pop("cut")
    whole = path.read_bytes().replace(b"Encoding: cut", f"Encoding: {packing}".encode())
    added = len(packing) - len("cut")
    length = int(re.findall(rb"Content-Length: (\d+)", whole)[0])
    path.write_bytes(whole.replace(b"Length: %d" % length, b"Length: %d" % (length + added), 1))
    pages, oddities = read(path)
    assert pages[0].html.startswith(HTML)
    assert len(oddities) == 1
    assert "cannot be unpacked to the end" in oddities[0].what


@pytest.mark.parametrize("packing", list(PACK))
def test_a_bomb_in_a_body_costs_a_page_not_the_run(tmp_path: Path, packing: str) -> None:
    bomb = b"<html>" + b" " * 60_000_000
    path = warc(tmp_path / "dump.warc", [bomb, HTML.encode()], packed=False, packing=[packing, packing])
    tracemalloc.start()
    pages, oddities = read(path, limits=Limits(page_bytes=1_000_000))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [len(page.html) for page in pages] == [1_000_000, len(HTML)]
    assert "larger than" in oddities[0].what
    assert most < 40_000_000


@given(rubbish=st.binary(max_size=300), packing=st.sampled_from(sorted(PACKINGS)))
def test_no_body_makes_unpacking_fail(rubbish: bytes, packing: str) -> None:
    whole = PACK[packing.removeprefix("x-")](rubbish)
    assert unpacked(whole, packing, 1000)[0] == rubbish or rubbish.lstrip()[:1] == b"<"
    assert len(unpacked(rubbish, packing, 100)[0]) <= 100


def test_a_warc_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    path = warc(tmp_path / "dump.warc.gz", [HTML.encode(), HTML.encode() * 200])
    path.write_bytes(path.read_bytes()[:-60])
    pages, oddities = read(path)
    assert pages[0].html == HTML
    assert any("damaged or cut off" in oddity.what for oddity in oddities)


def test_a_plain_warc_cut_short_says_of_which_record_and_how_much(tmp_path: Path) -> None:
    packed = warc(tmp_path / "dump.warc.gz", [HTML.encode(), HTML.encode() * 200])
    path = tmp_path / "dump.warc"
    path.write_bytes(gzip.decompress(packed.read_bytes())[:-60])
    pages, oddities = read(path)
    assert [page.html == HTML for page in pages] == [True, False]
    (oddity,) = oddities
    assert oddity.source == pages[1].source
    assert "bytes early; what came before was read" in oddity.what


def test_reads_har_and_tells_what_has_no_text(tmp_path: Path) -> None:
    packed = base64.b64encode(HTML.encode()).decode()
    entries = [entry(HTML), entry(None), entry(packed, encoding="base64"), entry(HTML, status=302), {"response": []}]
    path = har(tmp_path / "a.har", entries)
    pages, oddities = read(path)
    assert [(page.source, page.url, page.saved_at, page.html) for page in pages] == [
        (f"{path}#1", "https://paper.example/a", MAY_16, HTML),
        (f"{path}#3", "https://paper.example/a", MAY_16, HTML),
    ]
    assert [oddity.source for oddity in oddities] == [f"{path}#2"]


def test_a_har_cut_short_gives_what_came_before(tmp_path: Path) -> None:
    path = har(tmp_path / "a.har", [entry(HTML), entry(HTML)])
    path.write_bytes(path.read_bytes()[:-120])
    pages, oddities = read(path)
    assert len(pages) == 1
    assert "after entry 1" in oddities[0].what


def test_reads_mhtml_with_its_frames(tmp_path: Path) -> None:
    path = tmp_path / "a.mhtml"
    part = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\nContent-Location: {}\n\n{}\n"
    parts = [part.format("https://paper.example/a", HTML), part.format("https://ads.example/f", "<html>frame</html>")]
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://paper.example/a\n"
        "Date: Thu, 16 May 2024 00:00:00 -0000\n"
        'MIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="X"\n\n'
    )
    path.write_text(head + "".join(f"--X\n{part}" for part in parts) + "--X--\n", encoding="utf-8")
    pages, oddities = read(path)
    assert [page.url for page in pages] == ["https://paper.example/a", "https://ads.example/f"]
    assert "Größe" in pages[0].html
    assert pages[0].saved_at == MAY_16
    assert oddities == []


@pytest.mark.parametrize(
    ("raw", "seen", "told"),
    [
        ("﻿<html>ü</html>".encode(), "ü", ""),
        ("<html>ü</html>".encode("utf-16"), "ü", ""),
        ('<html><meta charset="iso-8859-1">€ü</html>'.encode("cp1252"), "€ü", ""),
        ('<html><meta charset="iso-8859-1">ü</html>'.encode(), "ü", "is UTF-8"),
        ('<html><meta charset="utf-8">üüü</html>'.encode("cp1252"), "üüü", "windows-1252"),
        ('<html><meta charset="windows-1251">да</html>'.encode("cp1251"), "да", ""),
        ('<html><meta charset="klingon">ü</html>'.encode(), "ü", "does not exist"),
        ('<html><meta charset="base64">ü</html>'.encode(), "ü", "does not exist"),
        ("<html>ü</html>".encode("cp1252"), "ü", ""),
        (b"<html>" + "ü".encode() * 99 + b"\xff</html>", "ü", ""),
    ],
)
def test_charsets_and_what_is_told_of_wrong_ones(tmp_path: Path, raw: bytes, seen: str, told: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(raw)
    pages, oddities = read(path)
    assert seen in pages[0].html
    assert [told in oddity.what for oddity in oddities] == [True] * bool(told)


def test_a_zip_bomb_costs_a_page_not_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(b"<html>" + b" " * 50_000_000))
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    pages, oddities = read(tmp_path, limits=Limits(page_bytes=1_000_000))
    assert [len(page.html) for page in pages] == [1_000_000, len(HTML)]
    assert "larger than" in oddities[0].what


def test_a_bomb_inside_a_warc_stops_that_archive_only(tmp_path: Path) -> None:
    bomb = warc(tmp_path / "a.warc.gz", [b"<html>" + b" " * 90_000_000, HTML.encode()])
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    pages, oddities = read(bomb, tmp_path / "b.html", limits=Limits(page_bytes=1_000_000, growth=10))
    assert pages[-1].html == HTML
    assert any("far more" in oddity.what for oddity in oddities)


def test_one_bad_file_is_one_line_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "1.html").write_bytes(b"")
    (tmp_path / "2.html.gz").write_bytes(gzip.compress(HTML.encode() * 50)[:60])
    (tmp_path / "3.dat").write_bytes(bytes(range(256)))
    (tmp_path / "4.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "style.css").write_text("p {}", encoding="utf-8")
    pages, oddities = read(tmp_path, tmp_path / "absent")
    assert pages[-1].html == HTML
    assert [Path(oddity.source).name for oddity in oddities] == ["1.html", "2.html.gz", "3.dat", "absent"]


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "<html>", "WARC/1.0\r\n", '{"log":{"entries":[', "MIME-Version: 1.0\n"]),
)
def test_no_bytes_make_it_fail(tmp_path_factory: pytest.TempPathFactory, rubbish: bytes, head: str) -> None:
    path = tmp_path_factory.mktemp("rubbish") / "a.mhtml"
    for packed in (head.encode() + rubbish, gzip.compress(head.encode() + rubbish)[:-3]):
        path.write_bytes(packed)
        for page in read(path)[0]:
            assert isinstance(page.html, str)
