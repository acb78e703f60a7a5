"""What a Bluesky post record says (the same object in the stream, the AppView and collectors' files)."""

from __future__ import annotations

from base64 import b32decode
from binascii import Error
from typing import TYPE_CHECKING, Any

from inconcert.ingest.formats.shared import mapping, objects, tags_without_sign, texts
from inconcert.ingest.paths import values

if TYPE_CHECKING:
    from inconcert.ingest.format import Row

_CID_HEAD = b"\x01\x55\x12\x20"
"""CID version 1, raw bytes, SHA-256, 32 bytes."""


def author_of(uri: Any) -> str | None:
    """Account id inside ``at://did:plc:…/collection/key``."""
    parts = str(uri or "").split("/")
    return parts[2] if len(parts) > 3 and parts[0] == "at:" and parts[2] else None


def content(record: Any) -> Row:
    """Columns of ``posts`` that the record's facets and embeds fill."""
    record = mapping(record)
    features = objects(values(record, "facets[].features"))
    embeds = [mapping(record.get("embed")), mapping(values(record, "embed.media"))]
    blobs = [blob for embed in embeds for blob in _blobs(embed)]
    cards = [values(embed, "external.uri") for embed in embeds]
    quoted = values(record, ("embed.record.record.uri", "embed.record.uri"))
    return {
        "urls": texts([each.get("uri") for each in features] + cards) or None,
        "hashtags": tags_without_sign([each["tag"] for each in features if each.get("tag")] + texts(record.get("tags")))
        or None,
        "mentions": texts([each.get("did") for each in features]) or None,
        "media": blobs or None,
        "media_hashes": texts([_hash(blob) for blob in blobs]) or None,
        "quote_of": quoted if isinstance(quoted, str) and "/app.bsky.feed.post/" in quoted else None,
    }


def _blobs(embed: dict[str, Any]) -> list[str]:
    """Content ids of pictures and videos; some collectors write ``$link`` as ``link``."""
    found = objects(values(embed, "images[].image")) + objects(embed.get("video"))
    return texts([values(blob, ("ref.$link", "ref.link", "cid")) for blob in found])


def _hash(cid: str) -> str | None:
    """The SHA-256 of the file that a content id spells out, as ``sha256:hex``."""
    if not cid.startswith("b"):
        return None
    try:
        raw = b32decode(cid[1:].upper() + "=" * (-len(cid[1:]) % 8))
    except (Error, ValueError):
        return None
    return f"sha256:{raw[4:].hex()}" if raw[:4] == _CID_HEAD and len(raw) == 36 else None
