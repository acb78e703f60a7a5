"""Counting on hubs against the plainest restatement of what must be counted, on material where everything is a hub."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from meetings import ACTS, NARROW, WINDOWS, counted, plain
from worlds import SECOND, alone, crowd, events, ring

from inconcert.coordination import hubs
from inconcert.coordination.counting import count
from inconcert.coordination.hubs import chosen
from inconcert.coordination.nulls import null
from inconcert.coordination.pairs import significant
from inconcert.coordination.significance import largest_rates
from inconcert.coordination.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.coordination.events import Events

ANYONE = Windows((600.0,), np.array([600]) * SECOND, np.array([2**31 - 1]))
MODULE = "inconcert.coordination.hubs"


@contextmanager
def hub_costs(looks: float, **other: int) -> Iterator[None]:
    """Objects are hubs where their visits exceed ``looks`` times their events, whatever that saves."""
    with ExitStack() as stack:
        for name, value in {"LOOKS": looks, "PARTNERS": -1e9, **other}.items():
            stack.enter_context(patch(f"{MODULE}.{name}", value))
        yield


@given(
    ACTS,
    st.integers(1, 3),
    st.sampled_from([WINDOWS, NARROW]),
    st.sampled_from([1, 2]),
    st.sampled_from([0.0, 2.0, 9.0]),
)
def test_hubs_count_like_everything_else(
    acts: list[Any], support: int, used: Windows, threads: int, looks: float
) -> None:
    found = events(acts)
    truth = plain(found, used)
    with hub_costs(looks):
        pairs, tested = counted(found, used, support, threads)
    assert tested == sum(met[-1] >= support for met in truth.values())
    assert pairs == {pair: met[:-1] for pair, met in truth.items() if max(met[:-1]) > support}


@given(ACTS, st.integers(1, 4))
def test_groups_and_full_outputs_do_not_show(acts: list[Any], most: int) -> None:
    found = events([(a, f"{o}{n}", t) for a, o, t in acts for n in range(3)])
    whole = counted(found, NARROW, 1, 1)
    with hub_costs(9.0, MOST_WALKED=most, MOST_SPOTS=most), patch("inconcert.coordination.counting.ROOM", 1):
        assert counted(found, NARROW, 1, 2) == whole


@pytest.mark.parametrize("looks", [0.0, 1e9])
def test_objects_of_too_large_an_audience_count_for_nobody(looks: float) -> None:
    found = events([(a, o, 0.0) for a in "abcdef" for o in "xyz"])
    few = Windows((60.0,), np.array([60]) * SECOND, np.array([5]))
    with hub_costs(looks):
        assert counted(found, few, 2, 1) == ({}, 0)


def test_counts_grow_beyond_what_a_few_planes_hold_and_rows_beyond_one_group() -> None:
    rng = np.random.default_rng(3)
    steady = [(f"s{a}", f"o{o}", float(60 * o + a)) for o in range(700) for a in range(3)]
    many = [(f"m{a:04}", f"o{o}", float(rng.integers(0, 40_000))) for a in range(700) for o in range(12)]
    found = events(steady + many)
    with hub_costs(1e9):
        walked = counted(found, ANYONE, 2, 1)
    with hub_costs(0.0):
        assert counted(found, ANYONE, 2, 2) == walked
    assert max(n for (n,) in walked[0].values()) == 700


def test_a_row_that_acts_again_and_again_counts_an_object_once() -> None:
    acts = [("a", f"o{o}", float(t)) for o in range(3) for t in range(0, 200, 30)]
    acts += [("b", f"o{o}", float(t)) for o in range(3) for t in (15, 45, 1000)]
    with hub_costs(0.0):
        pairs, tested = counted(events(acts), NARROW, 2, 1)
    assert (pairs, tested) == ({(0, 1): [3]}, 1)


def spoken(acts: list[Any], langs: int) -> Events:
    """Events of acts on objects in one of several languages, by the number at the end of the object's name."""
    one = events(acts)
    return replace(one, lang=np.array([int(str(name)[-1]) % langs for name in one.objects], np.int32))


@pytest.mark.parametrize("langs", [1, 3])
@pytest.mark.parametrize("looks", [0.0, 4.0])
def test_the_same_pairs_pass_with_hubs_and_without(looks: float, langs: int) -> None:
    rng = np.random.default_rng(5)
    found = spoken(crowd(rng) + ring(rng, 8, 9, 20.0), langs)
    with hub_costs(1e9), patch("inconcert.coordination.squares.STRATA", 0):
        walked, _ = significant(found, ANYONE, support=2, keep=0.2)
    with hub_costs(looks):
        pairs, _ = significant(found, ANYONE, support=2, keep=0.2)
    assert alone(walked).a.size > 20
    assert walked.tested == pairs.tested
    for name in ("a", "b", "shared", "expected", "p", "q", "lead"):
        assert np.array_equal(getattr(walked, name), getattr(pairs, name), equal_nan=True)


@pytest.mark.parametrize("langs", [1, 3])
@pytest.mark.parametrize("strata", [0, 8])
def test_no_pair_passes_with_fewer_objects_than_its_group_needs(strata: int, langs: int) -> None:
    rng = np.random.default_rng(8)
    found = spoken(crowd(rng), langs)
    chance, most = null(found, ANYONE), largest_rates(2, 0.1, 0.1, 64)
    active = np.argsort(-found.acts)[:40].astype(np.int32)
    rows, partners = active[:20], active
    with patch("inconcert.coordination.squares.STRATA", strata):
        least = chance.least(rows, partners, 2, most)
    assert (chance.squares is None) == (strata == 0)
    expected = np.array([chance.expected(rows, np.full_like(rows, b))[:, 0] for b in partners])
    assert least.min() >= 3
    assert least.max() > 3
    for n in range(3, least.max()):
        assert (expected[least > n] > most[n]).all()


def test_progress_tells_of_every_neighbour() -> None:
    rng = np.random.default_rng(6)
    found, told = events(crowd(rng)), []
    with hub_costs(0.0, MOST_SPOTS=50):
        list(count(found, found.audience, NARROW, 2, lambda done, total: told.append((done, total))))
    assert len(told) > 10
    assert told[-1][0] == told[-1][1]


def test_objects_are_hubs_where_that_is_cheaper() -> None:
    visits, size = np.array([100, 10_000, 0]), np.array([50, 100, 10])
    with patch(f"{MODULE}.LOOKS", 1.0), patch(f"{MODULE}.PARTNERS", 1.0):
        few = chosen(visits, size, 3, 100)
        assert few is not None
        assert few.tolist() == [False, True, False]
        assert chosen(visits, size, 3, 10_000) is None
    assert hubs.LOOKS > 0
