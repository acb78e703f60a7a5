"""What a signal saw, ready for questions about groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import tally
from inconcert.coordination.reference import believed
from inconcert.model.times import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.coding import Roll
    from inconcert.coordination.events import Events
    from inconcert.coordination.layers import Layer
    from inconcert.coordination.nulls import Null

AT_ONCE = 50_000
"""Assets of whom it is worked out at a time what is expected."""
TOUCHES = 1_000_000
"""Touches looked at together, or those of one object: some 60 MB."""


@dataclass(frozen=True)
class Sighting:
    """The events of one signal with their null."""

    signal: str
    family: str
    events: Events
    null: Null
    reference: float | None = None
    """Chance that two acts of unrelated people meet, where the signal states one."""

    @cached_property
    def touches(self) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint32]]:
        """First touch of each asset on each object: asset, object, place among the events."""
        events = self.events
        # Events come by object and time, so each asset's come by object and time as well.
        order = tally.by_asset(events.asset, events.assets.size)[1]
        asset, obj = events.asset[order], events.object[order]
        first = np.ones(order.size, bool)
        first[1:] = (asset[1:] != asset[:-1]) | (obj[1:] != obj[:-1])
        return (asset, obj, order) if first.all() else (asset[first], obj[first], order[first])

    def at(self, rows: NDArray[Any]) -> NDArray[np.int64]:
        """Instants of some of ``touches``, microseconds since 1970 UTC."""
        return self.events.micros(self.touches[2][rows])

    @cached_property
    def _of_asset(self) -> NDArray[np.int64]:
        """Where in ``touches`` those of each asset begin, and one past the end."""
        # In the type of what is searched, or numpy makes a copy of that.
        return np.searchsorted(self.touches[0], np.arange(self.events.assets.size + 1, dtype=np.int32))

    @cached_property
    def _of_object(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """The same for objects, and the touches in the order of objects."""
        return tally.by_asset(self.touches[1], self.events.objects.size)

    def of_assets(self, assets: NDArray[np.int64]) -> NDArray[np.int64]:
        """Places in ``touches`` of those of some assets, asset by asset."""
        return rows(self._of_asset, assets)

    def of_objects(self, objects: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
        """Places in ``touches`` of those of some objects, and for each the place in ``objects``; some at a time."""
        cuts, order = self._of_object
        upto = np.cumsum(cuts[objects + 1] - cuts[objects])
        ends = np.searchsorted(upto, np.arange(TOUCHES, int(upto[-1:].sum()), TOUCHES), "right")
        for first, end in pairwise(np.unique([0, *ends.tolist(), objects.size]).tolist()):
            some = objects[first:end]
            yield order[rows(cuts, some)], places(cuts, some) + first

    def codes(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of the named assets that this signal saw."""
        known: Roll = self.events.assets
        return known.codes(names)

    def expected(self, objects: NDArray[np.int64], assets: NDArray[np.int64]) -> NDArray[np.float64]:
        """How many of ``objects`` the null expects each of ``assets`` to touch, whatever the time."""
        crowd = np.maximum.reduce([_expected(layer, objects, assets) for layer in self.null.layers])
        if self.reference is None:
            return np.asarray(crowd)
        strangers = self.events.touches[assets] * (self.reference * float(self.events.audience[objects].sum()))
        return np.asarray(strangers + believed(self.events) * crowd)


def rows(cuts: NDArray[np.int64], chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """The rows from ``cuts[i]`` to before ``cuts[i + 1]`` of each chosen ``i``, one after another."""
    number = cuts[chosen + 1] - cuts[chosen]
    # The members of a network may have most of the rows, so they are counted up in place.
    out = np.repeat(cuts[chosen] - np.cumsum(number) + number, number)
    out += np.arange(out.size)
    return out


def places(cuts: NDArray[np.int64], chosen: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each of :func:`rows` the place in ``chosen`` of the one whose row it is."""
    return np.repeat(np.arange(chosen.size), cuts[chosen + 1] - cuts[chosen])


def _expected(layer: Layer, objects: NDArray[np.int64], assets: NDArray[np.int64]) -> NDArray[np.float64]:
    """The same by one layer: the chances of each asset's classes in the strata of the objects, added up."""
    stratum, kind = layer.object_stratum[objects], layer.object_kind[objects]
    base, chances = np.full(len(layer.touch), -1), []
    size = 0
    for s in np.unique(stratum).tolist():
        touch = layer.touch[s]
        chances.append(touch @ np.bincount(kind[stratum == s], minlength=touch.shape[1]))
        base[s], size = size, size + touch.shape[0]
    flat = np.concatenate([*chances, np.empty(0)])
    out = np.empty(assets.size)
    for first in range(0, assets.size, AT_ONCE):
        out[first : first + AT_ONCE] = _added(layer, assets[first : first + AT_ONCE], base, flat)
    return out


def _added(
    layer: Layer, assets: NDArray[np.int64], base: NDArray[np.int64], flat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of each asset the sum over its strata of the chance of its class there, which begin at ``base`` in ``flat``."""
    acting, which = rows(layer.pointer, assets), places(layer.pointer, assets)
    start = base[layer.stratum[acting]]
    known = start >= 0
    found = flat[start[known] + layer.degree_class[acting[known]]]
    return np.bincount(which[known], found, minlength=assets.size).astype(np.float64)


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
    asset, obj, _ = sighting.touches
    own = sighting.of_assets(members)
    at, on = sighting.at(own), obj[own]
    del own
    held = np.bincount(on, minlength=sighting.events.objects.size)
    touched = np.flatnonzero(held)
    place, held = (np.cumsum(held > 0, dtype=np.int32) - 1)[on], held[touched]
    earliest, latest = _span(place, at, touched.size)
    second = _second(place, at, earliest)
    common = held >= 2
    objects = touched[common]
    earliest, latest, second = earliest[common], latest[common], second[common]
    followed, answered = (np.zeros(sighting.events.assets.size, np.int64) for _ in range(2))
    for acts, which in sighting.of_objects(objects):
        who, when = asset[acts], sighting.at(acts)
        # A member that opened an object is measured against the next member, which is later unless both were at once.
        opened = np.isin(who, members) & (when == earliest[which])
        before, ends = np.where(opened, second[which], earliest[which]), latest[which]
        later = (when >= before) & (when <= ends + AFTER)
        np.add.at(followed, who[later], 1)
        np.add.at(answered, who[later & (when <= ends)], 1)
    assets = np.flatnonzero(followed)
    return Company(objects, assets, followed[assets], answered[assets])


def _span(obj: NDArray[np.int32], at: NDArray[np.int64], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    earliest, latest = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min + AFTER)
    np.minimum.at(earliest, obj, at)
    np.maximum.at(latest, obj, at)
    return earliest, latest


def _second(obj: NDArray[np.int32], at: NDArray[np.int64], earliest: NDArray[np.int64]) -> NDArray[np.int64]:
    """Second earliest act on each object; equal to the earliest when two acted at once."""
    second = np.full(earliest.size, np.iinfo(np.int64).max)
    later = at > earliest[obj]
    np.minimum.at(second, obj[later], at[later])
    at_once = np.bincount(obj[~later], minlength=earliest.size) >= 2
    return np.where(at_once, earliest, second)
