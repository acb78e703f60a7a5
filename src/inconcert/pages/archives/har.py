"""HAR 1.2: the HTML answers that a browser's developer tools recorded."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from inconcert.pages.archives import Record, Stream, lies_beside
from inconcert.pages.page import Oddity
from inconcert.pages.saved import instant
from inconcert.pages.unpacking import PACKINGS, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.pages.limits import Limits

_DECODED = "text/html; charset=utf-8"
_BOM = b"\xef\xbb\xbf"


def har_records(name: str, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """Entries whose answer is HTML with a text, and what lies beside pages; redirects and errors are passed over.

    Entries are read one by one.
    """
    import ijson

    if stream.peek(3)[:3] == _BOM:
        stream.read(3)
    at = 0
    try:
        for at, entry in enumerate(ijson.items(stream, "log.entries.item"), 1):
            record = _record(f"{name}#{at}", entry, oddities, limits)
            if record is not None:
                yield record
    except (ijson.JSONError, ValueError, RecursionError) as why:
        first = str(why).strip().partition("\n")[0]
        oddities.append(Oddity(name, f"is damaged or cut off after entry {at} ({first}); what came before was read."))


def _record(source: str, entry: Any, oddities: list[Oddity], limits: Limits) -> Record | None:
    answer, content = _part(entry, "response"), _part(entry, "response", "content")
    kind = str(content.get("mimeType") or "")
    address = _part(entry, "request").get("url")
    is_page = "html" in kind.lower()
    beside = not is_page and isinstance(address, str) and lies_beside(address)
    if not (is_page or beside) or answer.get("status") != 200:
        return None
    text = content.get("text")
    if not isinstance(text, str) or not text:
        todo = "Export the recording with contents."
        what = f"is a {'page' if is_page else 'document'} that was recorded without its text, and was left out."
        oddities.append(Oddity(source, what, todo))
        return None
    data, kind = _bytes(source, text, answer, kind, oddities, limits.page_bytes + 1)
    day = instant(str(entry.get("startedDateTime") or ""))
    named = address if isinstance(address, str) else None
    return Record(source, named, day, data[: limits.page_bytes + 1], kind, is_page)


def _bytes(
    source: str, text: str, answer: dict[str, Any], kind: str, oddities: list[Oddity], size: int
) -> tuple[bytes, str]:
    """The bytes of a body and their type; text that the browser has decoded already is UTF-8 from here on."""
    if _part(answer, "content").get("encoding") != "base64":
        return text.encode("utf-8", "replace"), _DECODED
    try:
        data = base64.b64decode(text)
    except (binascii.Error, ValueError):
        oddities.append(Oddity(source, "says its text is base64, which it is not; it was read as it stands."))
        return text.encode("utf-8", "replace"), _DECODED
    return _opened(source, data, answer, oddities, size), kind


def _opened(source: str, data: bytes, answer: dict[str, Any], oddities: list[Oddity], size: int) -> bytes:
    """The body with its packings taken off, where the recorder kept it as it was sent; most keep it unpacked."""
    for packing in reversed(_packings(answer)):
        data, broken = unpacked(data, packing, size)
        if broken:
            what = f"its body cannot be unpacked to the end ({broken}); what came before was read."
            oddities.append(Oddity(source, what))
    return data


def _packings(answer: dict[str, Any]) -> list[str]:
    """Known packings that the header of an answer names, the first packing first."""
    headers = answer.get("headers")
    said = [
        str(one.get("value") or "")
        for one in (headers if isinstance(headers, list) else ())
        if isinstance(one, dict) and str(one.get("name") or "").lower() == "content-encoding"
    ]
    return [name for part in ",".join(said).lower().split(",") if (name := part.strip()) in PACKINGS]


def _part(entry: Any, *names: str) -> dict[str, Any]:
    """An object inside an object; an empty one when there is none."""
    for name in names:
        entry = entry.get(name) if isinstance(entry, dict) else None
    return entry if isinstance(entry, dict) else {}
