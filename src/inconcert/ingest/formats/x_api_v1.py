"""X API v1.1: tweets of the old REST and streaming interfaces, one object a tweet, ``user`` inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import mapping, name_in_html
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOTICES = ("limit", "warning", "scrub_geo", "status_withheld", "user_withheld", "disconnect", "friends", "event")


def split(record: Record) -> Iterable[Record]:
    """The tweet, with the tweet whose words are shown (the original of a retweet) under ``_shown``."""
    yield {**record, "_shown": mapping(record.get("retweeted_status")) or record}


def skip(record: Record) -> str | None:
    """Notices that the streaming interface mixes with tweets."""
    if "id" in record or "id_str" in record:
        return None
    notice = next((name for name in _NOTICES if name in record), None)
    return f"stream notice '{notice}'" if notice else None


def deletion(record: Record) -> Row | None:
    """A deletion notice of the stream."""
    post = values(record, ("delete.status.id_str", "delete.status.id"))
    if post is None:
        return None
    stamp = str(values(record, "delete.timestamp_ms") or "")
    account = values(record, ("delete.status.user_id_str", "delete.status.user_id"))
    return {
        "platform": "x",
        "post_id": str(post),
        "account_id": None if account is None else str(account),
        "deleted_at": int(stamp) * 1000 if stamp.isdecimal() else None,
    }


def finish(record: Record, row: Row) -> Row:
    """The client's name without the HTML around it."""
    return {**row, "source_app": name_in_html(record.get("source"))}


FORMAT = Format(
    name="x_api_v1",
    title="X API v1.1 (JSON)",
    tells=(("id_str", "user.screen_name"), ("statuses[].id_str", "statuses[].user.screen_name")),
    platform="x",
    records_at=("statuses",),
    times=("%a %b %d %H:%M:%S %z %Y", "iso"),
    posts={
        "post_id": ("id_str", "id"),
        "account_id": ("user.id_str", "user.id"),
        "handle": "user.screen_name",
        "text": ("_shown.extended_tweet.full_text", "_shown.full_text", "_shown.text"),
        "posted_at": "created_at",
        "lang": "lang",
        "urls": ("_shown.extended_tweet.entities.urls[].expanded_url", "_shown.entities.urls[].expanded_url"),
        "hashtags": ("_shown.extended_tweet.entities.hashtags[].text", "_shown.entities.hashtags[].text"),
        "mentions": ("entities.user_mentions[].id_str", "entities.user_mentions[].screen_name"),
        "media": (
            "_shown.extended_tweet.extended_entities.media[].media_url_https",
            "_shown.extended_entities.media[].media_url_https",
            "_shown.entities.media[].media_url_https",
        ),
        "repost_of": ("retweeted_status.id_str", "retweeted_status.id"),
        "repost_of_account": ("retweeted_status.user.id_str", "retweeted_status.user.screen_name"),
        "reply_to": "in_reply_to_status_id_str",
        "reply_to_account": ("in_reply_to_user_id_str", "in_reply_to_screen_name"),
        "quote_of": "quoted_status_id_str",
    },
    accounts={
        "account_id": ("user.id_str", "user.id"),
        "handle": "user.screen_name",
        "name": "user.name",
        "created_at": "user.created_at",
        "description": "user.description",
        "url": ("user.entities.url.urls[].expanded_url", "user.url"),
        "location": "user.location",
        "lang": "user.lang",
        "avatar": "user.profile_image_url_https",
        "followers": "user.followers_count",
        "following": "user.friends_count",
        "posts_count": "user.statuses_count",
    },
    metrics={
        "repost": "retweet_count",
        "like": "favorite_count",
        "reply": "reply_count",
        "quote": "quote_count",
    },
    known=("truncated", "is_quote_status", "favorited", "retweeted", "filter_level", "delete.status.id_str"),
    split=split,
    skip=skip,
    deletion=deletion,
    finish=finish,
)
