"""Who follows whom on Bluesky: records of a repository, and pages of follows and followers of one account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats import atproto
from inconcert.ingest.formats.shared import mapping, objects
from inconcert.model.times import UnreadableError, reader

if TYPE_CHECKING:
    from collections.abc import Iterable

KIND = "app.bsky.graph.follow"


def split(record: Record) -> Iterable[Record]:
    """Every follow of a page: of records, or of the accounts that the subject follows or is followed by."""
    subject = mapping(record.get("subject")).get("did")
    for other in objects(record.get("follows")):
        yield {"follower": subject, "followed": other.get("did")}
    for other in objects(record.get("followers")):
        yield {"follower": other.get("did"), "followed": subject}
    if "subject" not in record:
        for one in objects(record.get("records")) or [record]:
            value = mapping(one.get("value"))
            if value.get("$type") == KIND:
                who = atproto.author_of(one.get("uri"))
                yield {"follower": who, "followed": value.get("subject"), "at": value.get("createdAt")}


def follow(record: Record) -> Row | None:
    """A row of the noun ``follows``; ``None`` where one of the two is not named."""
    if not record.get("follower") or not record.get("followed"):
        return None
    who = {name: str(record[name]) for name in ("follower", "followed")}
    return {"platform": "bluesky", **who, "seen_at": _instant(record.get("at"))}


def _instant(value: object) -> int | None:
    try:
        return reader(("iso",), "UTC")(value).at if value else None
    except UnreadableError:
        return None


def unnamed(record: Record) -> str | None:
    """Why a record is not kept."""
    return None if follow(record) is not None else "no follower or nobody followed"


FORMAT = Format(
    name="bluesky_follows",
    title="Bluesky follows (records, getFollows, getFollowers; JSON)",
    tells=(
        ("uri", f"value.$type={KIND}", "value.subject"),
        ("records[].uri", f"records[].value.$type={KIND}"),
        ("subject.did", "follows[].did"),
        ("subject.did", "followers[].did"),
    ),
    platform="bluesky",
    split=split,
    skip=unnamed,
    follow=follow,
)
