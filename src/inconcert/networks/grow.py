"""The sightings of a run, read back from its files of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.coordination.events import load
from inconcert.coordination.nulls import null
from inconcert.coordination.windows import windows
from inconcert.networks.control import Search
from inconcert.networks.sightings import Sighting
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from inconcert.settings import Settings


def searches(actions: Mapping[str, Path], settings: Settings) -> list[Search]:
    """What the control searches again: the events of every signal with its windows, in the order of the names."""
    return [search for _, search in _each(actions, settings)]


def sightings(actions: Mapping[str, Path], settings: Settings) -> list[Sighting]:
    """What accounts are measured against: the events of every signal with their null, in the order of the names."""
    return [
        Sighting(name, search.family, search.events, null(search.events, search.windows))
        for name, search in _each(actions, settings)
    ]


def _each(actions: Mapping[str, Path], settings: Settings) -> Iterator[tuple[str, Search]]:
    installed = registered("signals")
    for name in sorted(actions):
        events, signal = load(actions[name]), installed[name]
        if events.size:
            yield (
                name,
                Search(signal.family, events, windows(settings, events.precision, signal.windows, signal.rarity)),
            )
