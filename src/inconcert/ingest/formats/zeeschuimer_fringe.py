"""Truth Social and Gab as Zeeschuimer sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.formats import zeeschuimer
from inconcert.ingest.formats.shared import links_in_html, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from inconcert.ingest.format import Record, Row


def _truth(record: Record, row: Row) -> Row:
    """Links of the card and of the text, without mentions and hashtags."""
    shown = values(record, "reblog.content") or record.get("content")
    card = values(record, ("card.url", "reblog.card.url"))
    return {**row, "urls": texts([card, *links_in_html(shown)]) or None}


TRUTH = zeeschuimer.seen(
    "truth",
    "Truth Social",
    "truth",
    tells=zeeschuimer.tells("account.id", "content", "reblogs_count"),
    posts={
        "post_id": "id",
        "account_id": "account.id",
        "handle": ("account.username", "account.acct"),
        "text": ("reblog.content", "content"),
        "posted_at": "created_at",
        "lang": "language",
        "urls": ("reblog.card.url", "card.url"),
        "hashtags": ("reblog.tags[].name", "tags[].name"),
        "mentions": ("mentions[].id", "mentions[].username"),
        "media": ("reblog.media_attachments[].url", "media_attachments[].url"),
        "repost_of": "reblog.id",
        "repost_of_account": "reblog.account.id",
        "reply_to": ("in_reply_to_id", "in_reply_to.id"),
        "reply_to_account": ("in_reply_to_account_id", "in_reply_to.account.id"),
        "quote_of": "quote_id",
        "surface": ("group.display_name", "group.id"),
    },
    accounts={
        "account_id": "account.id",
        "handle": ("account.username", "account.acct"),
        "name": "account.display_name",
        "created_at": "account.created_at",
        "avatar": "account.avatar",
        "followers": "account.followers_count",
        "following": "account.following_count",
        "posts_count": "account.statuses_count",
        "declared_bot": "account.bot",
        "observed_at": zeeschuimer.SEEN,
    },
    metrics={"repost": "reblogs_count", "reply": "replies_count", "like": "favourites_count"},
    known=("content", "visibility", "media_attachments", "reblogs_count", "group", "quote_id"),
    html=True,
    finish=_truth,
)

GAB = zeeschuimer.seen(
    "gab",
    "Gab",
    "gab",
    tells=zeeschuimer.tells("i", "c", "ca", "author_info.i"),
    posts={
        "post_id": "i",
        "account_id": "author_info.i",
        "handle": ("author_info.un", "author_info.ac"),
        "text": "c",
        "posted_at": "ca",
        "urls": "link_info.url",
        "media": "image_info[].u",
        "surface": ("g.title", "g.id"),
    },
    accounts={
        "account_id": "author_info.i",
        "handle": ("author_info.un", "author_info.ac"),
        "name": "author_info.dn",
        "description": "author_info.nt",
        "observed_at": zeeschuimer.SEEN,
    },
    metrics={"reaction": "fc", "repost": "rbc", "reply": "rc"},
    known=("ul", "rc", "rbc", "link_info", "image_info"),
    html=True,
)

FORMATS = (TRUTH, GAB)
