"""Telegram messages as collectors keep them: 4CAT (NDJSON of the client's objects) and the csds table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import objects, tags_without_sign, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from collections.abc import Iterable

_LINKS = ("MessageEntityUrl", "MessageEntityTextUrl")


def split(record: Record) -> Iterable[Record]:
    """The message with ids made global: a message id is one chat's own."""
    chat = values(record, ("_chat.id", "peer_id.channel_id", "peer_id.chat_id"))
    source = values(record, "fwd_from.from_id.channel_id")
    sender = values(record, ("_sender.id", "from_id.user_id", "from_id.channel_id")) or chat
    channel = sender == chat or values(record, "_sender.title") or values(record, "from_id.channel_id")
    yield {
        **record,
        "_id": _joined(chat, record.get("id")),
        "_account": f"{'channel' if channel else 'user'}{sender}" if sender else None,
        "_from": f"channel{source}" if source else _prefixed("user", values(record, "fwd_from.from_id.user_id")),
        "_original": _joined(source, values(record, "fwd_from.channel_post")) if source else None,
        "_reply_to": _joined(chat, values(record, ("reply_to.reply_to_msg_id", "reply_to_msg_id"))),
        "_thread": _joined(chat, values(record, "reply_to.reply_to_top_id")),
    }


def _joined(chat: Any, message: Any) -> str | None:
    if message in (None, ""):
        return None
    return str(message) if chat in (None, "") else f"{chat}/{message}"


def _prefixed(word: str, value: Any) -> str | None:
    return f"{word}{value}" if value else None


def _plain(value: Any) -> str | None:
    """A cell that holds a word or a number rather than an object."""
    return str(value) if isinstance(value, (str, int)) and value and str(value)[0] not in "{[" else None


def skip(record: Record) -> str | None:
    """Service messages carry an action instead of words."""
    return "service message" if record.get("action") or record.get("_type") == "MessageService" else None


def finish(record: Record, row: Row) -> Row:
    """Links, tags and mentions from the marks of a message, whose places count in UTF-16 units."""
    text = str(record.get("message") or "").encode("utf-16-le", "surrogatepass")
    found: dict[str, list[Any]] = {}
    for mark in objects(record.get("entities")):
        found.setdefault(str(mark.get("_type") or mark.get("_")), []).append(mark.get("url") or _words(text, mark))
    counts = [each.get("count") for each in objects(values(record, "reactions.results"))]
    known = [count for count in counts if isinstance(count, (int, float))]
    metrics = {**(row.get("metrics") or {}), **({"reaction": float(sum(known))} if known else {})}
    return {
        **row,
        "urls": texts([link for kind in _LINKS for link in found.get(kind, [])]) or row.get("urls"),
        "hashtags": tags_without_sign(found.get("MessageEntityHashtag", [])) or None,
        "mentions": texts([str(name).lstrip("@") for name in found.get("MessageEntityMention", [])]) or None,
        "metrics": metrics or None,
        **({"kind": "repost"} if record.get("fwd_from") else {}),
    }


def _words(text: bytes, mark: dict[str, Any]) -> str:
    start, length = mark.get("offset"), mark.get("length")
    if not isinstance(start, int) or not isinstance(length, int):
        return ""
    return text[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")


FOURCAT = Format(
    name="telegram_4cat",
    title="Telegram by 4CAT (NDJSON)",
    tells=(("_chat", "_sender", "message", "date"),),
    platform="telegram",
    times=("unix", "iso"),
    posts={
        "post_id": "_id",
        "account_id": "_account",
        "handle": ("_sender.username", "_sender.usernames[].username"),
        "text": "message",
        "posted_at": "date",
        "urls": "media.webpage.url",
        "repost_of": "_original",
        "repost_of_account": ("_from", "fwd_from.from_name"),
        "reply_to": "_reply_to",
        "thread": "_thread",
        "media": ("media.photo.id", "media.document.id"),
        "surface": ("_chat.username", "_chat.title", "_chat.id"),
    },
    accounts={
        "account_id": "_account",
        "handle": ("_sender.username", "_sender.usernames[].username"),
        "name": ("_sender.title", "_sender.first_name"),
        "declared_bot": "_sender.bot",
        "observed_at": "date",
    },
    metrics={"view": "views", "repost": "forwards", "reply": "replies.replies"},
    known=("peer_id", "fwd_from", "reply_to", "entities", "grouped_id", "post_author"),
    split=split,
    skip=skip,
    finish=finish,
)


def _rows(record: Record) -> Iterable[Record]:
    """The row with ids made global; the cells of forwards and replies hold a word, a number or an object."""
    channel = record.get("channel_id")
    source = values(record, ("fwd_from.from_id.channel_id", "fwd_from.from_name")) or _plain(record.get("fwd_from"))
    parent = values(record, "reply_to.reply_to_msg_id") or _plain(record.get("reply_to"))
    yield {
        **record,
        "_id": _joined(channel, record.get("message_id")),
        "_forwarded": source,
        "_reply_to": _joined(channel, parent),
    }


CSDS = Format(
    name="telegram_csds",
    title="Telegram table (csds: channel_id, message_id, sender_id, message_text)",
    tells=(("channel_id", "message_id", "sender_id", "message_text"),),
    platform="telegram",
    times=("iso", "unix"),
    posts={
        "post_id": "_id",
        "account_id": ("sender_id", "channel_id"),
        "text": "message_text",
        "posted_at": "date",
        "repost_of_account": "_forwarded",
        "reply_to": "_reply_to",
        "surface": ("channel_name", "channel_id"),
    },
    metrics={"view": "views", "repost": "forwards"},
    known=("post_author", "fwd_from", "reply_to", "reactions", "entities"),
    split=_rows,
    finish=lambda record, row: {**row, "kind": "repost"} if record.get("_forwarded") else row,
)

FORMATS = (FOURCAT, CSDS)
