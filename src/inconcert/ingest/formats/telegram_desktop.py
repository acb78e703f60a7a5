"""Telegram Desktop: the JSON export of one chat, or of a whole account (``chats.list[]``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import mapping, objects, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

_MEDIA = ("photo", "file")


def split(record: Record) -> Iterable[Record]:
    """The message, with its chat under ``_chat`` and its ids made global (a message id is one chat's own)."""
    chat = mapping(record.get("_context"))
    where = chat.get("id")
    sender = record.get("from_id") or (f"channel{where}" if where and "channel" in str(chat.get("type")) else None)
    parent = record.get("reply_to_message_id")
    yield {
        **record,
        "_chat": dict(chat),
        "_id": _joined(where, record.get("id")),
        "_sender": sender,
        "_reply_to": _joined(record.get("reply_to_peer_id") or where, parent),
        "_media": [record[name] for name in _MEDIA if str(record.get(name) or "(").startswith("(") is False],
    }


def _joined(chat: Any, message: Any) -> str | None:
    if message in (None, ""):
        return None
    return str(message) if chat in (None, "") else f"{chat}/{message}"


def skip(record: Record) -> str | None:
    """Service messages (someone joined, a title changed) and what the exporter could not write."""
    kind = record.get("type")
    return f"{kind} message" if kind in ("service", "unsupported") else None


def finish(record: Record, row: Row) -> Row:
    """Text, links, tags and mentions from the list of pieces a message is written as."""
    pieces = record.get("text_entities") or record.get("text")
    listed = pieces if isinstance(pieces, list) else [pieces]
    marked = objects(pieces)
    links = [one.get("href") if one.get("type") == "text_link" else one.get("text") for one in _of(marked, "link")]
    reactions = [each.get("count") for each in objects(record.get("reactions"))]
    known = [count for count in reactions if isinstance(count, (int, float))]
    forwarded = record.get("forwarded_from") or record.get("forwarded_from_id")
    return {
        **row,
        **({"kind": "repost"} if forwarded else {}),
        "text": "".join(
            str(mapping(one).get("text") or "") if isinstance(one, dict) else str(one or "") for one in listed
        )
        or None,
        "urls": texts(links) or None,
        "mentions": texts(
            [one.get("user_id") or str(one.get("text") or "").lstrip("@") for one in _of(marked, "mention")]
        )
        or None,
        "metrics": {"reaction": float(sum(known))} if known else row.get("metrics"),
    }


def _of(pieces: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    wanted = {"link": ("link", "text_link"), "mention": ("mention", "mention_name")}.get(kind, (kind,))
    return [piece for piece in pieces if piece.get("type") in wanted]


FORMAT = Format(
    name="telegram_desktop",
    title="Telegram Desktop export (JSON)",
    tells=(("messages[].id", "messages[].type", "type"), ("chats.list[].messages[].id",), ("date_unixtime", "type")),
    platform="telegram",
    records_at=("messages", "chats.list[].messages"),
    context=("id", "name", "type", "chats.list[].id", "chats.list[].name", "chats.list[].type"),
    times=("unix", "iso"),
    posts={
        "post_id": "_id",
        "account_id": "_sender",
        "posted_at": ("date_unixtime", "date"),
        "text": ("text_entities[].text", "text"),
        "urls": ("text_entities[?type=link].text", "text_entities[?type=text_link].href"),
        "hashtags": ("text_entities[?type=hashtag].text", "text[?type=hashtag].text"),
        "mentions": ("text_entities[?type=mention].text", "text[?type=mention].text"),
        "media": "_media[]",
        "repost_of_account": ("forwarded_from_id", "forwarded_from", "saved_from"),
        "reply_to": "_reply_to",
        "surface": "_chat.name",
        "source_app": "via_bot",
    },
    accounts={"account_id": "_sender", "name": "from", "observed_at": ("date_unixtime", "date")},
    known=("text_entities", "from_id", "forwarded_from", "edited_unixtime", "reactions"),
    split=split,
    skip=skip,
    finish=finish,
)
