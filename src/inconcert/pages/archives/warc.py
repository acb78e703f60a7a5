"""WARC and ARC: the HTML answers of a crawl."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from inconcert.pages.archives import Record, Stream
from inconcert.pages.page import Oddity
from inconcert.pages.saved import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.pages.limits import Limits

_PACKINGS = frozenset(("", "identity", "gzip", "x-gzip", "deflate", "utf-8"))
_HTML = ("text/html", "application/xhtml+xml")


def warc_records(name: str, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """HTML answers with status 200, and HTML resources; redirects, errors and everything else are passed over."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    at = 0
    try:
        # Whether digests hold is not asked: a damaged record is read as far as it goes.
        for at, record in enumerate(ArchiveIterator(stream, check_digests=False), 1):
            if _is_page(record) and _readable(f"{name}#{at}", record, oddities):
                yield _record(f"{name}#{at}", record, oddities, limits)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as why:
        first = str(why).strip().partition("\n")[0]
        oddities.append(Oddity(name, f"is damaged or cut off after record {at} ({first}); what came before was read."))


def _is_page(record: Any) -> bool:
    kind = (_content_type(record) or "").partition(";")[0].strip().lower()
    if record.rec_type == "response":
        return kind in _HTML and record.http_headers is not None and record.http_headers.get_statuscode() == "200"
    return record.rec_type == "resource" and kind in _HTML


def _readable(source: str, record: Any, oddities: list[Oddity]) -> bool:
    """Whether the body is packed in a way that can be taken off; a line is told when it is not."""
    headers = record.http_headers
    packing = (headers.get_header("Content-Encoding") or "").strip().lower() if headers is not None else ""
    if packing in _PACKINGS or (packing == "br" and find_spec("brotli")):
        return True
    todo = "Install brotli." if packing == "br" else ""
    oddities.append(Oddity(source, f"is packed as {packing}, which cannot be read, and was left out.", todo))
    return False


def _content_type(record: Any) -> str | None:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    found = headers.get_header("Content-Type")
    return str(found) if found else None


def _record(source: str, record: Any, oddities: list[Oddity], limits: Limits) -> Record:
    data = _body(source, record, oddities, limits.page_bytes + 1)
    address = record.rec_headers.get_header("WARC-Target-URI")
    day = instant(record.rec_headers.get_header("WARC-Date") or "")
    return Record(source, str(address).strip("<>") if address else None, day, data, _content_type(record))


def _body(source: str, record: Any, oddities: list[Oddity], size: int) -> bytes:
    """The body with its transfer and content encodings taken off; what is there when it breaks off."""
    parts: list[bytes] = []
    left = size
    try:
        stream = record.content_stream()
        while left > 0 and (part := stream.read(min(left, 2**18))):
            parts.append(part)
            left -= len(part)
    except Exception as why:  # noqa: BLE001  # decoders of several libraries, each with errors of its own
        oddities.append(Oddity(source, f"its body cannot be unpacked to the end ({why}); what came before was read."))
    return b"".join(parts)
