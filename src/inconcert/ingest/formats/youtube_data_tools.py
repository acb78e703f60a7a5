"""YouTube Data Tools: its tables of videos and of comments."""

from __future__ import annotations

from inconcert.ingest.format import Format
from inconcert.ingest.formats.shared import comment, paragraphs

VIDEOS = Format(
    name="ytdt_videos",
    title="YouTube Data Tools videos (CSV)",
    tells=(("videoId", "channelId", "publishedAt", "videoDescription"),),
    platform="youtube",
    lists=",",
    csv={"escapechar": "\\"},
    posts={
        "post_id": "videoId",
        "account_id": "channelId",
        "text": "videoTitle",
        "posted_at": "publishedAt",
        "lang": ("defaultLAudioLanguage", "defaultAudioLanguage", "defaultLanguage"),
        "hashtags": "tags",
        "media": "thumbnail_maxres",
    },
    accounts={"account_id": "channelId", "name": "channelTitle"},
    metrics={"view": "viewCount", "like": "likeCount", "reply": "commentCount", "bookmark": "favoriteCount"},
    known=("channelTitle", "videoTitle", "videoCategoryId", "videoCategoryLabel", "publishedAtSQL", "durationSec"),
    finish=paragraphs("text", "videoTitle", "videoDescription"),
)


COMMENTS = Format(
    name="ytdt_comments",
    title="YouTube Data Tools comments (CSV)",
    tells=(("isReplyTo", "authorName", "text", "publishedAt"),),
    platform="youtube",
    csv={"escapechar": "\\"},
    posts={
        "post_id": "id",
        "account_id": ("authorChannelId", "authorName"),
        "handle": "authorName",
        "text": "text",
        "posted_at": "publishedAt",
        "reply_to": "isReplyTo",
        "reply_to_account": "isReplyToName",
        "thread": "videoId",
    },
    accounts={
        "account_id": ("authorChannelId", "authorName"),
        "handle": "authorName",
        "url": "authorChannelUrl",
    },
    metrics={"like": "likeCount", "reply": "replyCount"},
    known=("id", "isReply", "authorChannelId", "authorChannelUrl", "replyCount"),
    finish=comment,
)

FORMATS = (VIDEOS, COMMENTS)
