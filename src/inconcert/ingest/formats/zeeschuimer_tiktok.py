"""TikTok as Zeeschuimer sees it: videos of the web client, and the comments under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.formats import zeeschuimer
from inconcert.ingest.formats.shared import mapping, tags_without_sign
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.ingest.format import Record, Row


def split(record: Record) -> Iterable[Record]:
    """The video, with its author as an object even where the client gives only a handle."""
    for video in zeeschuimer.split(record):
        author = video.get("author")
        handle = {"uniqueId": author, "nickname": video.get("nickname"), "id": video.get("authorId")}
        tags = values(video, "textExtra[].hashtagName") or values(video, "challenges[].title")
        duet = values(video, "duetInfo.duetFromId")
        yield {
            **video,
            "author": mapping(author) or handle,
            "_stats": mapping(video.get("authorStats")) or mapping(video.get("authorStatsV2")),
            "_tags": tags if isinstance(tags, list) else [],
            "_duet": duet if str(duet) != "0" else None,
        }


def skip(record: Record) -> str | None:
    """Live rooms and advertisements appear among the videos."""
    if record.get("isAd") is True:
        return "advertisement"
    return "live room" if record.get("liveRoomInfo") or record.get("type") == "live" else None


def finish(record: Record, row: Row) -> Row:
    """A duet answers the video it is made from."""
    return {**row, "hashtags": tags_without_sign(record.get("_tags") or []) or None}


VIDEOS = zeeschuimer.seen(
    "tiktok",
    "TikTok",
    "tiktok",
    tells=zeeschuimer.tells("desc", "createTime", "stats"),
    posts={
        "post_id": "id",
        "account_id": ("author.id", "author.uniqueId"),
        "handle": "author.uniqueId",
        "text": "desc",
        "posted_at": "createTime",
        "lang": "textLanguage",
        "hashtags": ("textExtra[].hashtagName", "challenges[].title"),
        "mentions": ("textExtra[].userId", "textExtra[].userUniqueId"),
        "quote_of": "_duet",
    },
    accounts={
        "account_id": ("author.id", "author.uniqueId"),
        "handle": "author.uniqueId",
        "name": "author.nickname",
        "description": "author.signature",
        "avatar": ("author.avatarThumb", "author.avatarMedium"),
        "followers": "_stats.followerCount",
        "following": "_stats.followingCount",
        "posts_count": "_stats.videoCount",
        "observed_at": zeeschuimer.SEEN,
    },
    metrics={
        "like": "stats.diggCount",
        "repost": "stats.shareCount",
        "reply": "stats.commentCount",
        "view": "stats.playCount",
        "bookmark": "stats.collectCount",
    },
    known=("music", "challenges", "textExtra", "video"),
    split=split,
    skip=skip,
    finish=finish,
)


def _target(record: Record, row: Row) -> Row:
    """A comment answers another comment, or else the video it stands under."""
    parent = str(record.get("reply_id") or "0")
    video = row.get("thread")
    return {**row, "kind": "comment", "reply_to": parent if parent != "0" else video}


COMMENTS = zeeschuimer.seen(
    "tiktok_comments",
    "TikTok comments",
    "tiktok",
    tells=zeeschuimer.tells("cid", "aweme_id", "create_time"),
    posts={
        "post_id": "cid",
        "account_id": ("user.uid", "user.unique_id"),
        "handle": "user.unique_id",
        "text": "text",
        "posted_at": "create_time",
        "lang": "comment_language",
        "thread": "aweme_id",
    },
    accounts={
        "account_id": ("user.uid", "user.unique_id"),
        "handle": "user.unique_id",
        "name": "user.nickname",
        "observed_at": zeeschuimer.SEEN,
    },
    metrics={"like": "digg_count", "reply": "reply_comment_total"},
    known=("reply_id", "share_info", "comment_language", "stick_position"),
    finish=_target,
)

FORMATS = (VIDEOS, COMMENTS)
