import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.traits import odds

RATES = st.floats(0.002, 0.9)


@given(st.integers(3, 200), RATES, st.data())
def test_more_members_with_the_mark_never_say_less(n, r, data):
    k = data.draw(st.integers(0, n - 1))
    fewer, more = odds.settled(odds.likelihood([k, k + 1], n, r))
    assert more >= fewer - 1e-9


@given(st.integers(3, 200), RATES, st.data())
def test_a_commoner_mark_never_says_more(n, r, data):
    k = data.draw(st.integers(0, n))
    rare, common = odds.settled(odds.likelihood(k, n, np.array([r, min(0.95, r * 1.5)])))
    assert common <= rare + 0.05


@given(st.integers(0, 200), st.integers(3, 200), RATES)
def test_nothing_says_more_than_the_cap_and_absence_says_little(k, n, r):
    nats = float(odds.settled(odds.likelihood(min(k, n), n, r)))
    assert np.log(1 - odds.SHOWS) - 1e-9 <= nats <= 6


def test_a_group_like_its_controls_says_nothing_for_the_axis():
    assert float(odds.settled(odds.likelihood(5, 100, 0.05))) < 0
    assert float(odds.settled(odds.likelihood(40, 100, 0.05))) == 6


def test_communities_may_differ_from_chance_samples():
    """Three times the rate of the controls in a large group is no proof: communities scatter."""
    assert float(odds.settled(odds.likelihood(60, 400, 0.05))) < 2


def test_looking_in_many_places_is_paid_for():
    one = odds.averaged(np.array([5.0]), 1)
    assert float(odds.averaged(np.array([5.0, -np.inf]), 100)) == pytest.approx(float(one) - np.log(100))


def test_draws_of_members_are_the_same_for_the_same_seed():
    drawn = odds.draws(7, 3)
    assert drawn.shape == (odds.DRAWS, 7)
    assert (drawn.sum(axis=1) == 7).all()
    assert (drawn == odds.draws(7, 3)).all()
    assert (drawn != odds.draws(7, 4)).any()


def test_the_rate_of_controls_is_never_quite_zero():
    assert 0 < float(odds.rate(0, 30)) < 0.05
