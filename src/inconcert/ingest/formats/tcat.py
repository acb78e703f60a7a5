"""DMI-TCAT: the table of its full exports of tweets."""

from __future__ import annotations

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import name_in_html


def finish(record: Record, row: Row) -> Row:
    """The client's name without the HTML around it."""
    return {**row, "source_app": name_in_html(record.get("source"))}


FORMAT = Format(
    name="tcat",
    title="DMI-TCAT (CSV)",
    tells=(("from_user_id", "from_user_name", "in_reply_to_status_id"),),
    platform="x",
    times=("unix", "iso"),
    timezone="UTC",
    posts={
        "post_id": "id",
        "account_id": "from_user_id",
        "handle": "from_user_name",
        "text": "text",
        "posted_at": ("time", "created_at"),
        "lang": "lang",
        "urls": ("urls_followed", "urls_expanded", "urls"),
        "hashtags": "hashtags",
        "mentions": "mentions",
        "media": ("media_urls", "media_url"),
        "repost_of": ("retweet_id", "retweeted_status_id"),
        "reply_to": "in_reply_to_status_id",
        "reply_to_account": ("to_user_id", "to_user_name"),
        "quote_of": "quoted_status_id",
        "source_app": "source",
    },
    accounts={
        "account_id": "from_user_id",
        "handle": "from_user_name",
        "name": "from_user_realname",
        "created_at": "from_user_created_at",
        "description": "from_user_description",
        "url": "from_user_url",
        "location": "location",
        "lang": "from_user_lang",
        "avatar": "from_user_profile_image_url",
        "followers": "from_user_followercount",
        "following": "from_user_friendcount",
        "posts_count": "from_user_tweetcount",
        "observed_at": ("time", "created_at"),
    },
    metrics={"repost": "retweet_count", "like": "favorite_count"},
    known=("filter_level", "from_user_realname", "from_user_tweetcount", "to_user_name", "quoted_status_id", "time"),
    finish=finish,
)
