"""Lists that go with an access log: protected subjects as salted hashes, and what reviewers wrote about events."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inconcert.audits.rows import Form, read
from inconcert.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.audits.receipt import Receipt

SALT = 16
"""Letters that a salt has at least: a shorter one can be tried out."""
_HASH = re.compile("[0-9a-f]{64}")
REVIEWS = Form("a table of reviewed events", ("event_id", "explained", "by"), ("note",),
               dict.fromkeys(("at", "actor", "places", "tool", "dataset", "data_class", "action", "rows", "subjects",
                              "why", "session_country", "actor_country", "device_country", "subject_region"),
                             "it is for the reviewer"))  # fmt: skip


def salt_in(path: str | Path) -> str:
    """The salt in a file.

    Raises:
        InputError: it is shorter than 16 letters.
    """
    said = Path(path).read_text("utf-8").strip()
    if len(said) < SALT:
        raise InputError(f"a salt has at least {SALT} letters.", where=Place(str(path)),
                         todo="Fill the file with random ones and keep it apart from the list.")  # fmt: skip
    return said


def salted(salt: str, subject: str) -> str:
    """Hash of a subject: SHA-256 of salt, colon and id, in hex. Anybody can make it without inconcert."""
    return sha256(f"{salt}:{subject}".encode()).hexdigest()


def hashes(path: str | Path) -> frozenset[str]:
    """Salted hashes, one a line.

    Raises:
        InputError: a line is no hash; ids in the clear are not taken.
    """
    found = set()
    for number, line in enumerate(Path(path).read_text("utf-8").splitlines(), 1):
        said = line.strip().casefold()
        if said and not _HASH.fullmatch(said):
            raise InputError("the line is no salted hash, and ids in the clear are not taken.",
                             where=Place(str(path), number),
                             todo="Make the list with: inconcert audit protect IDS --salt FILE --out LIST")  # fmt: skip
        found |= {said} - {""}
    return frozenset(found)


def protected(ids: Iterable[str], salt: str) -> list[str]:
    """A list of salted hashes, in their own order, so that it tells nothing of the order of the ids."""
    return sorted({salted(salt, one.strip()) for one in ids if one.strip()})


class Review(NamedTuple):
    """What a reviewer said of an event."""

    event_id: str
    explained: bool
    by: str
    note: str


def reviews(path: str | Path, receipt: Receipt) -> list[Review]:
    """What reviewers said of events, in order of the events. Rows that nobody filled say nothing.

    Raises:
        InputError: a row says yes or no and not who said it, or two rows contradict each other.
    """
    rows, own = read([path], REVIEWS)
    receipt.note(*own.notes)
    found: dict[str, Review] = {}
    for row in rows:
        verdict = row.truth("explained")
        if verdict is None:
            continue
        made = Review(row.needed("event_id"), verdict, row.needed("by"), row.text("note"))
        if found.setdefault(made.event_id, made).explained != verdict:
            raise row.refuse("explained", f"event '{made.event_id}' is both explained and not.", "Decide it once.")
    return [found[name] for name in sorted(found)]
