"""Lists that go with an access log: protected subjects as salted hashes, and what reviewers wrote about events."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.audits.rows import Form
from inconcert.audits.verdicts import verdicts
from inconcert.errors import InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.audits.receipt import Receipt
    from inconcert.audits.verdicts import Verdict

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


def reviews(path: str | Path, receipt: Receipt) -> dict[str, Verdict]:
    """What reviewers said of events, by id, in order of the ids; see :func:`~inconcert.audits.verdicts.verdicts`."""
    return dict(sorted(verdicts(path, REVIEWS, "event {} is both explained and not.", receipt).items()))
