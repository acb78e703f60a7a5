"""minet: its table of Bluesky posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


_OF_USER = ("did", "handle", "url", "avatar", "display_name", "diplay_name", "timestamp_utc")


def _reposts(record: Record) -> Iterable[Record]:
    """The row; where it was met as someone's repost, the act of that account, of which only did and handle are told."""
    record = {**record, "_lang": str(record.get("user_langs") or "").split("|")[0]}
    by, uri = record.get("repost_by_user_did"), record.get("uri")
    if not by:
        yield {**record, "_id": uri, "_at": record.get("timestamp_utc")}
        return
    told = {"user_did": by, "user_handle": record.get("repost_by_user_handle")}
    yield {
        **record,
        **{f"user_{name}": None for name in _OF_USER},
        **told,
        "_id": f"{uri}#repost-by-{by}" if uri else None,
        "_at": record.get("repost_timestamp_utc"),
        "_original": uri,
        "_original_account": record.get("user_did"),
    }


FORMAT = Format(
    name="minet_bluesky",
    title="minet Bluesky posts (CSV)",
    tells=(("user_did", "user_handle", "uri", "timestamp_utc"),),
    platform="bluesky",
    times=("unix", "iso"),
    lists="|",
    posts={
        "post_id": "_id",
        "account_id": "user_did",
        "handle": "user_handle",
        "text": ("original_text", "text"),
        "posted_at": "_at",
        "seen_at": "indexed_at_utc",
        "lang": "_lang",
        "urls": "links",
        "hashtags": "hashtags",
        "mentions": ("mentioned_user_dids", "mentioned_user_handles"),
        "media": "media_urls",
        "repost_of": "_original",
        "repost_of_account": "_original_account",
        "reply_to": "to_post_uri",
        "reply_to_account": "to_user_did",
        "quote_of": "quoted_uri",
        "thread": "to_root_post_uri",
    },
    accounts={
        "account_id": "user_did",
        "handle": "user_handle",
        "name": ("user_display_name", "user_diplay_name"),
        "created_at": "user_timestamp_utc",
        "url": "user_url",
        "avatar": "user_avatar",
    },
    metrics={"repost": "repost_count", "like": "like_count", "reply": "reply_count", "quote": "quote_count"},
    known=("cid", "original_text", "repost_by_user_did", "to_post_uri", "quoted_uri", "match_query"),
    split=_reposts,
)
