"""The short way finds exactly the pairs of the long one, whether many pass or none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import SECOND, alone, crowd, events, ring

from inconcert.coordination import shortlist
from inconcert.coordination.events import prune
from inconcert.coordination.nulls import null
from inconcert.coordination.pairs import Judge, Pairs, significant, weighed
from inconcert.coordination.shortlist import only, passing, shortlisted
from inconcert.coordination.windows import Windows, windows
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from inconcert.coordination.events import Events

ACTS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"), st.integers(0, 400).map(float)), max_size=60
)
NARROW = Windows((60.0,), np.array([60]) * SECOND, np.array([4]))
SEVERAL = Windows((10.0, 60.0, float("inf")), np.array([10, 60, 2**40]) * SECOND, np.array([99, 5, 3]))
LIMITED = Windows((10.0, float("inf")), np.array([10, 2**62]) * SECOND, np.array([4, 3]))


@pytest.fixture(autouse=True)
def always_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """These worlds are so small that the long way would be taken."""
    monkeypatch.setattr(shortlist, "FEW", -1)


def world(seed: int) -> Events:
    """A crowd with a ring."""
    rng = np.random.default_rng(seed)
    return events(crowd(rng, people=150, things=120, acts=4000) + ring(rng, 10, 12, 300.0))


def both(found: Events, used: Windows, support: int, keep: float, threads: int = 1) -> list[list[list[Any]]]:
    long, _ = significant(found, used, support=support, keep=keep, threads=threads)
    short = passing(found, used, support=support, keep=keep, threads=threads)
    return [_plain(one) for one in (long, short)]


def _plain(pairs: Pairs) -> list[list[Any]]:
    """Columns as lists; a q that is not known is ``None``, which is equal to itself."""
    lead = np.empty(0) if pairs.lead is None else pairs.lead
    q = [None if np.isnan(value) else value for value in pairs.q.tolist()]
    return [*(column.tolist() for column in (pairs.a, pairs.b, pairs.p, lead)), q]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.integers(1, 3), st.sampled_from([0.01, 0.5, 1.0]), st.sampled_from([NARROW, SEVERAL, LIMITED]))
def test_few_pairs_are_all_held(acts: list[Any], support: int, keep: float, used: Windows) -> None:
    with patch.object(shortlist, "FEW", 1000):
        held, long = both(events(acts), used, support, keep)
    assert held == long


def test_nothing_is_learned_of_chance_where_no_pair_shares_enough() -> None:
    with patch.object(shortlist, "FEW", 1000), patch.object(shortlist.Judge, "of", side_effect=AssertionError):
        found = passing(events([(0, "x", 0), (1, "x", 1), (2, "y", 2)]), SEVERAL, support=1, keep=1.0)
    assert not found.a.size


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS, st.integers(1, 3), st.sampled_from([0.01, 0.5, 1.0]), st.sampled_from([NARROW, SEVERAL, LIMITED]))
def test_small_worlds(acts: list[Any], support: int, keep: float, used: Windows) -> None:
    long, short = both(events(acts), used, support, keep)
    assert short == long


@pytest.mark.parametrize(("seed", "keep", "threads"), [(0, 0.01, 1), (1, 0.01, 2), (2, 0.3, 1)])
def test_a_crowd_with_a_ring(seed: int, keep: float, threads: int) -> None:
    long, short = both(world(seed), windows(DEFAULTS, 1.0), 2, keep, threads)
    assert short == long
    assert [q for q in long[-1] if q is not None]


def told(pairs: Pairs) -> dict[str, Any]:
    known = {name: column.tolist() for name, column in vars(pairs).items() if isinstance(column, np.ndarray)}
    known["q"] = [None if np.isnan(value) else value for value in known["q"]]
    return known | {"tested": pairs.tested, "visited": pairs.visited, "spread": pairs.spread}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("used", [NARROW, SEVERAL, LIMITED, windows(DEFAULTS, 1.0)])
def test_a_search_is_told_all_that_the_long_way_tells(seed: int, used: Windows) -> None:
    found = world(seed)
    judge = Judge.of(found, used, 2, 0.1)
    left = prune(found, used.reach(found.audience), 2)
    seen: list[tuple[int, int]] = []
    short = shortlisted(left, found.audience, used, judge, lambda done, of: seen.append((done, of)), held=1)
    assert told(short) == told(weighed(left, found.audience, used, judge))
    assert seen == sorted(seen)
    assert all(done <= of for done, of in seen)
    assert not seen or seen[-1][0] == pytest.approx(seen[-1][1], abs=1)


def test_what_passes_nowhere_needs_no_count_of_the_pairs_tested() -> None:
    rng = np.random.default_rng(0)
    found, used = events(crowd(rng)), windows(DEFAULTS, 1.0)
    long, _ = significant(found, used, support=2, keep=1e-6)
    with patch.object(shortlist, "_tested", side_effect=AssertionError):
        short = passing(found, used, support=2, keep=1e-6)
    assert alone(short).a.size == 0
    assert short.a.size > 0
    assert _plain(short) == _plain(long)


@pytest.mark.parametrize("w", range(3))
def test_the_null_of_one_window_is_that_column_of_all(w: int) -> None:
    found = world(1)
    whole = null(found, SEVERAL)
    a, b = np.arange(20, dtype=np.int32), np.arange(20, 40, dtype=np.int32)
    assert np.array_equal(only(whole, w).expected(a, b)[:, 0], whole.expected(a, b)[:, w])


def test_little_is_weighed_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "FEW", 10**9)
    monkeypatch.setattr(shortlist, "_shortlist", None)
    found, used = world(0), windows(DEFAULTS, 1.0)
    assert passing(found, used, support=2, keep=0.01).a.size
