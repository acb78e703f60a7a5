from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.simulate.rhythm import DAY, END, HOUR, START, Clock


@given(st.sampled_from(["daily", "office", "always"]), st.integers(-11, 13), st.integers(0, 2**32))
def test_everything_drawn_lies_within_the_world(rhythm: str, offset: int, seed: int) -> None:
    rng, clock = np.random.default_rng(seed), Clock(rhythm, offset)
    starts = np.array([START, START + DAY, END - 5, END - 1])
    for drawn in (
        clock.draw(rng, 50),
        clock.draw(rng, 50, END - HOUR - 7, END - 3),
        clock.after(rng, starts, 3 * HOUR, 1.5),
        clock.around(rng, starts, 12 * HOUR),
    ):
        assert ((drawn >= START) & (drawn < END)).all()


def test_what_comes_after_comes_after_and_has_its_median() -> None:
    rng = np.random.default_rng(0)
    start = np.full(4000, START + 5 * DAY)
    after = Clock("always").after(rng, start, 1000.0, 1.0)
    assert (after >= start).all()
    assert np.median(after - start) == pytest.approx(1000, rel=0.1)


def test_late_events_do_not_pile_up_in_the_last_second() -> None:
    rng = np.random.default_rng(0)
    late = Clock("always").after(rng, np.full(2000, END - 2 * HOUR), 50.0 * HOUR, 0.5)
    assert np.unique(late).size > 1000
