"""Mastodon: statuses as its interface returns them; other servers that speak the same (Truth Social, Gab) as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import links_in_html, mapping, platform_of, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable


def split(record: Record) -> Iterable[Record]:
    """The status, or those of a search result, each with the status that is shown (a boost's original)."""
    for status in record["statuses"] if isinstance(record.get("statuses"), list) else [record]:
        if isinstance(status, dict):
            where = platform_of(values(status, ("account.url", "uri", "url")))
            yield {
                **status,
                "_shown": mapping(status.get("reblog")) or status,
                "_platform": where if where in ("truth", "gab") else "mastodon",
            }


def finish(record: Record, row: Row) -> Row:
    """The warning stands before the text it folds away; links come from the text and from the card."""
    shown = mapping(record.get("_shown"))
    warning = str(shown.get("spoiler_text") or "").strip()
    return {
        **row,
        "text": "\n".join(texts([warning, row.get("text")])) or None,
        "urls": texts([*links_in_html(shown.get("content")), values(shown, "card.url")]) or None,
    }


FORMAT = Format(
    name="mastodon",
    title="Mastodon API (JSON)",
    tells=(
        ("account.acct", "reblogs_count", "visibility"),
        ("statuses[].account.acct", "statuses[].reblogs_count"),
    ),
    platform="mastodon",
    records_at=("statuses",),
    posts={
        "platform": "_platform",
        "post_id": ("uri", "id"),
        "account_id": ("account.uri", "account.url", "account.acct"),
        "handle": "account.acct",
        "text": "_shown.content",
        "posted_at": "created_at",
        "lang": "_shown.language",
        "urls": "_shown.card.url",
        "hashtags": "_shown.tags[].name",
        "mentions": ("_shown.mentions[].url", "_shown.mentions[].acct"),
        "media": "_shown.media_attachments[].url",
        "repost_of": ("reblog.uri", "reblog.id"),
        "repost_of_account": ("reblog.account.uri", "reblog.account.url", "reblog.account.acct"),
        "reply_to": "in_reply_to_id",
        "reply_to_account": "in_reply_to_account_id",
        "quote_of": ("quote.quoted_status.uri", "quote.quoted_status_id", "quote.uri", "quote_id"),
        "source_app": "application.name",
    },
    accounts={
        "platform": "_platform",
        "account_id": ("account.uri", "account.url", "account.acct"),
        "handle": "account.acct",
        "name": "account.display_name",
        "created_at": "account.created_at",
        "url": "account.url",
        "avatar": "account.avatar",
        "followers": "account.followers_count",
        "following": "account.following_count",
        "posts_count": "account.statuses_count",
        "declared_bot": "account.bot",
    },
    metrics={
        "repost": "reblogs_count",
        "like": "favourites_count",
        "reply": "replies_count",
        "quote": "quotes_count",
    },
    known=("spoiler_text", "content", "in_reply_to_id", "edited_at", "media_attachments", "application"),
    html=True,
    split=split,
    finish=finish,
)
