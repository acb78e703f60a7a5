"""Tweets in the columns of the twarc-csv tool: X API v2 flattened to a table."""

from __future__ import annotations

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import objects, tags_without_sign, texts
from inconcert.ingest.formats.x_api_v2 import ACCOUNTS, METRICS
from inconcert.ingest.paths import from_text


def finish(record: Record, row: Row) -> Row:
    """Links, tags and mentions from cells that hold JSON: a list of objects or of plain texts."""
    links = from_text(record.get("entities.urls"))
    tags = from_text(record.get("entities.hashtags"))
    return {
        **row,
        "urls": texts(
            [
                each.get("unwound_url") or each.get("expanded_url") or each.get("url")
                for each in objects(links)
                if not each.get("media_key")
            ]
        )
        or row.get("urls"),
        "hashtags": tags_without_sign(texts([each.get("tag") for each in objects(tags)]) or row.get("hashtags") or [])
        or None,
    }


FORMAT = Format(
    name="twarc_csv",
    title="twarc CSV (X API v2)",
    tells=(("author_id", "referenced_tweets.retweeted.id"),),
    platform="x",
    lists="json",
    posts={
        "post_id": "id",
        "account_id": "author_id",
        "handle": "author.username",
        "text": "text",
        "posted_at": "created_at",
        "seen_at": "__twarc.retrieved_at",
        "lang": "lang",
        "urls": ("entities.urls[].expanded_url", "entities.urls"),
        "hashtags": ("entities.hashtags[].tag", "entities.hashtags"),
        "mentions": ("entities.mentions[].id", "entities.mentions[].username", "entities.mentions"),
        "media": ("attachments.media[].media_key", "attachments.media_keys"),
        "repost_of": "referenced_tweets.retweeted.id",
        "repost_of_account": ("retweeted_user_id", "retweeted_username"),
        "reply_to": "referenced_tweets.replied_to.id",
        "reply_to_account": ("in_reply_to_user_id", "in_reply_to_username"),
        "quote_of": "referenced_tweets.quoted.id",
        "thread": "conversation_id",
        "source_app": "source",
    },
    accounts={**ACCOUNTS, "account_id": "author_id"},
    metrics=METRICS,
    known=("referenced_tweets.quoted.id", "referenced_tweets.replied_to.id", "edit_history_tweet_ids", "__twarc.url"),
    finish=finish,
)
