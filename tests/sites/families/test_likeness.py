import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.sites.families.likeness import cost, least

LABELS = st.lists(st.text("abcdefgh", min_size=3, max_size=12), min_size=2, max_size=8, unique=True)


def one(left, right):
    return float(cost([left, right], np.array([[0, 1]], np.int32))[0])


def test_two_letters_that_change_places_cost_less_than_one_exchanged():
    assert one("wahrheit", "warhheit") < one("wahrheit", "wabrheit")


def test_every_further_change_costs_more():
    assert (
        one("wahrheit", "wahrheit")
        < one("wahrheit", "warhheit")
        < one("wahrheit", "warhehit")
        < one("wahrheit", "wrhehti")
    )


@settings(deadline=None)
@given(LABELS)
def test_the_quick_look_never_says_more_and_direction_does_not_matter(labels):
    pairs = np.array([(i, j) for i in range(len(labels)) for j in range(i)], np.int32)
    full = cost(labels, pairs)
    assert (least(labels, pairs) <= full + 1e-9).all()
    assert np.allclose(full, cost(labels, pairs[:, ::-1]))
