import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks import kernels
from inconcert.networks.build import tidy

ROWS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.sampled_from([1.0, 2.5, 30.0])), max_size=40)
N = 13


def columns(rows):
    a, b, weight = (np.array([row[i] for row in rows]) for i in range(3))
    return tidy(a.astype(np.int32), b.astype(np.int32), weight.astype(float))


@given(ROWS)
def test_who_stays_held_is_what_dropping_one_by_one_leaves(rows):
    pairs = columns(rows)
    left = set(zip(pairs.a.tolist(), pairs.b.tolist(), pairs.weight.tolist(), strict=True))
    while True:
        ties = {one: [row for row in left if one in row[:2]] for one in range(N)}
        loose = {one for one, own in ties.items() if len(own) == 1 and own[0][2] < 20.0}
        if not loose:
            break
        left = {row for row in left if not loose & {row[0], row[1]}}
    stay = kernels.held(pairs.a, pairs.b, pairs.weight, N, 20.0)
    assert set(zip(*(column[stay].tolist() for column in pairs), strict=True)) == left


@given(ROWS)
def test_a_part_is_named_by_its_least_member(rows):
    pairs = columns(rows)
    groups = [{one} for one in range(N)]
    for a, b in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True):
        one, other = (next(group for group in groups if end in group) for end in (a, b))
        if one is not other:
            one |= other
            groups.remove(other)
    wanted = {one: min(group) for group in groups for one in group}
    assert kernels.connected(pairs.a, pairs.b, N).tolist() == [wanted[one] for one in range(N)]


def test_a_long_chain_of_ordinary_ties_falls_away_at_once():
    n = 200_000
    a = np.arange(n - 1, dtype=np.int32)
    assert not kernels.held(a, a + 1, np.ones(n - 1), n, 20.0).any()


def test_the_strongest_partner_is_the_lesser_one_in_a_draw():
    a, b = np.array([0, 0, 1], np.int32), np.array([1, 2, 3], np.int32)
    assert kernels.strongest_partner(a, b, np.array([5.0, 5.0, 9.0]), 5).tolist() == [1, 3, 0, 1, 4]


def test_order_is_seen_and_doubles_are_counted_once():
    a, b = np.array([0, 0, 0, 2], np.int32), np.array([1, 1, 3, 1], np.int32)
    assert kernels.ordered(a, b)
    assert kernels.once(a, b) == 3
    assert not kernels.ordered(b, a)
    assert not kernels.ordered(a, b[::-1].copy())
