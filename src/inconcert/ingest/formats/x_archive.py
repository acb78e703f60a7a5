"""X information-operations archive: the tables of accounts that were taken down, in both column variants."""

from __future__ import annotations

from inconcert.ingest.format import Format, Record, Row


def finish(record: Record, row: Row) -> Row:
    """A retweet whose original is not named stays a retweet."""
    retweet = str(record.get("is_retweet") or "").strip().lower() in ("true", "1")
    return {**row, "kind": "repost"} if retweet else row


FORMAT = Format(
    name="x_archive",
    title="X information-operations archive (CSV)",
    tells=(("tweetid", "userid", "user_screen_name", "tweet_time", "is_retweet"),),
    platform="x",
    times=("%Y-%m-%d %H:%M", "iso"),
    timezone="UTC",
    precision=60,
    lists="bracket",
    posts={
        "post_id": "tweetid",
        "account_id": "userid",
        "handle": "user_screen_name",
        "text": "tweet_text",
        "posted_at": "tweet_time",
        "lang": "tweet_language",
        "urls": "urls",
        "hashtags": "hashtags",
        "mentions": "user_mentions",
        "repost_of": ("retweet_tweetid", "retweet_tweet_id"),
        "repost_of_account": ("retweet_userid", "retweet_user_id"),
        "reply_to": ("in_reply_to_tweetid", "in_reply_to_tweet_id"),
        "reply_to_account": ("in_reply_to_userid", "in_reply_to_user_id"),
        "quote_of": ("quoted_tweet_tweetid", "quoted_tweet_tweet_id"),
        "source_app": "tweet_client_name",
    },
    accounts={
        "account_id": "userid",
        "handle": "user_screen_name",
        "name": "user_display_name",
        "created_at": "account_creation_date",
        "description": "user_profile_description",
        "url": "user_profile_url",
        "location": "user_reported_location",
        "lang": "account_language",
        "followers": ("follower_count", "user_follower_count"),
        "following": ("following_count", "user_following_count"),
    },
    metrics={"quote": "quote_count", "reply": "reply_count", "like": "like_count", "repost": "retweet_count"},
    known=("poll_choices", "latitude", "longitude"),
    finish=finish,
)
