"""Values that unrelated sites share, by lists that come with the package."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any

from inconcert.normalise.urls import registered_domain

_SERVED = {"nameservers": "shared name servers", "mail": "shared mail servers", "hostname": "shared host"}


def reason(kind: str, value: str) -> str | None:
    """Why a value is no evidence whoever shares it, in two words; ``None`` when no list holds it."""
    if kind in {"address", "subnet"}:
        return "shared network" if _shared(value.partition("/")[0]) else None
    if kind in _SERVED:
        return _SERVED[kind] if all(map(_serves_anybody, value.split())) else None
    if kind in {"certificate-name", "certificate-names"}:
        named = set(value.split()) & _lists()["certificate_names"]
        return "shared certificate" if named else None
    if kind in {"redirect", "owner-domain"}:
        return "common landing" if value in _lists()["landings"] else None
    if kind.startswith("registrant-"):
        return "trade in names" if _trades(value) else None
    lists = {"author": "authors", "theme": "themes"}
    return f"common {kind}" if kind in lists and value.lower() in _lists()[lists[kind]] else None


def _trades(value: str) -> bool:
    return value.rpartition("@")[2] in _lists()["registrants"] or value in _lists()["registrants"]


@lru_cache(maxsize=1 << 16)
def _shared(text: str) -> bool:
    address = ip_address(text)
    return any(address in network for network in _networks(address.version, _first(text)))


def _first(text: str) -> int:
    """First byte of an address of version 4; of version 6 the first two."""
    return int(text.partition(".")[0]) if "." in text else int(text.partition(":")[0] or "0", 16)


@cache
def _networks(version: int, first: int) -> list[IPv4Network | IPv6Network]:
    shift = 24 if version == 4 else 112
    return [
        network
        for network in map(ip_network, _lists()["networks"])
        if network.version == version
        and int(network.network_address) >> shift <= first <= int(network.broadcast_address) >> shift
    ]


@lru_cache(maxsize=1 << 16)
def _serves_anybody(host: str) -> bool:
    owner = registered_domain(host)
    return owner in _lists()["servers"] or any(pattern.search(owner) for pattern in _lists()["server_patterns"])


@cache
def _lists() -> dict[str, Any]:
    raw = tomllib.loads(files(__package__).joinpath("common.toml").read_text("utf-8"))
    patterns = [re.compile(pattern) for pattern in raw.pop("server_patterns")]
    return {**{name: frozenset(values) for name, values in raw.items()}, "server_patterns": patterns}
