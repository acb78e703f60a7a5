"""Bluesky Jetstream: the public stream of commits, one JSON object a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats import atproto
from inconcert.ingest.formats.shared import mapping
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEPT = {"app.bsky.feed.post": "post", "app.bsky.feed.repost": "repost"}
_FOLLOW = "app.bsky.graph.follow"
_GONE = ("deleted", "takendown", "suspended")


def split(record: Record) -> Iterable[Record]:
    """The event, with the global address of what it is about and the accounts inside the addresses it names."""
    yield {
        **record,
        "_uri": _address(record),
        "_reposted": atproto.author_of(values(record, "commit.record.subject.uri")),
        "_replied": atproto.author_of(values(record, "commit.record.reply.parent.uri")),
    }


def _address(record: Record) -> str | None:
    commit = mapping(record.get("commit"))
    parts = (record.get("did"), commit.get("collection"), commit.get("rkey"))
    return "at://{}/{}/{}".format(*parts) if all(parts) else None


def skip(record: Record) -> str | None:
    """Events that are neither a new post or repost nor the end of one."""
    if deletion(record) is not None or follow(record) is not None:
        return None
    if record.get("kind") != "commit":
        return f"{record.get('kind') or 'unknown'} event"
    commit = mapping(record.get("commit"))
    collection = str(commit.get("collection") or "")
    if collection not in _KEPT:
        return f"{collection or 'unknown'} record"
    return None if commit.get("operation") == "create" else f"{commit.get('operation') or 'unknown'} operation"


def deletion(record: Record) -> Row | None:
    """A post or repost taken back, or a whole account deleted, suspended or taken down."""
    commit, account = mapping(record.get("commit")), mapping(record.get("account"))
    taken_back = commit.get("operation") == "delete" and str(commit.get("collection")) in _KEPT
    removed = record.get("kind") == "account" and account.get("status") in _GONE
    if not (taken_back or removed):
        return None
    return {
        "platform": "bluesky",
        "post_id": _address(record) if taken_back else None,
        "account_id": record.get("did"),
        "deleted_at": _micros(record.get("time_us")),
    }


def follow(record: Record) -> Row | None:
    """Somebody begins to follow an account."""
    commit = mapping(record.get("commit"))
    if (commit.get("collection"), commit.get("operation")) != (_FOLLOW, "create"):
        return None
    followed = mapping(commit.get("record")).get("subject")
    if not followed or not record.get("did"):
        return None
    seen = _micros(record.get("time_us"))
    return {"platform": "bluesky", "follower": record["did"], "followed": str(followed), "seen_at": seen}


def _micros(stamp: Any) -> int | None:
    return int(stamp) if str(stamp or "").isdecimal() else None


def finish(record: Record, row: Row) -> Row:
    """Links, tags, mentions, media and quotes of the post record."""
    commit = mapping(record.get("commit"))
    return {**row, **atproto.content(commit.get("record")), "kind": _kind(commit)}


def _kind(commit: dict[str, Any]) -> str:
    if _KEPT.get(str(commit.get("collection"))) == "repost":
        return "repost"
    if values(commit, "record.reply.parent.uri"):
        return "reply"
    return "quote" if atproto.content(commit.get("record"))["quote_of"] else "post"


FORMAT = Format(
    name="bluesky_jetstream",
    title="Bluesky Jetstream (NDJSON)",
    tells=(("did", "time_us", "kind", "commit"), ("did", "time_us", "kind", "account")),
    platform="bluesky",
    times=("iso", "unix"),
    posts={
        "post_id": "_uri",
        "account_id": "did",
        "text": "commit.record.text",
        "posted_at": "commit.record.createdAt",
        "seen_at": "time_us",
        "lang": "commit.record.langs[]",
        "repost_of": "commit.record.subject.uri",
        "repost_of_account": "_reposted",
        "urls": ("commit.record.facets[].features[].uri", "commit.record.embed.external.uri"),
        "hashtags": ("commit.record.facets[].features[].tag", "commit.record.tags"),
        "mentions": "commit.record.facets[].features[].did",
        "media": "commit.record.embed.images[].image.ref.$link",
        "quote_of": "commit.record.embed.record.uri",
        "reply_to": "commit.record.reply.parent.uri",
        "reply_to_account": "_replied",
        "thread": "commit.record.reply.root.uri",
    },
    known=("commit.operation", "commit.collection", "commit.rkey", "commit.cid", "commit.rev"),
    split=split,
    skip=skip,
    deletion=deletion,
    follow=follow,
    finish=finish,
)
