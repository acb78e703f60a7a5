"""Hops in recordings of a browser (HAR), in WARC, and in tables of addresses."""

from __future__ import annotations

import csv
import gzip
import io
from typing import IO, TYPE_CHECKING, Any

from inconcert.pages.archives.warc import damage, head_cut, lacking
from inconcert.pages.kinds import kind_of
from inconcert.pages.limits import LIMITS
from inconcert.pages.unpacking import Unpacked
from inconcert.sites.chains.hop import Hop, answered, plain
from inconcert.sites.records.fields import plain as bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from inconcert.sites.records.fact import Receipt

_LARGEST = 1 << 28
"""Bytes of a HAR."""
_BODY = 1 << 20
"""Bytes of a page that are looked at for where it leads."""
_COLUMNS = {
    "start": ("from", "fromurl", "source", "sourceurl", "url", "link", "start", "request", "requesturl"),
    "end": (
        "to",
        "tourl",
        "target",
        "targeturl",
        "location",
        "redirect",
        "redirecturl",
        "redirectsto",
        "end",
        "finalurl",
    ),
    "status": ("status", "statuscode", "httpstatus", "code"),
    "how": ("how", "method", "type", "redirecttype"),
    "at": ("at", "time", "timestamp", "date", "seen", "seenat", "observedat"),
    "country": ("country", "geo", "countrycode", "visitorcountry", "vantage"),
    "agent": ("agent", "useragent", "ua", "browser", "device"),
    "visit": ("visit", "session", "chain", "visitid", "chainid"),
}


def read_hops(paths: Iterable[Path], receipt: Receipt) -> Iterator[Hop]:
    """The hops of files, in their order; what is not read gets one line each."""
    for path in paths:
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        for file in files:
            try:
                yield from _read(file, receipt)
            except (OSError, EOFError, ValueError) as why:
                receipt.refuse(str(file), f"cannot be read to its end ({why}); what came before counts.")


def _read(file: Path, receipt: Receipt) -> Iterator[Hop]:
    name = file.name.lower().removesuffix(".gz")
    if not file.exists():
        receipt.refuse(str(file), "there is no such file or folder.", "Check the path.")
    elif name.endswith((".har", ".json")) or (kind := kind_of(file)) == "har":
        yield from _har(file, receipt)
    elif name.endswith(".warc") or kind == "warc":
        receipt.files["WARC"] += 1
        yield from _warc(file, receipt)
    elif name.endswith((".csv", ".tsv", ".txt")):
        yield from _table(file, receipt)
    else:
        receipt.unread["files that are no HAR, WARC or table"] += 1


def _opened(file: Path) -> IO[bytes]:
    return gzip.open(file) if file.name.lower().endswith(".gz") else file.open("rb")  # type: ignore[return-value]  # both read bytes


