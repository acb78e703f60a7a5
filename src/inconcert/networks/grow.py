"""Networks measured against everything their signals saw: sources out, those who act along in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.coordination.events import load
from inconcert.coordination.nulls import null
from inconcert.coordination.windows import of_signal
from inconcert.networks.control import Search
from inconcert.networks.joining import followers, join
from inconcert.networks.network import part
from inconcert.networks.sightings import Sighting
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set
    from pathlib import Path

    from inconcert.networks.joining import Joined
    from inconcert.networks.network import Network
    from inconcert.settings import Settings


def searches(actions: Mapping[str, Path], settings: Settings) -> list[Search]:
    """The events of every signal with its windows, in the order of the names; signals without events are left out."""
    installed, found = registered("signals"), []
    for name in sorted(actions):
        events, signal = load(actions[name]), installed[name]
        if events.size:
            used = of_signal(signal, settings, events.precision)
            found.append(Search(name, signal.family, events, used, signal.reference))
    return found


def sightings(searched: Sequence[Search]) -> list[Sighting]:
    """What accounts are measured against: the events of every signal with their null."""
    return [
        Sighting(one.signal, one.family, one.events, null(one.events, one.windows), one.reference) for one in searched
    ]


def grown(
    networks: Sequence[Network], seen: Sequence[Sighting], settings: Settings, opened: Sequence[Set[str]] = ()
) -> list[Network]:
    """The networks without their sources and with those who join; strongest first.

    A source is a member that only ever acted first: whom the others copied. So is whoever nothing holds but what it
    opened. A network that is too small without its sources is none.

    Args:
        networks: the networks.
        seen: what accounts are measured against.
        settings: ``min_network`` and ``fdr`` are used.
        opened: of each network what :func:`inconcert.networks.openers.openers` gives; nobody when not given.
    """
    first = opened or [set[str]()] * len(networks)
    kept = [_without_sources(network, seen, own) for network, own in zip(networks, first, strict=True)]
    standing = [network for network in kept if len(network.members) >= settings.min_network]
    standing.sort(key=lambda network: (-network.strength, -len(network.members), network.assets))
    joined = join([network.assets for network in standing], seen, settings.fdr)
    return [
        _with(network, tuple(one for one in joined if one.network == place)) for place, network in enumerate(standing)
    ]


def _with(network: Network, joined: tuple[Joined, ...]) -> Network:
    """The network with those who join it, who are no sources of it, whatever they opened."""
    among = {one.asset for one in joined}
    return replace(network, joined=joined, sources=tuple(one for one in network.sources if one not in among))


def _without_sources(network: Network, seen: Sequence[Sighting], opened: Set[str]) -> Network:
    stay = followers(network.assets, seen) - opened
    if len(stay) == len(network.assets):
        return network
    return replace(part(network, stay), sources=tuple(sorted(set(network.assets) - stay)))
