"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest

from inconcert.pages.kinds import is_page, kind_of
from inconcert.pages.reading import read_pages

if TYPE_CHECKING:
    from pathlib import Path

SINGLEFILE = (
    b"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n"
    b" url: https://bild.pics/a \n saved date: Thu Jun 30 2022 10:00:00 GMT+0200 \n-->"
)
HAR = json.dumps({"log": {"version": "1.2", "creator": {}, "entries": []}}).encode()
MHTML = b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"


@pytest.mark.parametrize("name", ["page", "page.txt", "page.json", "page.dat", "page.xml"])
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (SINGLEFILE, "html"),
        (b'<?xml version="1.0"?>\n<!-- a -->\n<HTML>', "html"),
        ("<html><body>ü".encode("utf-16"), "html"),
        (b"\xef\xbb\xbf\n<!doctype HTML>", "html"),
        (HAR, "har"),
        (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "warc"),
        (MHTML, "mhtml"),
    ],
)
def test_a_page_is_one_whatever_it_is_called(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / f"{name}.gz").write_bytes(gzip.compress(data))
    assert (kind_of(tmp_path / name), kind_of(tmp_path / f"{name}.gz")) == (kind, kind)
    assert is_page(tmp_path / name)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"id,text\n1,<html><body>shown</body></html>\n",
        b'{"id": 1, "log": "<html>", "entries": 2}',
        b'{"logs": {"entries": []}}',
        b"domain,registrar\nbild.pics,NameSilo\n",
        b"\x1f\x8b broken",
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        b"<?xml version='1.0'?><urlset></urlset>",
    ],
)
def test_a_table_or_a_post_with_html_in_it_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data)
    assert kind_of(tmp_path / "file") == ""
    assert not is_page(tmp_path / "file")


def test_what_is_called_a_page_is_read_as_one_and_a_style_is_not(tmp_path: Path) -> None:
    (tmp_path / "broken.warc").write_bytes(b"rubbish")
    (tmp_path / "style.css").write_bytes(SINGLEFILE)
    assert is_page(tmp_path / "broken.warc")
    assert not is_page(tmp_path / "style.css")
    assert not is_page(tmp_path / "nothing")


def test_a_folder_gives_its_recordings_too_and_not_the_data_beside_them(tmp_path: Path) -> None:
    entry = {"request": {"url": "https://bild.pics/"}, "startedDateTime": "2022-07-01T10:00:00Z",
             "response": {"status": 200, "content": {"mimeType": "text/html", "text": "<html>a</html>"}}}  # fmt: skip
    (tmp_path / "visit.json").write_text(json.dumps({"log": {"creator": {}, "entries": [entry]}}), "utf-8")
    (tmp_path / "saved.txt").write_bytes(SINGLEFILE)
    (tmp_path / "data.json").write_text('{"a": 1}', "utf-8")
    said: list[object] = []
    assert [page.url for page in read_pages([tmp_path], said)] == ["https://bild.pics/a", "https://bild.pics/"]  # type: ignore[arg-type]
    assert said == []
