"""X as Zeeschuimer sees it: the web client's tweet objects (``rest_id``, ``legacy``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.formats import zeeschuimer
from inconcert.ingest.formats.shared import mapping, name_in_html
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.ingest.format import Record, Row

_AUTHOR = "core.user_results.result"
_RETWEET = ("legacy.retweeted_status_result.result.tweet", "legacy.retweeted_status_result.result")
_QUOTE = ("quoted_status_result.result.tweet", "quoted_status_result.result")


def split(record: Record) -> Iterable[Record]:
    """The tweet, with its retweeted and quoted tweets unwrapped, and what is shown under ``_shown``."""
    for tweet in zeeschuimer.split(record):
        original = mapping(values(tweet, _RETWEET))
        yield {
            **tweet,
            "_original": original,
            "_quoted": mapping(values(tweet, _QUOTE)),
            "_shown": original or tweet,
        }


def skip(record: Record) -> str | None:
    """Promoted posts are not acts of the account in this timeline."""
    return "promoted post" if record.get("promotedMetadata") or record.get("promoted") is True else None


def finish(record: Record, row: Row) -> Row:
    """The client's name without the HTML around it."""
    return {**row, "source_app": name_in_html(record.get("source"))}


FORMAT = zeeschuimer.seen(
    "x",
    "X",
    "x",
    tells=zeeschuimer.tells("rest_id", "legacy"),
    times=("%a %b %d %H:%M:%S %z %Y", "unix", "iso"),
    posts={
        "post_id": ("rest_id", "legacy.id_str"),
        "account_id": ("legacy.user_id_str", f"{_AUTHOR}.rest_id"),
        "handle": (f"{_AUTHOR}.core.screen_name", f"{_AUTHOR}.legacy.screen_name"),
        "text": ("_shown.note_tweet.note_tweet_results.result.text", "_shown.legacy.full_text"),
        "posted_at": "legacy.created_at",
        "lang": "legacy.lang",
        "urls": "_shown.legacy.entities.urls[].expanded_url",
        "hashtags": "_shown.legacy.entities.hashtags[].text",
        "mentions": ("legacy.entities.user_mentions[].id_str", "legacy.entities.user_mentions[].screen_name"),
        "media": (
            "_shown.legacy.extended_entities.media[].media_url_https",
            "_shown.legacy.entities.media[].media_url_https",
        ),
        "repost_of": ("_original.rest_id", "_original.legacy.id_str"),
        "repost_of_account": ("_original.legacy.user_id_str", f"_original.{_AUTHOR}.rest_id"),
        "reply_to": "legacy.in_reply_to_status_id_str",
        "reply_to_account": ("legacy.in_reply_to_user_id_str", "legacy.in_reply_to_screen_name"),
        "quote_of": ("legacy.quoted_status_id_str", "_quoted.rest_id"),
        "thread": "legacy.conversation_id_str",
    },
    accounts={
        "account_id": ("legacy.user_id_str", f"{_AUTHOR}.rest_id"),
        "handle": (f"{_AUTHOR}.core.screen_name", f"{_AUTHOR}.legacy.screen_name"),
        "name": (f"{_AUTHOR}.core.name", f"{_AUTHOR}.legacy.name"),
        "created_at": (f"{_AUTHOR}.core.created_at", f"{_AUTHOR}.legacy.created_at"),
        "description": (f"{_AUTHOR}.legacy.description", f"{_AUTHOR}.profile_bio.description"),
        "location": (f"{_AUTHOR}.location.location", f"{_AUTHOR}.legacy.location"),
        "avatar": (f"{_AUTHOR}.avatar.image_url", f"{_AUTHOR}.legacy.profile_image_url_https"),
        "followers": f"{_AUTHOR}.legacy.followers_count",
        "following": f"{_AUTHOR}.legacy.friends_count",
        "posts_count": f"{_AUTHOR}.legacy.statuses_count",
        "observed_at": zeeschuimer.SEEN,
    },
    metrics={
        "repost": "legacy.retweet_count",
        "reply": "legacy.reply_count",
        "like": "legacy.favorite_count",
        "quote": "legacy.quote_count",
        "bookmark": "legacy.bookmark_count",
        "view": "views.count",
    },
    known=("legacy", "rest_id", "core", "views"),
    split=split,
    skip=skip,
    finish=finish,
)
