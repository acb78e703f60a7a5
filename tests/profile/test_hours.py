import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inconcert.profile.hours import busiest, hours, weekdays

HOUR = 3_600_000_000
INSTANTS = st.lists(st.integers(631_152_000_000_000, 4_000_000_000_000_000))


def test_hours_are_those_of_utc():
    at = np.array([0, 5 * HOUR, 5 * HOUR + 59 * 60_000_000, 29 * HOUR])
    assert {hour: posts for hour, posts in enumerate(hours(at)) if posts} == {0: 1, 5: 3}


def test_1970_began_on_a_thursday():
    assert weekdays(np.array([0, 4 * 24 * HOUR])) == [1, 0, 0, 1, 0, 0, 0]


@given(INSTANTS)
def test_every_post_is_counted_once(at):
    column = np.array(at, dtype=np.int64)
    assert sum(hours(column)) == sum(weekdays(column)) == len(at)
    assert (len(hours(column)), len(weekdays(column))) == (24, 7)


def test_the_busiest_stretch_may_pass_midnight():
    counts = [0] * 24
    counts[23], counts[0] = 5, 5
    counts[12] = 9
    assert busiest(counts) == (23, 1)


def test_without_posts_there_is_no_busiest_stretch():
    assert busiest([0] * 24) is None


def test_an_even_day_has_half_of_it_in_half_the_hours():
    start, end = busiest([3] * 24)
    assert (end - start) % 24 == 12
