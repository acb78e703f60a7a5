"""minet: its tables of TikTok videos, YouTube videos and YouTube comments."""

from __future__ import annotations

from inconcert.ingest.format import Format
from inconcert.ingest.formats.shared import comment, paragraphs

TIKTOK = Format(
    name="minet_tiktok",
    title="minet TikTok videos (CSV)",
    tells=(("author_unique_id", "digg_count"),),
    platform="tiktok",
    times=("unix", "iso"),
    lists="|",
    posts={
        "post_id": ("id", "video_id"),
        "account_id": ("author_id", "author_unique_id"),
        "handle": "author_unique_id",
        "text": "description",
        "posted_at": "timestamp",
        "hashtags": "challenges_titles",
        "quote_of": "duet_from_video_id",
    },
    accounts={
        "account_id": ("author_id", "author_unique_id"),
        "handle": "author_unique_id",
        "name": "author_nickname",
        "description": "author_signature",
        "avatar": "author_avatar",
        "followers": "author_follower_count",
        "following": "author_following_count",
        "posts_count": "author_video_count",
    },
    metrics={"like": "digg_count", "repost": "share_count", "reply": "comment_count", "view": "play_count"},
    known=("utc_time", "music_id", "challenges_titles", "author_heart_count", "is_ad"),
)

YOUTUBE = Format(
    name="minet_youtube_videos",
    title="minet YouTube videos (CSV)",
    tells=(("video_id", "channel_id", "published_at", "channel_title"),),
    platform="youtube",
    lists="|",
    posts={
        "post_id": "video_id",
        "account_id": "channel_id",
        "text": "title",
        "posted_at": "published_at",
        "lang": "default_language",
        "hashtags": "tags",
    },
    accounts={"account_id": "channel_id", "name": "channel_title"},
    metrics={"view": "view_count", "like": "like_count", "reply": "comment_count"},
    known=("title", "description", "category_id", "has_captions", "duration"),
    finish=paragraphs("text", "title", "description"),
)

YOUTUBE_COMMENTS = Format(
    name="minet_youtube_comments",
    title="minet YouTube comments (CSV)",
    tells=(("comment_id", "author_channel_id"),),
    platform="youtube",
    posts={
        "post_id": "comment_id",
        "account_id": ("author_channel_id", "author_name"),
        "handle": "author_name",
        "text": "text",
        "posted_at": "published_at",
        "reply_to": "parent_comment_id",
        "thread": "video_id",
    },
    accounts={"account_id": ("author_channel_id", "author_name"), "handle": "author_name"},
    metrics={"like": "like_count", "reply": "reply_count"},
    known=("video_id", "author_name", "updated_at", "parent_comment_id"),
    finish=comment,
)

FORMATS = (TIKTOK, YOUTUBE, YOUTUBE_COMMENTS)
