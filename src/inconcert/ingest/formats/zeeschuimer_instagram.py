"""Instagram and Threads as Zeeschuimer sees them: item lists of the web client."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from inconcert.ingest.formats import zeeschuimer
from inconcert.ingest.formats.shared import mapping, objects, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.ingest.format import Paths, Record, Row


def split(record: Record) -> Iterable[Record]:
    """The post, with its author under ``_user`` and one address a picture (the client lists every size)."""
    for post in zeeschuimer.split(record):
        parts = objects(post.get("carousel_media")) or [post]
        sizes = [values(part, "image_versions2.candidates[].url") for part in parts]
        yield {
            **post,
            "_user": mapping(post.get("user")) or mapping(post.get("owner")),
            "_pictures": [one[0] for one in sizes if one] or texts(post.get("display_url")),
        }


def skip(record: Record) -> str | None:
    """Advertisements appear among the posts."""
    link = str(record.get("link") or "")
    ad = record.get("product_type") == "ad" or link.startswith("https://www.facebook.com/ads/ig_redirect")
    return "advertisement" if ad else None


_USER: dict[str, Paths] = {
    "account_id": ("_user.pk", "_user.id", "_user.username"),
    "handle": "_user.username",
}
_ACCOUNT: dict[str, Paths] = {
    **_USER,
    "name": "_user.full_name",
    "avatar": "_user.profile_pic_url",
    "observed_at": zeeschuimer.SEEN,
}

INSTAGRAM = zeeschuimer.seen(
    "instagram",
    "Instagram",
    "instagram",
    tells=zeeschuimer.tells("code", "taken_at", "comment_count")
    + zeeschuimer.tells("shortcode", "taken_at_timestamp", "__typename"),
    posts={
        **_USER,
        "post_id": ("code", "shortcode"),
        "text": ("caption.text", "edge_media_to_caption.edges[].node.text"),
        "posted_at": ("taken_at", "taken_at_timestamp"),
        "media": "_pictures[]",
    },
    accounts=_ACCOUNT,
    metrics={
        "like": ("like_count", "edge_media_preview_like.count"),
        "reply": ("comment_count", "edge_media_preview_comment.count"),
        "view": ("play_count", "view_count"),
    },
    known=("carousel_media", "product_type", "image_versions2"),
    split=split,
    skip=skip,
)


def _link(_record: Record, row: Row) -> Row:
    """The previewed link, out of the redirect that the platform wraps around it."""
    unwrapped = []
    for url in row.get("urls") or []:
        try:
            inner = parse_qs(urlsplit(url).query).get("u")
        except ValueError:
            inner = None
        unwrapped.append(inner[0] if inner and "/l." in url.replace("//l.", "/l.") else url)
    return {**row, "urls": unwrapped or None}


THREADS = zeeschuimer.seen(
    "threads",
    "Threads",
    "threads",
    tells=zeeschuimer.tells("code", "taken_at", "text_post_app_info"),
    posts={
        **_USER,
        "post_id": "code",
        "text": "caption.text",
        "posted_at": "taken_at",
        "urls": "text_post_app_info.link_preview_attachment.url",
        "media": "_pictures[]",
        "repost_of": "text_post_app_info.share_info.reposted_post.code",
        "repost_of_account": "text_post_app_info.share_info.reposted_post.user.pk",
        "quote_of": "text_post_app_info.share_info.quoted_post.code",
        "reply_to_account": "text_post_app_info.reply_to_author.pk",
    },
    accounts=_ACCOUNT,
    metrics={
        "like": "like_count",
        "repost": "text_post_app_info.repost_count",
        "reply": "text_post_app_info.direct_reply_count",
        "quote": "text_post_app_info.quote_count",
    },
    known=("text_post_app_info", "caption", "media_type"),
    split=split,
    finish=_link,
)

FORMATS = (INSTAGRAM, THREADS)
