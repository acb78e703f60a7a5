"""4CAT: the common table its data sources are mapped to, whatever the platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import collect, platform_of, steps
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESSES = ("url", "link", "post_url", "tiktok_url", "thread_url", "permalink", "source_url")
_GONE = {"redacted", "[deleted]", "[removed]"}


def split(record: Record) -> Iterable[Record]:
    """The row with the platform its address names; authors that were anonymised away are no accounts."""
    platform = next(filter(None, (platform_of(record.get(name)) for name in _ADDRESSES)), None)
    authors = {name: None for name in ("author", "author_id") if str(record.get(name)).lower() in _GONE}
    yield {**record, **authors, "_platform": platform}


def _kind(record: Record, row: Row) -> Row:
    """What a row is, from the yes and no of its columns; a retweet names only the account it comes from."""
    for column, kind in (("is_retweet", "repost"), ("is_reply", "reply"), ("is_quote_tweet", "quote")):
        if str(record.get(column) or "").strip().lower() in ("yes", "true", "1"):
            return {**row, "kind": kind}
    comment = values(record, ("is_comment", "is_comment_on_comment"))
    return {**row, "kind": "comment"} if comment is not None else row


FORMAT = Format(
    name="fourcat_csv",
    title="4CAT (CSV)",
    tells=(("id", "thread_id", "author", "body", "timestamp"),),
    times=("unix", "iso"),
    lists=",",
    posts={
        "platform": "_platform",
        "post_id": "id",
        "account_id": ("author_id", "user_id", "author"),
        "handle": "author",
        "text": "body",
        "posted_at": ("unix_timestamp", "timestamp_unix", "timestamp"),
        "lang": ("language_guess", "language"),
        "urls": ("urls", "links", "link_url"),
        "hashtags": ("hashtags", "tags"),
        "mentions": "mentions",
        "media": ("image_url", "images", "video_url", "videos", "media_url"),
        "repost_of_account": "retweeted_user",
        "reply_to": ("replied_post_id", "reply_to_id"),
        "reply_to_account": ("replied_user", "reply_to"),
        "quote_of": "quote_tweet_id",
        "thread": "thread_id",
        "source_app": "source",
    },
    accounts={
        "platform": "_platform",
        "account_id": ("author_id", "user_id", "author"),
        "handle": "author",
        "name": ("author_fullname", "author_full", "author_display_name"),
        "followers": ("author_followers", "author_followers_count"),
        "following": "author_following",
        "avatar": ("author_avatar", "author_avatar_url"),
        "observed_at": ("unix_timestamp", "timestamp_unix", "timestamp"),
    },
    metrics={
        "like": ("like_count", "likes", "num_likes"),
        "repost": ("retweet_count", "reposts", "repost_count", "shares", "forwards"),
        "reply": ("reply_count", "replies", "comments", "num_comments", "comment_count"),
        "quote": ("quote_count", "quotes"),
        "view": ("impression_count", "plays", "views", "view_count"),
    },
    known=("subject", "unix_timestamp", "author_fullname", "language_guess", "is_retweet"),
    split=split,
    finish=steps(_kind, collect("media", "image_url", "images", "video_url", "videos")),
)
