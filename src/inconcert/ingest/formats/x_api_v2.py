"""X API v2: pages with ``includes``, and tweets flattened by collectors (one object a tweet, author inside)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Paths, Record, Row
from inconcert.ingest.formats.shared import mapping, objects, texts
from inconcert.ingest.paths import Context

if TYPE_CHECKING:
    from collections.abc import Iterable

_INCLUDES = ("includes.users", "includes.tweets")


def split(record: Record) -> Iterable[Record]:
    """Tweets of a page, each with its author and the tweets it refers to put inside, as collectors flatten them."""
    if "data" not in record or "text" in record:
        yield _flat(record, record.get("_context"))
        return
    included = mapping(record.get("includes"))
    context = Context({path: included.get(path.split(".")[1]) for path in _INCLUDES})
    for tweet in objects(record["data"]):
        yield _flat(tweet, context)


def _flat(tweet: Record, context: Any) -> Record:
    given = context if isinstance(context, Context) else Context()
    refers = [
        {**mapping(given.find("includes.tweets", "id", each.get("id"))), **each}
        for each in objects(tweet.get("referenced_tweets"))
    ]
    flat = {key: value for key, value in tweet.items() if key != "_context"}
    flat["author"] = (
        mapping(tweet.get("author"))
        or mapping(tweet.get("author_user"))
        or mapping(given.find("includes.users", "id", tweet.get("author_id")))
    )
    flat["referenced_tweets"] = refers
    original = next((each for each in refers if each.get("type") == "retweeted" and each.get("text")), None)
    flat["_shown"] = original or flat
    return flat


def finish(record: Record, row: Row) -> Row:
    """Links of the tweet that is shown, each as far as the source unfolds it; links to its own media are left out."""
    shown = mapping(record.get("_shown"))
    entities = mapping(mapping(shown.get("note_tweet")).get("entities")) or mapping(shown.get("entities"))
    found = [
        link.get("unwound_url") or link.get("expanded_url") or link.get("url")
        for link in objects(entities.get("urls"))
        if not link.get("media_key")
    ]
    return {**row, "urls": texts(found) or None}


ACCOUNTS: dict[str, Paths] = {
    "account_id": ("author.id", "author_id"),
    "handle": "author.username",
    "name": "author.name",
    "created_at": "author.created_at",
    "description": "author.description",
    "url": ("author.entities.url.urls[].expanded_url", "author.url"),
    "location": "author.location",
    "avatar": "author.profile_image_url",
    "followers": "author.public_metrics.followers_count",
    "following": "author.public_metrics.following_count",
    "posts_count": "author.public_metrics.tweet_count",
    "observed_at": "__twarc.retrieved_at",
}
"""What X says of an account, nested or flattened; the author of a post is joined to it under ``author``."""
METRICS = {
    "repost": "public_metrics.retweet_count",
    "reply": "public_metrics.reply_count",
    "like": "public_metrics.like_count",
    "quote": "public_metrics.quote_count",
    "bookmark": "public_metrics.bookmark_count",
    "view": "public_metrics.impression_count",
}
"""Public counts of a post."""

FORMAT = Format(
    name="x_api_v2",
    title="X API v2 (JSON)",
    tells=(
        ("data[].id", "data[].text", "data[].author_id"),
        ("data.id", "data.text", "data.author_id"),
        ("author_id", "conversation_id", "public_metrics"),
        ("author_id", "text", "edit_history_tweet_ids"),
    ),
    platform="x",
    records_at=("data",),
    context=_INCLUDES,
    posts={
        "post_id": "id",
        "account_id": ("author_id", "author.id"),
        "handle": "author.username",
        "text": ("_shown.note_tweet.text", "_shown.text", "text"),
        "posted_at": "created_at",
        "seen_at": "__twarc.retrieved_at",
        "lang": "lang",
        "urls": ("_shown.entities.urls[].unwound_url", "_shown.entities.urls[].expanded_url"),
        "hashtags": ("_shown.note_tweet.entities.hashtags[].tag", "_shown.entities.hashtags[].tag"),
        "mentions": ("entities.mentions[].id", "entities.mentions[].username"),
        "media": (
            "_shown.attachments.media[].media_key",
            "_shown.attachments.media_keys[].media_key",
            "_shown.attachments.media_keys[]",
        ),
        "repost_of": "referenced_tweets[?type=retweeted].id",
        "repost_of_account": (
            "referenced_tweets[?type=retweeted].author_id",
            "referenced_tweets[?type=retweeted].author.username",
        ),
        "reply_to": "referenced_tweets[?type=replied_to].id",
        "reply_to_account": "in_reply_to_user_id",
        "quote_of": "referenced_tweets[?type=quoted].id",
        "thread": "conversation_id",
        "source_app": "source",
    },
    accounts=ACCOUNTS,
    metrics=METRICS,
    known=("edit_history_tweet_ids", "context_annotations", "possibly_sensitive", "reply_settings", "includes"),
    split=split,
    finish=finish,
)
