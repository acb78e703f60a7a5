"""Made-up worlds: no decoy is called inauthentic, and operations that bear marks are."""

from __future__ import annotations

import pytest
from planted import world

DECOYS = (
    "fan-army", "wire-news", "share-kit", "disaster-relief", "giveaway", "feed-mirror", "live-sport",
    "diaspora-protest",
)  # fmt: skip
OPERATIONS = ("small-slow", "large-crude", "repost-ring")
SEEDS = range(3)


def inauthenticity(measured):
    return measured.axes["inauthenticity"]["value"]


def checked(scenario, seed):
    for name, measured in world(scenario, seed).items():
        value = inauthenticity(measured)
        if scenario in DECOYS:
            assert value is None or value <= 0, (name, measured.axes["inauthenticity"]["says"])
        else:
            assert value > 0, (name, measured.axes["inauthenticity"]["says"])


@pytest.mark.parametrize("scenario", ["wire-news", "large-crude"])
def test_a_decoy_is_excused_and_an_operation_is_not(scenario):
    checked(scenario, 7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("scenario", [*DECOYS, *OPERATIONS])
def test_every_decoy_is_excused_and_every_operation_with_marks_is_not(scenario, seed):
    checked(scenario, seed)


@pytest.mark.parametrize("scenario", ["wire-news", "feed-mirror"])
def test_who_says_openly_who_runs_it_is_declared(scenario):
    assert [measured.declared for measured in world(scenario, 7).values()] == [True]


def test_an_operation_is_not_declared():
    assert not any(measured.declared for measured in world("small-slow", 7).values())
