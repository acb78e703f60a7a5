"""Neighbours are mutual, closer than chance brings them, and found whatever the number of vectors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise import neighbours
from inconcert.normalise.neighbours import meetings

WIDTH = 64


def unit(rows: Any) -> Any:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def world(size: int, copies: int, seed: int = 0, alike: float = 0.0) -> tuple[Any, list[int]]:
    """Random directions, some drawn towards one topic, and copies of the last of them; where the copies are."""
    rng = np.random.default_rng(seed)
    rows = unit(rng.normal(size=(size, WIDTH)) + alike * rng.normal(size=WIDTH))
    places = list(range(size - copies, size))
    rows[places] = unit(rows[size - 1] + 0.03 * rng.normal(size=(copies, WIDTH)))
    order = rng.permutation(size)
    where = np.argsort(order)
    return rows[order], sorted(where[places].tolist())


def pairs(met: Any) -> set[tuple[int, int]]:
    return set(zip(met.one.tolist(), met.other.tolist(), strict=True))


@pytest.mark.parametrize("alike", [0.0, 1.0], ids=["many topics", "one topic"])
def test_copies_meet_and_nothing_else_does(alike: float) -> None:
    rows, places = world(1000, 8, alike=alike)
    assert pairs(meetings(rows)) == {(one, other) for one in places for other in places if one != other}


def test_what_is_close_among_strangers_is_nothing_special_in_a_crowd() -> None:
    rng = np.random.default_rng(1)
    two = unit(np.eye(2, WIDTH) + 1.6 * np.eye(WIDTH)[5])
    crowd = unit(np.eye(WIDTH)[5] * 1.6 + rng.normal(size=(1000, WIDTH)) / 8)
    strangers = unit(rng.normal(size=(1000, WIDTH)))
    assert (1000, 1001) in pairs(meetings(np.vstack([strangers, two])))
    assert (1000, 1001) not in pairs(meetings(np.vstack([crowd, two])))


def test_a_large_operation_does_not_excuse_itself() -> None:
    rows, places = world(1000, 90)
    met = pairs(meetings(rows))
    assert {one for one, _ in met} == set(places)


def test_how_many_are_compared_at_once_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = world(600, 12)
    whole = pairs(meetings(rows))
    monkeypatch.setattr(neighbours, "_ROWS", 70)
    monkeypatch.setattr(neighbours, "_COLUMNS", 90)
    assert pairs(meetings(rows)) == whole != set()


def test_few_vectors_have_no_neighbourhood_and_are_judged_all_the_same() -> None:
    rows, places = world(4, 2)
    assert pairs(meetings(rows)) == {(places[0], places[1]), (places[1], places[0])}
    assert len(meetings(rows[:0]).one) == len(meetings(rows[:1]).one) == 0


def test_nobody_has_more_neighbours_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "MOST", 5)
    rows, _ = world(500, 30)
    met = meetings(rows)
    assert 0 < np.bincount(met.one).max() <= 5


def test_beyond_the_limit_hardly_anything_is_lost() -> None:
    rng = np.random.default_rng(3)
    rows = np.repeat(rng.normal(size=(1000, WIDTH)), 3, axis=0) + 0.25 * rng.normal(size=(3000, WIDTH))
    rows = unit(rows[rng.permutation(3000)])
    exact, bounded = pairs(meetings(rows)), pairs(meetings(rows, exact=100))
    assert len(exact) > 4000
    assert bounded <= exact
    assert len(bounded) > 0.9 * len(exact)


@given(st.integers(0, 40), st.integers(0, 1000))
def test_meetings_are_mutual_ordered_and_of_two(size: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    met = meetings(unit(rng.normal(size=(size, 4))))
    found = list(zip(met.one.tolist(), met.other.tolist(), strict=True))
    assert found == sorted(set(found))
    assert all(one != other and (other, one) in found for one, other in found)
