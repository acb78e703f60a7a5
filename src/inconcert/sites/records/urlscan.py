"""Results of urlscan.io: the page that was visited, its server, and what it loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.sites.records.fact import Fact, site_of
from inconcert.sites.records.fields import facts

if TYPE_CHECKING:
    from collections.abc import Iterator

_HASHES = 2000
"""Hashes of loaded files that are read of one result."""


def is_urlscan(found: Any) -> bool:
    """Whether a JSON object is a result of urlscan, of its search or of its API."""
    return isinstance(found, dict) and isinstance(found.get("page"), dict) and ("task" in found or "lists" in found)


def read_urlscan(found: dict[str, Any], source: str) -> Iterator[Fact]:
    """Address, ASN, redirect, hashes of loaded files and identifiers in the addresses that were asked for."""
    page, task = found["page"], found.get("task") if isinstance(found.get("task"), dict) else {}
    landed = site_of(str(page.get("domain") or page.get("url") or ""))
    asked = site_of(str((task or {}).get("domain") or (task or {}).get("url") or "")) or landed
    if landed is None or asked is None:
        return
    yield Fact(landed, "", "", source)
    if asked != landed:
        yield from facts(asked, "redirect", landed, source)
    for kind, key in (("address", "ip"), ("asn", "asn")):
        yield from facts(landed, kind, str(page.get(key) or ""), source)
    lists = found.get("lists") if isinstance(found.get("lists"), dict) else {}
    for value in _strings(lists, "hashes")[:_HASHES]:
        yield Fact(landed, "asset-hash", value.lower(), source)
    addresses = " ".join(f'"{url}"' for url in _strings(lists, "urls"))
    yield from _named(landed, addresses, source)


def _named(site: str, addresses: str, source: str) -> Iterator[Fact]:
    from inconcert.pages.identifiers import identifiers

    yield from (Fact(site, kind, value, source) for kind, value in identifiers(addresses))


def _strings(lists: Any, key: str) -> list[str]:
    found = lists.get(key) if isinstance(lists, dict) else None
    return [value for value in found if isinstance(value, str)] if isinstance(found, list) else []
