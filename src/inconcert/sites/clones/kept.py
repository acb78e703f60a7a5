"""A page as it is kept with the material: what the comparison needs of it, and nothing from which it could be shown."""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import orjson

from inconcert.pages.says import Said
from inconcert.sites.clones.resemblance import STRANGERS
from inconcert.sites.clones.sheets import Sheet

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
DOMAINS = 300
"""Domains to which links and assets lead that are kept, the most frequent first; the others are counted together."""
REST = ""
"""Name under which they are."""
_MOST = 1 << 25
"""Bytes of an unpacked sheet; none that was packed here has more."""


def packed(one: Sheet) -> str:
    """A sheet as text: JSON, deflate, Base64; some 17 kB for an ordinary page."""
    said = one.said
    plain: dict[str, Any] = {
        "version": VERSION,
        "said": {
            "source": said.source, "url": said.url, "saved_at": said.saved_at, "title": said.title,
            "canonical": said.canonical, "og_url": said.og_url, "site_name": said.site_name, "names": said.names,
            "authors": said.authors, "language": said.language,
        },
        "links": _few(said.link_domains),
        "assets": _few(said.asset_domains),
        "traits": {kind: sorted(one.traits[kind]) for kind in STRANGERS},
        "served_from": one.served_from,
        "declared": one.declared,
        "logos": sorted(one.logos),
        "runs": sorted(one.runs),
    }  # fmt: skip
    return base64.b85encode(zlib.compress(orjson.dumps(plain), 9)).decode("ascii")


def unpacked(text: str) -> Sheet | None:
    """The sheet again; ``None`` when it was packed by another version, or is damaged."""
    try:
        plain = orjson.loads(zlib.decompressobj().decompress(base64.b85decode(text), _MOST))
        if plain["version"] != VERSION:
            return None
        return _sheet(plain)
    except (ValueError, zlib.error, KeyError, TypeError):
        return None


def _sheet(plain: Mapping[str, Any]) -> Sheet:
    said = plain["said"]
    return Sheet(
        Said(
            **{**said, "names": tuple(said["names"]), "authors": tuple(said["authors"])},
            links=(), assets=(), link_domains=Counter(plain["links"]), asset_domains=Counter(plain["assets"]),
            published_at=None, feeds=(), icons=(), generator="", text="",
        ),
        {kind: set(values) for kind, values in plain["traits"].items()},
        plain["served_from"],
        plain["declared"],
        frozenset(plain["logos"]),
        frozenset(plain["runs"]),
    )  # fmt: skip


def _few(counts: Counter[str]) -> dict[str, int]:
    kept = dict(counts.most_common(DOMAINS))
    rest = counts.total() - sum(kept.values())
    return {**kept, REST: kept.get(REST, 0) + rest} if rest else kept
