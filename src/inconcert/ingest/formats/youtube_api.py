"""YouTube Data API: videos (also search results and playlist items), comments and threads of comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.shared import comment, mapping, objects, paragraphs
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable


def _items(record: Record) -> list[Record]:
    return objects(record.get("items")) or [record]


def _not_a_video(record: Record) -> str | None:
    if record.get("kind") == "youtube#searchResult" and not values(record, "id.videoId"):
        return "search result that is not a video"
    return None


VIDEOS = Format(
    name="youtube_videos",
    title="YouTube Data API videos (JSON)",
    tells=tuple(
        (tell,)
        for kind in ("video", "searchResult", "playlistItem")
        for tell in (f"kind=youtube#{kind}", f"items[].kind=youtube#{kind}")
    ),
    platform="youtube",
    records_at=("items",),
    posts={
        "post_id": ("id.videoId", "snippet.resourceId.videoId", "contentDetails.videoId", "id"),
        "account_id": ("snippet.videoOwnerChannelId", "snippet.channelId"),
        "handle": "snippet.customUrl",
        "text": "snippet.title",
        "posted_at": ("contentDetails.videoPublishedAt", "snippet.publishedAt"),
        "lang": ("snippet.defaultAudioLanguage", "snippet.defaultLanguage"),
        "hashtags": "snippet.tags[]",
        "media": ("snippet.thumbnails.high.url", "snippet.thumbnails.default.url"),
    },
    accounts={
        "account_id": ("snippet.videoOwnerChannelId", "snippet.channelId"),
        "name": ("snippet.videoOwnerChannelTitle", "snippet.channelTitle"),
    },
    metrics={"view": "statistics.viewCount", "like": "statistics.likeCount", "reply": "statistics.commentCount"},
    known=("snippet", "statistics", "contentDetails", "etag"),
    split=_items,
    skip=_not_a_video,
    finish=paragraphs("text", "snippet.title", "snippet.description"),
)


def _comments(record: Record) -> Iterable[Record]:
    """Comments of a page, and of each thread its first comment and the replies it carries."""
    for item in _items(record):
        first = mapping(values(item, "snippet.topLevelComment"))
        if not first:
            yield item
            continue
        video = values(item, "snippet.videoId")
        yield {**first, "_thread": mapping(item.get("snippet")), "_video": video}
        for reply in objects(values(item, "replies.comments")):
            yield {**reply, "_video": video, "_parent": first.get("id")}


COMMENTS = Format(
    name="youtube_comments",
    title="YouTube Data API comments (JSON)",
    tells=tuple(
        (tell,)
        for kind in ("commentThread", "comment")
        for tell in (f"kind=youtube#{kind}", f"items[].kind=youtube#{kind}")
    ),
    platform="youtube",
    records_at=("items",),
    posts={
        "post_id": "id",
        "account_id": ("snippet.authorChannelId.value", "snippet.authorDisplayName"),
        "handle": "snippet.authorDisplayName",
        "text": ("snippet.textOriginal", "snippet.textDisplay"),
        "posted_at": "snippet.publishedAt",
        "reply_to": ("snippet.parentId", "_parent"),
        "thread": ("snippet.videoId", "_video"),
    },
    accounts={
        "account_id": ("snippet.authorChannelId.value", "snippet.authorDisplayName"),
        "handle": "snippet.authorDisplayName",
        "url": "snippet.authorChannelUrl",
        "avatar": "snippet.authorProfileImageUrl",
    },
    metrics={"like": "snippet.likeCount", "reply": "_thread.totalReplyCount"},
    known=("snippet", "replies", "etag"),
    split=_comments,
    finish=comment,
)

FORMATS = (VIDEOS, COMMENTS)
