"""Bluesky AppView: posts as the public interface returns them (feeds, searches, threads), also as 4CAT keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats import atproto
from inconcert.ingest.formats.shared import mapping, objects
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable


def split(record: Record) -> Iterable[Record]:
    """Posts of a page or a feed item; a repost in a feed is an act of its own, by the account that reposted."""
    pages = objects(record.get("posts")) + objects(record.get("feed"))
    for item in pages or [record]:
        post = mapping(item.get("post")) or item
        reason = mapping(item.get("reason"))
        by = mapping(reason.get("by"))
        yield {
            **post,
            "_reason": reason if by else {},
            "_actor": by or mapping(post.get("author")),
            "_original_author": values(post, "author.did") if by else None,
            "_replied": atproto.author_of(values(post, "record.reply.parent.uri")),
        }


def finish(record: Record, row: Row) -> Row:
    """What the post record says; for a repost, who reposted what and when."""
    row = {**row, **atproto.content(record.get("record"))}
    if not record.get("_reason"):
        return row
    return {
        **row,
        "kind": "repost",
        "metrics": None,
        "reply_to": None,
        "reply_to_account": None,
        "quote_of": None,
        "repost_of": record.get("uri"),
        "repost_of_account": record.get("_original_author"),
    }


FORMAT = Format(
    name="bluesky_appview",
    title="Bluesky AppView or 4CAT (JSON)",
    tells=(
        ("uri", "cid", "author.did"),
        ("post.uri", "post.cid", "post.author.did"),
        ("posts[].uri", "posts[].author.did"),
        ("feed[].post.uri", "feed[].post.author.did"),
    ),
    platform="bluesky",
    records_at=("posts", "feed"),
    posts={
        "post_id": ("_reason.uri", "uri"),
        "account_id": "_actor.did",
        "handle": "_actor.handle",
        "text": "record.text",
        "posted_at": ("_reason.indexedAt", "_reason.indexed_at", "record.createdAt", "record.created_at"),
        "seen_at": ("_reason.indexedAt", "indexedAt", "indexed_at"),
        "lang": "record.langs[]",
        "urls": ("record.facets[].features[].uri", "record.embed.external.uri"),
        "hashtags": ("record.facets[].features[].tag", "record.tags"),
        "mentions": "record.facets[].features[].did",
        "media": "record.embed.images[].image.ref.$link",
        "quote_of": "record.embed.record.uri",
        "reply_to": "record.reply.parent.uri",
        "reply_to_account": "_replied",
        "thread": "record.reply.root.uri",
    },
    accounts={
        "account_id": "_actor.did",
        "handle": "_actor.handle",
        "name": ("_actor.displayName", "_actor.display_name"),
        "created_at": ("_actor.createdAt", "_actor.created_at"),
        "avatar": "_actor.avatar",
        "observed_at": ("indexedAt", "indexed_at"),
    },
    metrics={
        "like": ("likeCount", "like_count"),
        "repost": ("repostCount", "repost_count"),
        "reply": ("replyCount", "reply_count"),
        "quote": ("quoteCount", "quote_count"),
        "bookmark": ("bookmarkCount", "bookmark_count"),
    },
    known=("record", "indexedAt", "indexed_at", "viewer", "labels", "threadgate", "4CAT_metadata"),
    split=split,
    finish=finish,
)
