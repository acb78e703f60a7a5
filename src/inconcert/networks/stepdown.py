"""Networks against the shuffles, strongest first, and the rest again without them.

An operation that acts within seconds leaves its timing in the shuffles: whoever is dealt into its bursts looks
hurried. Weaker networks would then be measured against the echo of a stronger one. So the strongest are judged
first, by shuffles of all the material; once they stand clear of chance, their acts are taken out and the others
are judged by shuffles of what is left (step-down maxT, Westfall and Young 1993). The first control, on all the
material, is kept and told beside the last.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.events import without as drop
from inconcert.networks.control import control
from inconcert.networks.grades import GroupTest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from inconcert.networks.control import Control, Search, Shuffle
    from inconcert.networks.network import Network
    from inconcert.settings import Settings

    Progress = Callable[[int, int], None]

ROUNDS = 3
"""Rounds at most; each costs as much as the first."""


def step_down(
    networks: Sequence[Network],
    searches: Sequence[Search],
    settings: Settings,
    progress: Progress | None = None,
    *,
    known: Mapping[tuple[int, int], Shuffle] = MappingProxyType({}),
    keep: Callable[[int, int, Shuffle], None] = lambda _turn, _number, _shuffle: None,
) -> list[Control]:
    """The controls of each round: the first on all the material, the next without the networks that stood clear.

    Args:
        networks: the networks that are judged.
        searches: what is shuffled and searched.
        settings: of the run.
        progress: called with shuffles done and shuffles in all of the round under way.
        known: shuffles that an interrupted run of the same networks, searches and settings had made, by round and
            number, both from 0.
        keep: called with round, number and shuffle as each is done; see :func:`inconcert.networks.control.control`.
    """

    def turn(place: int, left: Sequence[Search]) -> Control:
        before = {number: shuffle for (where, number), shuffle in known.items() if where == place}
        return control(left, settings, progress, known=before, keep=partial(keep, place))

    rounds, out = [turn(0, searches)], set[tuple[str, ...]]()
    while len(rounds) < ROUNDS and any([*rounds[-1].strengths, *rounds[-1].leads]):
        standing = judged(networks, [one.to_dict() for one in rounds])
        clear = {network.assets for network in standing if network.test.passed and network.test.clear}
        # When all stand clear nothing is left to judge, but what chance gives without them is still to be told.
        if clear == out:
            break
        rounds.append(turn(len(rounds), without(searches, set().union(*clear))))
        out = clear
    return rounds


def judged(networks: Sequence[Network], rounds: Sequence[Mapping[str, Any]]) -> list[Network]:
    """Each network with its group test: by the first round in which it stands clear, else by the last.

    Args:
        networks: the networks.
        rounds: what :meth:`inconcert.networks.control.Control.to_dict` gives of each round.
    """
    return [replace(network, test=_test(network, rounds)) for network in networks]


def best_of_shuffles(network: Network, control: Mapping[str, Any]) -> Sequence[float]:
    """Strength of the strongest group of each shuffle that was bound in the way of this network."""
    best: Sequence[float] = control.get("leads" if network.of_leads else "strengths", ())
    return best


def without(searches: Sequence[Search], assets: Collection[str]) -> list[Search]:
    """The same searches without the acts of some assets."""
    out = set(assets)
    left = [
        replace(s, events=drop(s.events, np.array([name in out for name in s.events.assets], dtype=bool)))
        for s in searches
    ]
    return [search for search in left if search.events.size]


def told(rounds: Sequence[Control]) -> dict[str, Any]:
    """The rounds as plain data: the keys of the first, and ``rounds`` with those of each."""
    return {**rounds[0].to_dict(), "rounds": [one.to_dict() for one in rounds]}


def against(network: Network, control: Mapping[str, Any]) -> GroupTest:
    """The group test of a network by one control."""
    return GroupTest.against(network.strength, best_of_shuffles(network, control), network.worth)


def _test(network: Network, rounds: Sequence[Mapping[str, Any]]) -> GroupTest:
    tests = [against(network, one) for one in rounds]
    return next((test for test in tests if test.passed and test.clear), tests[-1])
