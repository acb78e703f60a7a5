"""What STIX has no place for in an account or a site: an extension of our own, with its schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from inconcert.exchange.base import stable

if TYPE_CHECKING:
    from inconcert.dossier.parts import Asset

ID = f"extension-definition--{stable('extension', 'asset')}"
BASE = "2026-11-29T00:00:00.000Z"
"""Instant of what is the same in every bundle: it never changes, since its id is made from all of its content."""

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Asset of an influence operation",
    "type": "object",
    "required": ["extension_type", "asset_kind", "role"],
    "properties": {
        "extension_type": {"const": "property-extension"},
        "asset_kind": {
            "enum": ["account", "page", "group", "channel", "site", "ad", "petition", "media", "link", "advertiser"]
        },
        "role": {"enum": ["member", "pushed", "paid"]},
        "platform": {"type": "string"},
        "network": {"type": "string"},
        "followers": {"type": "integer", "minimum": 0},
        "first_seen": {"type": "string", "format": "date-time"},
        "last_seen": {"type": "string", "format": "date-time"},
        "enforcement": {"type": "string"},
        "hashed": {"type": "boolean"},
    },
}
"""JSON Schema of the extension; the page of the exporter says what each field means."""


def definition(creator: str, marking: str) -> Any:
    """The definition that goes with every bundle."""
    from stix2 import v21

    return v21.ExtensionDefinition(
        id=ID,
        created=BASE,
        modified=BASE,
        created_by_ref=creator,
        name="Asset of an influence operation",
        description="What an account, page, group, channel, site or petition is to a network, and how it stands.",
        schema=json.dumps(SCHEMA, sort_keys=True),
        version="1.0.0",
        extension_types=["property-extension"],
        object_marking_refs=[marking],
    )


def properties(asset: Asset, *, hashed: bool) -> dict[str, Any]:
    """The extension of one asset; what is not known is left out, never zero."""
    given = {
        "extension_type": "property-extension",
        "asset_kind": asset.kind,
        "role": asset.role,
        "platform": asset.platform,
        "network": asset.network_id,
        "followers": asset.followers,
        "first_seen": _instant(asset.first_at),
        "last_seen": _instant(asset.last_at),
        "enforcement": asset.enforced,
        "hashed": hashed or None,
    }
    return {ID: {name: value for name, value in given.items() if value is not None}}


def _instant(at: Any) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
