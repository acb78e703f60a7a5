"""WARC and ARC: the HTML answers of a crawl."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.pages.archives import Record, Stream, lies_beside
from inconcert.pages.page import Oddity
from inconcert.pages.saved import instant
from inconcert.pages.unpacking import PACKINGS, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.pages.limits import Limits

_BARE = frozenset(("", "identity", "utf-8"))
_HTML = ("text/html", "application/xhtml+xml")


def warc_records(name: str, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """HTML answers with status 200, HTML resources, and what lies beside pages; everything else is passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    at, record = 0, None
    # Whether digests hold is not asked: a damaged record is read as far as it goes.
    archive = ArchiveIterator(stream, check_digests=False)
    try:
        for at, record in enumerate(archive, 1):
            if _is_wanted(record) and _readable(f"{name}#{at}", record, oddities):
                yield _record(f"{name}#{at}", record, oddities, limits)
        if why_cut := head_cut(archive, at, record):
            oddities.append(Oddity(name, f"is cut short: {why_cut}; what came before was read."))
    except (ArchiveLoadFailed, AttributeError, ValueError, EOFError, OSError) as why:
        oddities.append(Oddity(name, f"is cut short: {damage(why, at)}; what came before was read."))


def damage(why: Exception, at: int) -> str:
    """What stopped the reader of a WARC after record ``at``, in words.

    An ``AttributeError`` is its answer to a head that ends before it says what the record is.
    """
    if isinstance(why, AttributeError):
        return f"record {at + 1} ends in its head"
    first = str(why).strip().partition("\n")[0]
    return f"it is damaged or cut off after record {at} ({first})"


def head_cut(archive: Any, at: int, record: Any) -> str:
    """Whether a WARC that was read to its end ends in the head of a record: its reader takes that for nothing.

    Args:
        archive: warcio's iterator, over bytes without packing.
        at: records that it gave.
        record: the last of them.
    """
    if record is not None and not record.rec_headers.get_header("Content-Length"):
        return f"record {at} ends in its head"
    return f"record {at + 1} ends in its head" if archive.fh.tell() > archive.offset else ""


def lacking(record: Any) -> int:
    """Bytes that a record announces and that did not come, once it has been read to its end."""
    return int(getattr(record.raw_stream, "limit", 0) or 0)


def _is_wanted(record: Any) -> bool:
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return False
    elif record.rec_type != "resource":
        return False
    return _is_html(record) or lies_beside(record.rec_headers.get_header("WARC-Target-URI"))


def _is_html(record: Any) -> bool:
    return (_content_type(record) or "").partition(";")[0].strip().lower() in _HTML


def _packings(record: Any) -> list[str]:
    """What the body was packed with, the first packing first."""
    headers = record.http_headers
    said = (headers.get_header("Content-Encoding") or "") if headers is not None else ""
    return [name for part in said.lower().split(",") if (name := part.strip()) not in _BARE]


def _readable(source: str, record: Any, oddities: list[Oddity]) -> bool:
    """Whether the body is packed in a way that can be taken off; a line is told when it is not."""
    unknown = [name for name in _packings(record) if name not in PACKINGS]
    if unknown:
        oddities.append(Oddity(source, f"is packed as {unknown[0]}, which cannot be read, and was left out."))
    return not unknown


def _content_type(record: Any) -> str | None:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    found = headers.get_header("Content-Type")
    return str(found) if found else None


def _record(source: str, record: Any, oddities: list[Oddity], limits: Limits) -> Record:
    data = _body(source, record, oddities, limits.page_bytes + 1)
    address = record.rec_headers.get_header("WARC-Target-URI")
    day = instant(record.rec_headers.get_header("WARC-Date") or "")
    plain = str(address).strip("<>") if address else None
    return Record(source, plain, day, data, _content_type(record), _is_html(record))


def _body(source: str, record: Any, oddities: list[Oddity], size: int) -> bytes:
    """The body with its transfer and content encodings taken off; what is there when it breaks off."""
    from warcio.bufferedreaders import ChunkedDataReader

    parts: list[bytes] = []
    left, broken = size, ""
    headers = record.http_headers
    chunked = headers is not None and (headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    try:
        stream = ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream
        while left > 0 and (part := stream.read(min(left, 2**18))):
            parts.append(part)
            left -= len(part)
    except Exception as why:  # noqa: BLE001  # decoders of several libraries, each with errors of its own
        broken = str(why)
    missing = 0 if chunked or left <= 0 else lacking(record)
    if missing and not broken:
        oddities.append(Oddity(source, f"ends {missing:,} bytes early; what came before was read."))
    data = b"".join(parts)
    for packing in reversed(_packings(record)):
        data, why_short = unpacked(data, packing, size)
        broken = broken or why_short
    if broken:
        what = f"its body cannot be unpacked to the end ({broken}); what came before was read."
        oddities.append(Oddity(source, what))
    return data
