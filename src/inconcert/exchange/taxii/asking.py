"""Questions to a collection as TAXII 2.1 asks them: filters, versions, pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.errors import InputError
from inconcert.exchange.base import moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inconcert.exchange.taxii.shelf import Collection, Record

    Row = dict[str, Any]

TAXII, STIX = "application/taxii+json;version=2.1", "application/stix+json;version=2.1"
"""Media types of the protocol and of what it carries."""
PAGE, MOST = 500, 2000
"""Records of a page when nothing is asked, and at most."""


@dataclass(frozen=True)
class Question:
    """What is asked of a collection; empty lists ask nothing."""

    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)
    """``first``, ``last``, ``all`` or instants."""
    spec_versions: tuple[str, ...] = ()
    added_after: str | None = None
    limit: int = PAGE
    next: str | None = None


@dataclass(frozen=True)
class Page:
    """The records of one page."""

    records: tuple[Record, ...] = field(default_factory=tuple)
    more: bool = False
    next: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """When the first and the last of them were added."""
        if not self.records:
            return {}
        return {"X-TAXII-Date-Added-First": self.records[0].added, "X-TAXII-Date-Added-Last": self.records[-1].added}


def answered(collection: Collection, question: Question) -> Page:
    """The records that are asked for, the first added first.

    Raises:
        InputError: an instant or a mark of a page cannot be read.
    """
    found = list(_matching(_versions(collection.records, question.versions), question))
    start = _start(question.next, len(found))
    end = start + max(1, min(question.limit, MOST))
    more = end < len(found)
    return Page(tuple(found[start:end]), more, str(end) if more else None)


def _start(mark: str | None, length: int) -> int:
    if mark is None:
        return 0
    if not mark.isdecimal() or int(mark) > length:
        raise InputError(f"'{mark}' is no mark of a page.", todo="Give the `next` of the answer before.")
    return int(mark)


def _versions(records: Iterable[Record], wanted: Iterable[str]) -> Iterator[Record]:
    words = set(wanted) or {"last"}
    known: dict[str, list[Record]] = {}
    for record in records:
        known.setdefault(str(record.object["id"]), []).append(record)
    kept = {id(record) for each in known.values() for record in each if _wanted(record, each, words)}
    return (record for record in records if id(record) in kept)


def _wanted(record: Record, versions: list[Record], words: set[str]) -> bool:
    if "all" in words or record.version in words:
        return True
    return ("last" in words and record is versions[-1]) or ("first" in words and record is versions[0])


def _matching(records: Iterable[Record], question: Question) -> Iterator[Record]:
    after = None
    if question.added_after is not None and (after := moment(question.added_after.replace("Z", "+00:00"))) is None:
        raise InputError(f"'{question.added_after}' is no instant.", todo="Write it as 2026-11-29T08:00:00Z.")
    for record in records:
        added = moment(record.added.replace("Z", "+00:00"))
        if after is not None and (added is None or added <= after):
            continue
        if question.ids and record.object["id"] not in question.ids:
            continue
        if question.types and record.object["type"] not in question.types:
            continue
        if question.spec_versions and record.object.get("spec_version", "2.1") not in question.spec_versions:
            continue
        yield record


def manifest(page: Page) -> Row:
    """What a manifest says of a page."""
    rows = [{"id": one.object["id"], "date_added": one.added, "version": one.version, "media_type": STIX}
            for one in page.records]  # fmt: skip
    return _paged({"objects": rows}, page)


def envelope(page: Page) -> Row:
    """The objects of a page; empty when there are none."""
    return _paged({"objects": [one.object for one in page.records]}, page)


def _paged(data: Row, page: Page) -> Row:
    return {"more": page.more, **({"next": page.next} if page.next else {}), **data}
