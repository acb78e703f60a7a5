import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.traits import rhythm
from inconcert.traits.sample import read

DAY = 86_400.0


def test_instants_without_a_rhythm_have_even_p_values():
    rng = np.random.default_rng(3)
    found = np.array([rhythm.rayleigh(rng.uniform(0, 1e6, 30), 60.0) for _ in range(600)])
    assert 0.02 < (found < 0.05).mean() < 0.09
    assert 0.4 < (found < 0.5).mean() < 0.6


@given(st.integers(2, 60), st.floats(0, 59))
def test_instants_at_one_phase_are_never_taken_for_chance(count, phase):
    p = rhythm.rayleigh(np.arange(count) * 60.0 + phase, 60.0)
    assert p <= np.exp(-count / 2) * (count + 1)


def test_short_gaps_do_not_make_an_account_round():
    """A burst of quick answers has gaps near zero, which is no round step."""
    rng = np.random.default_rng(5)
    at = np.cumsum(rng.choice([20.0, 4000.0], 80) * rng.lognormal(0, 0.6, 80))
    assert rhythm.roundness(at, 1.0) > 0.001


def test_a_clock_that_shows_minutes_makes_nobody_round_within_the_minute():
    rng = np.random.default_rng(5)
    at = np.floor(np.sort(rng.uniform(0, 20 * DAY, 60)) / 60) * 60
    assert rhythm.roundness(at, 60.0) > 0.001
    assert rhythm.roundness(at, 1.0) < 0.001


def test_a_clock_of_a_day_says_nothing_of_roundness():
    assert rhythm.roundness(np.arange(30) * DAY, DAY) is None


@given(st.integers(20, 400))
def test_even_gaps_are_regular_whatever_their_number(count):
    assert rhythm.burstiness(np.full(count, 3600.0)) == pytest.approx(-1.0)


@pytest.mark.parametrize("count", [20, 50, 400])
def test_chance_is_at_zero_whatever_the_number_of_gaps(count):
    rng = np.random.default_rng(1)
    found = [rhythm.burstiness(rng.exponential(1.0, count)) for _ in range(400)]
    assert abs(np.mean(found)) < 0.05


def test_one_burst_is_at_one():
    assert rhythm.burstiness(np.array([0.0] * 29 + [1e6])) == pytest.approx(1.0)


def test_posts_all_at_once_are_a_burst_and_no_error():
    assert rhythm.burstiness(np.zeros(30)) == pytest.approx(1.0)


def test_an_even_day_has_no_rest_and_a_night_is_one():
    even = np.arange(240) * 3600.0
    assert rhythm.rest(even, 6) == pytest.approx(0.25)
    assert rhythm.rest(even[(even // 3600) % 24 < 20], 4) == 0.0


def person(hours, days=range(1, 21), **more):
    return {"posts": [{"at": f"2024-01-{d:02} {h:02}:{(7 * d + 11 * h) % 60:02}", "text": "words", **more}
                      for d in days for h in hours]}  # fmt: skip


CROWD = [person((8 + n % 3, 12, 20)) for n in range(40)]


def test_whoever_sleeps_is_not_restless():
    assert read("dead_hours", CROWD[:5], CROWD[5:]).nats < 0


@pytest.mark.parametrize("name", ["round_intervals", "burstiness", "dead_hours"])
def test_few_posts_say_nothing(name):
    few = [person((9,), range(1, 6)) for _ in range(4)]
    reading = read(name, few, CROWD)
    assert reading.nats is None
    assert reading.says.startswith("Insufficient data")


def test_newsrooms_among_newsrooms_are_nothing_special():
    restless = [person((n % 6, 6 + n % 6, 12 + n % 6, 18 + n % 6)) for n in range(45)]
    assert read("dead_hours", restless[:5], restless[5:]).nats < 1
