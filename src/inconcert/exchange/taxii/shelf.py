"""What was published for TAXII: one file for each collection, in the folder ``published`` of an investigation.

Nothing gets there by itself. An object keeps every version that was published; what is published no more is revoked by
a further version, since whoever fetched it keeps it.
"""

from __future__ import annotations

import fcntl
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.errors import NoSuchThing, StoreError
from inconcert.exchange.base import stable
from inconcert.exchange.stix.extension import BASE
from inconcert.ingest.disk import guarded, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    Row = dict[str, Any]

PUBLISHED, PUSHED = "published", "pushed"
"""Folders: what can be fetched here, and what was handed to each collection elsewhere."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Record:
    """One version of an object, as it was published."""

    added: str
    """When, ISO 8601 in UTC with microseconds: no two versions of an object share it."""
    object: Row

    @property
    def version(self) -> str:
        """What TAXII calls its version: ``modified``, else ``created``, else when it was added."""
        return str(self.object.get("modified") or self.object.get("created") or self.added)


@dataclass
class Collection:
    """What was published of one case."""

    id: str
    title: str
    description: str
    tlp: str
    records: list[Record] = field(default_factory=list)
    """In the order in which they were added."""

    def latest(self) -> dict[str, Row]:
        """The newest version of every object, by id."""
        return {str(record.object["id"]): record.object for record in self.records}


@dataclass(frozen=True)
class Change:
    """What a publication changed."""

    collection: str
    added: int
    """Objects and versions that are new."""
    same: int
    revoked: int
    """Objects that are told no more, or were taken back."""


def collection_id(case_id: str) -> str:
    """Id of the collection of a case."""
    return stable("collection", case_id)


class Shelf:
    """The collections of an investigation.

    Args:
        folder: Folder of the investigation.
        name: Folder in it.
    """

    def __init__(self, folder: Path, name: str = PUBLISHED) -> None:
        self.place = folder / name

    def collections(self) -> list[Collection]:
        """All of them, by title."""
        found = [self.collection(place.stem) for place in sorted(self.place.glob("*.json"))]
        return sorted(found, key=lambda one: (one.title, one.id))

    def collection(self, ident: str) -> Collection:
        """The collection of this id.

        Raises:
            NoSuchThing: nothing was published under it.
            StoreError: its file cannot be read.
        """
        import orjson

        place = self.place / f"{ident}.json"
        if not _ID.fullmatch(ident) or not place.is_file():
            raise NoSuchThing(f"no collection '{ident}' was published here.")
        with guarded(f"reading {place}"):
            content = place.read_bytes()
        try:
            read = orjson.loads(content)
            records = [Record(str(row["added"]), row["object"]) for row in read["records"]]
            return Collection(ident, read["title"], read["description"], read["tlp"], records)
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(f"{place} holds no collection.", todo="Publish the case again.") from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep others from publishing at the same time."""
        with guarded(f"opening {self.place}"):
            self.place.mkdir(parents=True, exist_ok=True)
            lock = (self.place / ".lock").open("w")
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def keep(self, collection: Collection) -> None:
        """Write a collection, whole or not at all."""
        import orjson

        data = {
            "id": collection.id, "title": collection.title, "description": collection.description,
            "tlp": collection.tlp,
            "records": [{"added": one.added, "object": one.object} for one in collection.records],
        }  # fmt: skip
        write_whole(self.place / f"{collection.id}.json", orjson.dumps(data, option=orjson.OPT_APPEND_NEWLINE))

    def renewed(self, wanted: Collection, objects: Iterable[Row], at: datetime) -> tuple[Collection, Change]:
        """A collection with these objects as the newest; nothing is written yet.

        Args:
            wanted: Id, title, description and marking.
            objects: What is to be told now.
            at: The instant of publication.
        """
        try:
            records = list(self.collection(wanted.id).records)
        except NoSuchThing:
            records = []
        known = Collection(wanted.id, "", "", "", records).latest()
        stamp = f"{at:%Y-%m-%dT%H:%M:%S.%fZ}"
        told = {str(one["id"]): one for one in objects}
        new = [Record(stamp, _newer(one, known[key], at) if key in known else one) for key, one in told.items()
               if _differs(one, known.get(key))]  # fmt: skip
        gone = [Record(stamp, _revoked(one, at)) for key, one in known.items() if key not in told and _revocable(one)]
        change = Change(wanted.id, len(new), len(told) - len(new), len(gone) + _freshly_revoked(new, known))
        made = Collection(wanted.id, wanted.title, wanted.description, wanted.tlp, [*records, *new, *gone])
        return made, change


def _differs(one: Row, before: Row | None) -> bool:
    """Whether a version says something new; what was revoked stays so, as STIX wants it."""
    if before is None:
        return True
    return not before.get("revoked") and _bare(one) != _bare(before)


def _bare(one: Row) -> Row:
    return {name: value for name, value in one.items() if name != "modified"}


def _newer(one: Row, before: Row, at: datetime) -> Row:
    """A version that follows another, with an instant of its own."""
    if "modified" not in one or one["modified"] > before["modified"]:
        return one
    return one | {"modified": _milliseconds(at)}


def _revocable(one: Row) -> bool:
    """Whether an object is one of a case: what is common to all cases stays."""
    return "modified" in one and one["modified"] != BASE and not one.get("revoked")


def _revoked(one: Row, at: datetime) -> Row:
    return one | {"revoked": True, "modified": _milliseconds(at)}


def _freshly_revoked(new: Iterable[Record], known: dict[str, Row]) -> int:
    return sum(
        bool(one.object.get("revoked")) and not known.get(str(one.object["id"]), {}).get("revoked") for one in new
    )


def _milliseconds(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
