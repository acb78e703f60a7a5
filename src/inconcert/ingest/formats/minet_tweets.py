"""minet: its table of tweets."""

from __future__ import annotations

from inconcert.ingest.format import Format

FORMAT = Format(
    name="minet_tweets",
    title="minet tweets (CSV)",
    tells=(("timestamp_utc", "local_time", "user_screen_name", "collected_via"),),
    platform="x",
    times=("unix", "iso"),
    lists="|",
    posts={
        "post_id": "id",
        "account_id": ("user_id", "user_screen_name"),
        "handle": "user_screen_name",
        "text": "text",
        "posted_at": "timestamp_utc",
        "lang": "lang",
        "urls": "links",
        "hashtags": "hashtags",
        "mentions": ("mentioned_ids", "mentioned_names"),
        "media": "media_urls",
        "repost_of": "retweeted_id",
        "repost_of_account": ("retweeted_user_id", "retweeted_user"),
        "reply_to": "to_tweetid",
        "reply_to_account": ("to_userid", "to_username"),
        "quote_of": "quoted_id",
        "source_app": "source_name",
    },
    accounts={
        "account_id": ("user_id", "user_screen_name"),
        "handle": "user_screen_name",
        "name": "user_name",
        "created_at": "user_timestamp_utc",
        "description": "user_description",
        "url": "user_url",
        "location": "user_location",
        "avatar": "user_image",
        "followers": "user_followers",
        "following": "user_friends",
        "posts_count": "user_tweets",
    },
    metrics={"repost": "retweet_count", "like": "like_count", "reply": "reply_count", "view": "impression_count"},
    known=("match_query", "collection_time", "domains", "mentioned_ids", "user_tweets"),
)
