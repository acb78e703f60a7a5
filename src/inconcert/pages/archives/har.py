"""HAR 1.2: the HTML answers that a browser's developer tools recorded."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from inconcert.pages.archives import Record, Stream
from inconcert.pages.page import Oddity
from inconcert.pages.saved import instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.pages.limits import Limits

_BOM = b"\xef\xbb\xbf"


def har_records(name: str, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """Entries whose answer is HTML with a text; redirects and errors are passed over. Entries are read one by one."""
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
    if "html" not in kind.lower() or answer.get("status") != 200:
        return None
    text = content.get("text")
    if not isinstance(text, str) or not text:
        todo = "Export the recording with contents."
        oddities.append(Oddity(source, "is a page that was recorded without its text, and was left out.", todo))
        return None
    data, kind = _bytes(source, text, content, kind, oddities)
    address = _part(entry, "request").get("url")
    day = instant(str(entry.get("startedDateTime") or ""))
    return Record(source, address if isinstance(address, str) else None, day, data[: limits.page_bytes + 1], kind)


def _bytes(source: str, text: str, content: dict[str, Any], kind: str, oddities: list[Oddity]) -> tuple[bytes, str]:
    """The bytes of a body and their type; text that the browser has decoded already is UTF-8 from here on."""
    if content.get("encoding") != "base64":
        return text.encode("utf-8", "replace"), "text/html; charset=utf-8"
    try:
        return base64.b64decode(text), kind
    except (binascii.Error, ValueError):
        oddities.append(Oddity(source, "says its text is base64, which it is not; it was read as it stands."))
        return text.encode("utf-8", "replace"), "text/html; charset=utf-8"


def _part(entry: Any, *names: str) -> dict[str, Any]:
    """An object inside an object; an empty one when there is none."""
    for name in names:
        entry = entry.get(name) if isinstance(entry, dict) else None
    return entry if isinstance(entry, dict) else {}
