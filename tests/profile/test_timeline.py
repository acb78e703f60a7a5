import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inconcert.profile.timeline import MOST_BINS, STEPS, step_for, timeline

DAY = 86_400_000_000


def test_bins_without_posts_are_left_out():
    at = np.array([0, 1, 3 * DAY])
    found = timeline(at, np.array([True, False, True]))
    assert found == {
        "step": 3600,
        "bins": [["1970-01-01T00:00:00Z", 2, 1], ["1970-01-04T00:00:00Z", 1, 1]],
    }


def test_no_posts():
    assert timeline(np.zeros(0, np.int64), np.zeros(0, bool))["bins"] == []


def test_a_step_is_not_finer_than_the_clock():
    assert step_for(30.0, 1.0) == 60
    assert step_for(30.0, 86400.0) == 86400
    assert step_for(1e12) == STEPS[-1]


@given(st.lists(st.tuples(st.integers(0, 200 * DAY), st.booleans()), min_size=1, max_size=50))
def test_every_post_is_in_one_bin(acts):
    at, coordinated = (np.array(column) for column in zip(*acts, strict=True))
    found = timeline(at, coordinated)
    assert sum(posts for _, posts, _ in found["bins"]) == len(acts)
    assert sum(marked for _, _, marked in found["bins"]) == coordinated.sum()
    assert (at.max() - at.min()) / (found["step"] * 1e6) < MOST_BINS
