"""The negative control deals the names anew and finds nothing, whatever was planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from worlds import crowd, events, ring

from inconcert.coordination.windows import windows
from inconcert.networks.control import Search, control, shuffled
from inconcert.settings import DEFAULTS

FEW = replace(DEFAULTS, shuffles=4)


def planted(seed: int) -> Search:
    rng = np.random.default_rng(seed)
    found = events(crowd(rng) + ring(rng, 10, 10, 300.0))
    return Search("same_text", "text", found, windows(DEFAULTS, 1.0))


def test_names_are_dealt_anew_and_nothing_else_moves() -> None:
    found = planted(0).events
    dealt = shuffled(found, np.random.default_rng(1))
    assert np.array_equal(dealt.object, found.object)
    assert np.array_equal(dealt.at, found.at)
    assert np.array_equal(np.bincount(dealt.asset), np.bincount(found.asset))
    assert not np.array_equal(dealt.asset, found.asset)


@pytest.mark.parametrize("seed", range(3))
def test_a_planted_ring_leaves_no_trace_in_the_shuffles(seed: int) -> None:
    found = control([planted(seed)], FEW)
    assert found.to_dict() == {"shuffles": 4, "shuffled_networks": 0.0, "networks": [0] * 4, "strengths": [0.0] * 4}


def test_the_same_seed_gives_the_same_shuffles_and_another_gives_others() -> None:
    found = planted(0).events
    one, same, other = (shuffled(found, np.random.default_rng([s, 0])).asset for s in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_nothing_shuffled_is_missing_not_zero() -> None:
    assert control([], replace(DEFAULTS, shuffles=0)).to_dict()["shuffled_networks"] is None


def test_progress_is_told_before_every_shuffle() -> None:
    told: list[tuple[int, int]] = []
    control([planted(0)], FEW, lambda done, of: told.append((done, of)))
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4)]
