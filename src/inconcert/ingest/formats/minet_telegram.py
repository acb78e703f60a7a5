"""minet: its table of messages of Telegram channels."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from inconcert.ingest.format import Format, Record

if TYPE_CHECKING:
    from collections.abc import Iterable


def _message(record: Record) -> Iterable[Record]:
    """The row, with channel and number out of the address ``t.me/channel/number``."""
    address = str(record.get("link_to_message") or "")
    try:
        parts = [part for part in urlsplit(address).path.split("/") if part not in ("", "s")]
    except ValueError:
        parts = []
    yield {**record, "_id": "/".join(parts) or None, "_channel": parts[0] if parts else record.get("user")}


FORMAT = Format(
    name="minet_telegram",
    title="minet Telegram messages (CSV)",
    tells=(("link_to_message", "datetime"),),
    platform="telegram",
    lists="|",
    posts={
        "post_id": "_id",
        "account_id": "_channel",
        "handle": "_channel",
        "text": "text",
        "posted_at": "datetime",
        "urls": ("links", "link_site"),
        "hashtags": "hashtags",
        "media": ("photos", "videos"),
        "reply_to_account": "is_reply_user",
        "surface": "_channel",
    },
    accounts={"account_id": "_channel", "handle": "_channel", "name": "user", "avatar": "user_img"},
    metrics={"view": "views"},
    known=("user", "user_link", "nb_hashtags", "nb_links", "stickers", "edited"),
    split=_message,
)