def _har(file: Path, receipt: Receipt) -> Iterator[Hop]:
    import orjson

    with _opened(file) as raw:
        data = raw.read(_LARGEST + 1)
    found = orjson.loads(data) if len(data) <= _LARGEST else None
    log = found.get("log") if isinstance(found, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(entries, list):
        receipt.refuse(str(file), "is no recording of a browser (HAR), or larger than 256 MB.")
        return
    receipt.files["HAR"] += 1
    for entry in entries:
        hop = _entry(f"{file}#{entry.get('pageref') or 0}" if isinstance(entry, dict) else "", entry)
        if hop is None:
            receipt.unread["entries of a HAR that are no pages"] += 1
        else:
            yield hop


def _entry(source: str, entry: Any) -> Hop | None:
    """The hop of an entry; ``None`` for what is not a page: pictures and scripts redirect as well."""
    try:
        request, response = entry["request"], entry["response"]
        content = response.get("content") or {}
        kind, mime = str(entry.get("_resourceType") or "document"), str(content.get("mimeType") or "")
        status, headers = int(response.get("status") or 0), request.get("headers") or []
        if kind != "document" or not (300 <= status < 400 or "html" in mime or not mime):
            return None
        agent = next((str(h["value"]) for h in headers if str(h.get("name")).lower() == "user-agent"), None)
        html = str(content.get("text") or "")[:_BODY] if content.get("encoding") != "base64" else ""
        location = response.get("redirectURL") or _header(response.get("headers") or [], "location")
        at = str(entry.get("startedDateTime") or "") or None
        return answered(source, str(request["url"]), status, location, html, at=at, agent=agent)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _header(headers: list[dict[str, Any]], name: str) -> str | None:
    return next((str(one.get("value")) for one in headers if str(one.get("name")).lower() == name), None)


def _warc(file: Path, receipt: Receipt) -> Iterator[Hop]:
    """The hops of a WARC; a line when it is cut short, which its reader passes over in silence."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    at, record, broken = 0, None, ""
    with file.open("rb") as raw, Unpacked(raw, LIMITS.archive_bytes, LIMITS.growth) as stream:
        source: Any = io.BufferedReader(stream)
        archive = ArchiveIterator(source, check_digests=False)
        try:
            for record in archive:
                at += 1
                if (hop := _answer(str(file), record)) is not None:
                    yield hop
        except (ArchiveLoadFailed, AttributeError) as why:
            broken = damage(why, at)
        broken = stream.broken or broken or head_cut(archive, at, record) or _body_cut(record, at)
    if broken:
        receipt.refuse(str(file), f"is cut short: {broken}; what came before counts.")


def _body_cut(record: Any, at: int) -> str:
    """How much of its last record a WARC lacks that has been read to its end; empty when it lacks nothing."""
    missing = 0 if record is None else lacking(record)
    return f"record {at} ends {missing:,} bytes early" if missing else ""


def _answer(source: str, record: Any) -> Hop | None:
    """The hop of an answer that is a page or leads on."""
    if record.rec_type != "response" or record.http_headers is None:
        return None
    url, at = record.rec_headers.get_header("WARC-Target-URI"), record.rec_headers.get_header("WARC-Date")
    code = record.http_headers.get_statuscode()
    status = int(code) if code and code.isdigit() else None
    html = "html" in (record.http_headers.get_header("Content-Type") or "html")
    if not url or not (html or (status and 300 <= status < 400)):
        return None
    body = record.content_stream().read(_BODY).decode("utf-8", "replace") if html else ""
    location = record.http_headers.get_header("Location")
    return answered(source, url, status, location, body, at=at, agent=None)


def _table(file: Path, receipt: Receipt) -> Iterator[Hop]:
    with _opened(file) as raw:
        lines = (line.decode("utf-8-sig", "replace").replace("\0", "") for line in raw)
        head = next(lines, "")
        delimiter = max(",;\t|", key=head.count)
        names = [bare(name) for name in next(csv.reader([head], delimiter=delimiter), [])]
        known = {role: next((one for one in wanted if one in names), None) for role, wanted in _COLUMNS.items()}
        at = {role: names.index(one) for role, one in known.items() if one is not None}
        if "start" not in at:
            receipt.refuse(str(file), "has no column of addresses.", "Name the columns «from» and «to».")
            return
        receipt.files["table"] += 1
        for row in csv.reader(lines, delimiter=delimiter):
            hop = _row(str(file), {role: row[i].strip() for role, i in at.items() if i < len(row)})
            if hop is None:
                receipt.unread["rows without an address"] += 1
            else:
                yield hop


def _row(source: str, said: dict[str, str]) -> Hop | None:
    start, end = said.get("start", ""), said.get("end", "")
    if "." not in start:
        return None
    status = int(said["status"]) if said.get("status", "").isdigit() else None
    how = said.get("how") or (f"HTTP {status}" if status and end else "redirect" if end else "")
    visit = f"{source}#{said['visit']}" if said.get("visit") else source
    target = plain(_schemed(end)) if "." in end else None
    told = (said.get(name) or None for name in ("at", "country", "agent"))
    return Hop(visit, plain(_schemed(start)), target, status, how, *told)


def _schemed(text: str) -> str:
    text = text.replace("hxxp", "http", 1).replace("[.]", ".")
    return text if "://" in text else f"http://{text}"
