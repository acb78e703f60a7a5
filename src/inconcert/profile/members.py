"""Who is in a network and which of them are tied, as plain data."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from inconcert.networks.layout import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from inconcert.networks.network import Network

    Row = dict[str, Any]


def identity(assets: Sequence[str]) -> str:
    """Id of a network: the same members give the same id in every run."""
    names = "\n".join(sorted(assets)).encode()
    return "net-" + blake2b(names, digest_size=5).hexdigest()


def members(network: Network, handles: Mapping[str, str]) -> list[Row]:
    """Members as plain data, the most tied first, then the accounts that joined by objects."""
    agreed = network.steady.consensus
    held = agreed.confidence if agreed else [None] * len(network.members)
    tied = [
        _member(one.asset, handles)
        | {"ties": one.ties, "strength": round(one.weight, 3), "confidence": sure, "joined": None}
        for one, sure in zip(network.members, held, strict=True)
    ]
    by_objects = [
        _member(one.asset, handles)
        | {
            "ties": 0,
            "strength": None,
            "confidence": None,
            "joined": {"objects": one.objects, "expected": one.expected, "p": one.p},
        }
        for one in network.joined
    ]
    return tied + by_objects


def links(network: Network) -> list[list[float]] | None:
    """Tied pairs ``[a, b, evidence]`` as positions in ``members``; ``None`` when they are too many to be drawn."""
    if len(network.assets) > LARGEST:
        return None
    a, b, weight = (column.tolist() for column in network.pairs)
    return [[one, other, round(nats, 2)] for one, other, nats in zip(a, b, weight, strict=True)]


def _member(asset: str, handles: Mapping[str, str]) -> Row:
    platform, _, account = asset.partition(":")
    return {"platform": platform, "account_id": account, "handle": handles.get(asset)}
