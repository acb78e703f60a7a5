"""TikTok Research: videos as its interface returns them, and the table of them that csds uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Paths, Record
from inconcert.ingest.formats.shared import objects
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_METRICS: dict[str, Paths] = {
    "like": "like_count",
    "repost": "share_count",
    "reply": "comment_count",
    "view": "view_count",
    "bookmark": ("favorites_count", "favourites_count"),
}


def split(record: Record) -> Iterable[Record]:
    """Videos of a page, or the video itself."""
    return objects(values(record, "data.videos")) or [record]


API = Format(
    name="tiktok_research",
    title="TikTok Research API (JSON)",
    tells=(
        ("id", "video_description", "region_code", "create_time"),
        ("data.videos[].id", "data.videos[].create_time"),
    ),
    platform="tiktok",
    records_at=("data.videos",),
    times=("unix", "iso"),
    timezone="UTC",
    posts={
        "post_id": "id",
        "account_id": "username",
        "handle": "username",
        "text": "video_description",
        "posted_at": "create_time",
        "hashtags": ("hashtag_names", "hashtag_info_list[].hashtag_name"),
        "mentions": ("video_mention_list[].username", "video_mention_list"),
    },
    metrics=_METRICS,
    known=("music_id", "voice_to_text", "effect_ids", "playlist_id", "video_duration", "hashtag_names", "username"),
    split=split,
)

TABLE = Format(
    name="tiktok_research_csv",
    title="TikTok Research table (CSV)",
    tells=(("video_id", "author_name", "create_time"),),
    platform="tiktok",
    times=("unix", "iso"),
    posts={
        "post_id": "video_id",
        "account_id": "author_name",
        "handle": "author_name",
        "text": "video_description",
        "posted_at": "create_time",
        "hashtags": "hashtag_names",
    },
    metrics=_METRICS,
    known=("video_description", "region_code", "hashtag_names", "video_url", "music_id"),
)

FORMATS = (API, TABLE)
