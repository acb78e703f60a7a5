"""What a signal saw, ready for questions about groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from inconcert.model.times import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Null


@dataclass(frozen=True)
class Sighting:
    """The events of one signal with their null."""

    signal: str
    family: str
    events: Events
    null: Null

    @cached_property
    def touches(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """First touch of each asset on each object: asset, object, at."""
        events = self.events
        # Events come by object and time, so each asset's come by object and time as well.
        order = events.by_asset[1]
        asset, obj = events.asset[order].astype(np.int64), events.object[order].astype(np.int64)
        at = events.micros(order)
        first = np.ones(order.size, bool)
        first[1:] = (asset[1:] != asset[:-1]) | (obj[1:] != obj[:-1])
        return asset[first], obj[first], at[first]

    def codes(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of the named assets that this signal saw."""
        wanted, known = np.asarray(names, dtype=object), self.events.assets
        found = np.minimum(np.searchsorted(known, wanted), known.size - 1)
        return np.asarray(found[known[found] == wanted], np.int64)


@dataclass(frozen=True)
class Company:
    """How the touches of one signal stand to a group: which objects are the group's, and who followed it there."""

    objects: NDArray[np.int64]
    """Objects that at least two members touched."""
    assets: NDArray[np.int64]
    """Assets that touched at least one of them after a member, within ``AFTER`` of the group's own acts; ascending."""
    followed: NDArray[np.int64]
    """How many such objects each of these assets touched."""
    answered: NDArray[np.int64]
    """On how many of those the group acted again, at the same time or later."""


AFTER = DAY
"""Microseconds after the group's last touch of an object within which a further touch counts."""


def company(sighting: Sighting, members: NDArray[np.int64]) -> Company:
    """Who acted on the group's objects after the group, members included.

    An act counts only after the act of another member: whoever is copied by a group acts first, and is not drawn in.
    """
    asset, obj, at = sighting.touches
    inside = np.isin(asset, members)
    held = np.bincount(obj[inside], minlength=sighting.events.objects.size)
    objects = np.flatnonzero(held >= 2)
    earliest, latest = _span(obj[inside], at[inside], held.size)
    second = _second(obj[inside], at[inside], earliest)
    # A member that opened an object is measured against the next member, which is later unless both were at once.
    opened = inside & (at == earliest[obj])
    before = np.where(opened, second[obj], earliest[obj])
    later = (held[obj] >= 2) & (at >= before) & (at <= latest[obj] + AFTER)
    assets, place, followed = np.unique(asset[later], return_inverse=True, return_counts=True)
    answered = np.bincount(place, at[later] <= latest[obj[later]], minlength=assets.size)
    return Company(objects, assets, followed, answered.astype(np.int64))


def _span(obj: NDArray[np.int64], at: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    earliest, latest = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min + AFTER)
    np.minimum.at(earliest, obj, at)
    np.maximum.at(latest, obj, at)
    return earliest, latest


def _second(obj: NDArray[np.int64], at: NDArray[np.int64], earliest: NDArray[np.int64]) -> NDArray[np.int64]:
    """Second earliest act on each object; equal to the earliest when two acted at once."""
    second = np.full(earliest.size, np.iinfo(np.int64).max)
    later = at > earliest[obj]
    np.minimum.at(second, obj[later], at[later])
    at_once = np.bincount(obj[~later], minlength=earliest.size) >= 2
    return np.where(at_once, earliest, second)
