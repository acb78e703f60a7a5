import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import worker

from inconcert.traits.sample import World
from inconcert.traits.schedules import schedules
from inconcert.traits.week import few, shares, short


def test_the_posterior_of_a_group_is_of_all_schedules():
    week = World([worker(seed, "Asia/Tokyo") for seed in range(4)]).ask(lambda group, _: group.week)
    weights = [weight for weight, _ in week.posterior]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == pytest.approx(1)
    assert week.posterior[0][1].offset == 9
    assert week.again.shape == (len(schedules()), len(week.drawn))


@given(st.lists(st.floats(-500, 0), min_size=len(schedules()), max_size=len(schedules())))
def test_shares_add_up_whatever_fits(fits):
    found = shares(np.array([fits, fits]).T)
    assert found.sum(axis=0) == pytest.approx(1)
    assert np.allclose(found[:, 0], shares(np.array(fits)))


def test_what_is_lacking_is_said():
    assert "36 are needed" in World([worker(0, "Asia/Tokyo")]).ask(lambda group, _: few(group.week))
    enough = World([worker(seed, "Asia/Tokyo") for seed in range(3)])
    assert enough.ask(lambda group, _: (few(group.week), short(group.at, group.precision))) == (None, None)
