"""Saved pages of files, folders and archives, one after another: nothing is run, nothing is loaded.

Read: HTML (plain, ``.gz``, ``.zst``; pages of SingleFile and of browsers), MHTML, WARC and HAR. What is not a page is
told once and skipped.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from inconcert.pages.archives import Record, Stream
from inconcert.pages.archives.har import har_records
from inconcert.pages.archives.mhtml import mhtml_records
from inconcert.pages.archives.warc import warc_records
from inconcert.pages.charset import decoded
from inconcert.pages.kinds import HEAD, begins, kind_of
from inconcert.pages.limits import LIMITS, Limits, tamed
from inconcert.pages.page import Oddity, Page
from inconcert.pages.saved import named_day, saved_from
from inconcert.pages.unpacking import Unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_PICTURES = frozenset(("png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "ico", "bmp", "mp3", "mp4", "m4a", "webm"))
_CODE = frozenset(("css", "js", "mjs", "map", "json", "woff", "woff2", "ttf", "otf", "eot", "ts", "py", "download"))
_BESIDE = _PICTURES | _CODE | {"txt", "md", "xml", "csv", "pdf", "toml", "yaml", "yml"}
"""Endings of what lies beside saved pages and is passed over without a word when a folder is read."""
_OPEN = frozenset(("json", "txt", "xml"))
"""Endings among them that a recording or a page may have as well."""
_MARKS = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<title",
    b"<div",
    b"<article",
    b"<p>",
    b"<script",
)


def read_pages(
    paths: Iterable[Path],
    oddities: list[Oddity],
    limits: Limits = LIMITS,
    beside: Callable[[Record], None] | None = None,
) -> Iterator[Page]:
    """The pages of files and folders, folders in the order of their names; files are opened one at a time.

    Args:
        paths: files, or folders whose files are read at any depth; links to folders are not followed.
        oddities: gets one line for each file or record that is refused, cut or not what it says.
        limits: how much is read of each.
        beside: is given what archives hold beside pages and says something of a site (ads.txt and the like), cut to
            the bytes of a page.
    """
    for path in paths:
        for file, asked in _files(path, oddities):
            for record in _records(file, oddities, limits, asked=asked):
                if record.is_page:
                    yield _page(record, oddities, limits)
                elif beside is not None:
                    beside(record)


def _files(path: Path, oddities: list[Oddity]) -> Iterator[tuple[Path, bool]]:
    """Files, and whether each was asked for by name."""
    if path.is_dir():
        for folder, folders, names in os.walk(path):
            folders.sort()
            yield from ((Path(folder, name), False) for name in sorted(names) if not name.startswith("."))
    elif path.exists():
        yield path, True
    else:
        oddities.append(Oddity(str(path), "there is no such file or folder.", "Check the path."))


def _records(file: Path, oddities: list[Oddity], limits: Limits, *, asked: bool) -> Iterator[Record]:
    if not file.is_file() or (not asked and _beside(file)):
        return
    try:
        with file.open("rb") as raw, Unpacked(raw, limits.archive_bytes, limits.growth) as unpacked:
            stream: Stream = io.BufferedReader(unpacked, HEAD)
            yield from _read(file, stream, oddities, limits)
            if unpacked.broken:
                oddities.append(Oddity(str(file), f"{unpacked.broken}; what came before was read."))
    except OSError as why:
        oddities.append(Oddity(str(file), f"cannot be read: {why.strerror or why}.", "Check that you may read it."))


def _beside(file: Path) -> bool:
    """Whether a file only lies beside pages: by its ending, and where that says nothing, by its beginning."""
    ending = _ending(file)
    return ending in _BESIDE and not (ending in _OPEN and kind_of(file))


def _ending(file: Path) -> str:
    """The ending of a file without the one of its packing."""
    endings = [ending.lower().lstrip(".") for ending in file.suffixes]
    while endings and endings[-1] in {"gz", "zst"}:
        endings.pop()
    return endings[-1] if endings else ""


def _read(file: Path, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """The records of one file, by what its first bytes look like."""
    head = stream.peek(HEAD)[:HEAD]
    kind = _kind(head, _ending(file))
    if kind == "nothing":
        oddities.append(
            Oddity(str(file), "is empty." if not head else "does not look like a page or an archive of pages.")
        )
        return
    if kind == "html":
        data = _head_of(stream, limits.page_bytes)
        records: Iterable[Record] = [Record(str(file), None, named_day(file.name), data, None)]
    else:
        reader = {"warc": warc_records, "har": har_records, "mhtml": mhtml_records}[kind]
        records = reader(str(file), stream, oddities, limits)
    yield from records


def _kind(head: bytes, ending: str) -> str:
    if kind := begins(head):
        return kind
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") and (ending == "har" or (b'"log"' in head and b'"entries"' in head)):
        return "har"
    lower = head.lower()
    if ending in {"mht", "mhtml"} or (b"mime-version:" in lower and b"multipart/related" in lower[:4096]):
        return "mhtml"
    text = lower.replace(b"\0", b"")  # UTF-16 too
    html = any(mark in text for mark in _MARKS) or (ending in {"html", "htm", "xhtml", "shtml"} and start)
    return "html" if html else "nothing"


def _head_of(stream: IO[bytes], size: int) -> bytes:
    """At most one byte more than a page may have."""
    parts, left = [], size + 1
    while left > 0 and (part := stream.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _page(record: Record, oddities: list[Oddity], limits: Limits) -> Page:
    """The page of a record, decoded and cut to the limits; each thing odd about it is told."""
    data, told = record.data, []
    if len(data) > limits.page_bytes:
        told.append(
            f"is larger than {limits.page_bytes // 2**20} MB; the first {limits.page_bytes // 2**20} MB were read"
        )
        data = data[: limits.page_bytes]
    html, remark = decoded(data, record.content_type)
    html, cuts = tamed(html, limits)
    told += [remark] * bool(remark) + cuts
    if told:
        oddities.append(Oddity(record.source, f"{'; '.join(told)}."))
    url, saved_at = (None, None) if record.url else saved_from(html)
    return Page(record.source, record.url or url, saved_at or record.saved_at, html)
