"""MHTML: a page and its frames as a browser saves them into one file, which is an e-mail of many parts."""

from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

from inconcert.pages.archives import Record, Stream
from inconcert.pages.page import Oddity
from inconcert.pages.saved import instant

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from inconcert.pages.limits import Limits


def mhtml_records(name: str, stream: Stream, oddities: list[Oddity], limits: Limits) -> Iterator[Record]:
    """The page, then its frames, each with the address it was loaded from."""
    data = stream.read(limits.whole_bytes + 1)
    if len(data) > limits.whole_bytes:
        oddities.append(Oddity(name, f"is larger than {limits.whole_bytes // 2**20} MB and was left out."))
        return
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        found = [(at, part) for at, part in enumerate(message.walk(), 1) if part.get_content_type() == "text/html"]
    except (RecursionError, ValueError, LookupError) as why:
        oddities.append(Oddity(name, f"is no readable MHTML ({type(why).__name__}) and was left out."))
        return
    if len(found) > limits.parts:
        oddities.append(Oddity(name, f"holds {len(found):,} frames; the first {limits.parts} were read."))
    if not found:
        oddities.append(Oddity(name, "holds no page: no part of it is HTML."))
    day = instant(message.get("Date") or "")
    for at, part in found[: limits.parts]:
        yield _record(f"{name}#{at}", part, message, day)


def _record(source: str, part: Message, message: Message, day: int | None) -> Record:
    body = part.get_payload(decode=True)
    address = part.get("Content-Location") or message.get("Snapshot-Content-Location")
    web = isinstance(address, str) and address.lower().startswith(("http://", "https://"))
    data = body if isinstance(body, bytes) else b""
    return Record(source, str(address).strip() if web else None, day, data, part.get("Content-Type"))
