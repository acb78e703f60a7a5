import numpy as np

from inconcert.networks.layout import layout


def ring(n):
    return np.arange(n), (np.arange(n) + 1) % n, np.ones(n)


def test_places_lie_in_the_unit_square_and_are_the_same_every_time():
    places = layout(12, *ring(12))
    assert places.shape == (12, 2)
    assert places.min() == 0
    assert places.max() == 1
    assert (places == layout(12, *ring(12))).all()


def test_tied_members_stand_closer():
    a, b = np.array([0, 0, 1, 3, 3, 4]), np.array([1, 2, 2, 4, 5, 5])
    places = layout(6, a, b, np.full(6, 9.0))
    near = np.linalg.norm(places[a] - places[b], axis=1).mean()
    far = np.linalg.norm(places[:3, None] - places[None, 3:], axis=2).mean()
    assert near < far


def test_nobody_and_one_alone():
    none = np.zeros(0, dtype=np.int64)
    assert layout(0, none, none, np.zeros(0)).shape == (0, 2)
    assert np.isfinite(layout(1, none, none, np.zeros(0))).all()
