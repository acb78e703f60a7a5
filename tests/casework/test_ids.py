"""Ids sort in the order in which they were made."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from inconcert.casework import ids
from inconcert.casework.ids import LENGTH, new_id


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """What clocks that are not true leave behind is put right."""
    monkeypatch.setattr(ids, "_last", ids._last)


def test_ids_of_one_millisecond_sort_in_the_order_in_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    made = [new_id() for _ in range(300)]
    assert made == sorted(set(made))
    assert {len(one) for one in made} == {LENGTH}


def test_a_clock_that_is_set_back_keeps_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    before = new_id()
    monkeypatch.setattr(time, "time_ns", lambda: 1_000_000_000_000_000_000)
    assert before < new_id() < new_id()


def test_threads_never_make_the_same() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = [*pool.map(lambda _: new_id(), range(2_000))]
    assert len(set(made)) == len(made)
