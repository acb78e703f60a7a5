"""Meta Content Library: posts as its clean room and its API export them, flattened or nested."""

from __future__ import annotations

from inconcert.ingest.format import Format

FORMAT = Format(
    name="mcl",
    title="Meta Content Library",
    tells=(
        ("mcl_url", "creation_time"),
        ("creation_time", "post_owner.id", "statistics.views"),
        ("creation_time", "post_owner.id", "statistics.like_count"),
    ),
    platform="facebook",
    records_at=("data",),
    posts={
        "post_id": "id",
        "account_id": ("post_owner.id", "surface.id"),
        "handle": ("post_owner.username", "surface.username"),
        "text": "text",
        "posted_at": "creation_time",
        "lang": "lang",
        "urls": "link_attachment.link",
        "media": ("multimedia[].id", "multimedia[].url", "multimedia"),
        "repost_of": "shared_post_id",
        "surface": ("surface.name", "surface.username", "surface.id"),
    },
    accounts={
        "account_id": ("post_owner.id", "surface.id"),
        "handle": ("post_owner.username", "surface.username"),
        "name": ("post_owner.name", "surface.name"),
    },
    metrics={
        "like": "statistics.like_count",
        "love": "statistics.love_count",
        "wow": "statistics.wow_count",
        "haha": "statistics.haha_count",
        "sad": "statistics.sad_count",
        "angry": "statistics.angry_count",
        "care": "statistics.care_count",
        "reaction": "statistics.reaction_count",
        "reply": "statistics.comment_count",
        "repost": "statistics.share_count",
        "view": "statistics.views",
    },
    known=(
        "mcl_url",
        "modified_time",
        "content_type",
        "match_type",
        "is_branded_content",
        "post_owner.type",
        "link_attachment.caption",
        "statistics.views_date_last_refreshed",
    ),
)
