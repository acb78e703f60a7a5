"""The audit log: entries chained by hashes, with the hash of the last one kept in a row and in a file beside."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from inconcert.casework.canonical import canonical
from inconcert.casework.columns import Instant
from inconcert.casework.ids import new_id
from inconcert.casework.tables import Entry, Head, LogText

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BEFORE_ALL = "0" * 64
"""What the first entry names as the hash before it."""

FIELDS = (
    "seq",
    "id",
    "at",
    "who",
    "via",
    "act",
    "case_id",
    "thing",
    "subjects",
    "undoes",
    "text_id",
    "text_sha256",
    "prev",
)
"""What the hash of an entry is made of, in this order, as the database holds it."""


def entry_hash(stored: dict[str, Any]) -> str:
    """Hash of an entry, given its columns as the database holds them."""
    return sha256(canonical([stored[name] for name in FIELDS]).encode()).hexdigest()


def text_hash(salt: str, body: str) -> str:
    """Hash of a text of the log; the salt keeps a purged text from being guessed."""
    return sha256(f"{salt}\n{body}".encode()).hexdigest()


def append(session: Session, entry: Entry, body: dict[str, Any]) -> Head:
    """Add an entry to the end of the log; the caller holds the lock of all writers."""
    text = LogText(id=new_id(), salt=secrets.token_hex(16), body=canonical(body))
    session.add(text)
    head = session.get(Head, 1)
    if head is None:
        head = Head(id=1, seq=0, hash=BEFORE_ALL)
        session.add(head)
    entry.seq, entry.prev = head.seq + 1, head.hash
    entry.text_id, entry.text_sha256 = text.id, text_hash(text.salt or "", text.body or "")
    entry.hash = entry_hash(stored(entry))
    head.seq, head.hash = entry.seq, entry.hash
    session.add(entry)
    session.flush()
    return head


def stored(entry: Entry) -> dict[str, Any]:
    """The columns of an entry as the database holds them."""
    found = {name: getattr(entry, name) for name in FIELDS}
    at = Instant().process_bind_param(entry.at, None)  # type: ignore[arg-type]  # the same in every dialect
    return {**found, "at": at, "subjects": canonical(entry.subjects)}


def body_of(text: LogText | None) -> dict[str, Any] | None:
    """What a text of the log says; ``None`` when it was purged."""
    if text is None or text.body is None:
        return None
    body: dict[str, Any] = json.loads(text.body)
    return body
