from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.networks.build import best_strength, communities, communities_int, peel, strengths, tidy
from inconcert.networks.weights import STRONG_NATS, Pairs


def clique(*members, weight=10.0):
    return [(a, b, weight) for a, b in combinations(members, 2)]


def found(pairs, n=100, *, seed=0, smallest=3):
    a, b, weight = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else (np.zeros(0, int),) * 3
    return [group.tolist() for group in communities_int(a, b, weight.astype(float), n, seed, smallest)]


def test_two_cliques_are_two_networks_the_stronger_first():
    assert found([*clique(0, 1, 2, weight=5), *clique(7, 8, 9, 10)]) == [[7, 8, 9, 10], [0, 1, 2]]


def test_cliques_that_touch_by_accident_stay_apart():
    pairs = [*clique(*range(8)), *clique(*range(20, 28)), (3, 22, 10.0)]
    assert sorted(found(pairs)) == [list(range(8)), list(range(20, 28))]


def test_a_small_network_beside_a_large_one_is_not_swallowed():
    large = list(range(30, 70))
    pairs = [*clique(*range(5)), *clique(*large), (2, 33, 10.0)]
    assert sorted(found(pairs)) == [list(range(5)), large]


def test_a_loose_network_is_not_cut_into_pieces():
    rng = np.random.default_rng(3)
    pairs = [(a, b, 10.0) for a, b in combinations(range(60), 2) if rng.random() < 0.15]
    assert len(found(pairs)) == 1


def test_many_networks_in_one_large_part_are_all_found():
    rng, size = np.random.default_rng(1), 20
    pairs = [pair for start in range(0, 2000, size) for pair in clique(*range(start, start + size))]
    pairs += [(int(a), int(b), 10.0) for a, b in rng.integers(0, 2000, (400, 2)) if a != b]
    groups = found(pairs, n=2000)
    assert len(groups) == 100
    assert {tuple(group) for group in groups} == {tuple(range(s, s + size)) for s in range(0, 2000, size)}


def test_whoever_hangs_on_one_ordinary_tie_falls_out():
    assert found([*clique(0, 1, 2, 3), (3, 50, 10.0), (50, 51, 10.0)]) == [[0, 1, 2, 3]]


def test_one_strong_tie_holds_a_member():
    assert found([*clique(0, 1, 2, 3), (3, 50, STRONG_NATS)]) == [[0, 1, 2, 3, 50]]


def test_groups_below_the_smallest_size_are_dissolved():
    pairs = [*clique(0, 1, 2), (8, 9, STRONG_NATS)]
    assert found(pairs) == [[0, 1, 2]]
    assert found(pairs, smallest=4) == []
    assert found(pairs, smallest=2) == [[8, 9], [0, 1, 2]]


def test_what_happens_elsewhere_does_not_matter():
    here = [*clique(*range(6)), *clique(*range(10, 16)), (0, 10, 3.0)]
    elsewhere = clique(*range(40, 90), weight=18.0)
    assert [group for group in found(here + elsewhere) if group[0] < 40] == found(here)


def test_names_are_kept_and_sorted():
    a, b = np.array(["z", "b", "z"]), np.array(["b", "ä", "ä"])
    assert communities(a, b, np.full(3, 9.0), seed=0, smallest=3) == [["b", "z", "ä"]]


def test_nothing_gives_nothing():
    assert found([]) == []
    assert communities(np.array([], str), np.array([], str), np.array([]), seed=0, smallest=3) == []
    none = np.zeros(0, int)
    assert best_strength(Pairs(none, none, np.zeros(0)), 0, 0, 3) == 0.0


def test_strength_is_evidence_per_member_and_the_outside_does_not_enter():
    inside = Pairs(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([6.0, 6.0, 6.0]))
    camouflaged = Pairs(np.append(inside.a, [0, 1]), np.append(inside.b, [7, 8]), np.append(inside.weight, [1.0, 1.0]))
    group = [np.array([0, 1, 2])]
    assert strengths(group, inside, 9).tolist() == strengths(group, camouflaged, 9).tolist() == [6.0]
    assert best_strength(inside, 9, 0, 3) == 6.0


def test_pairs_given_twice_are_added():
    pairs = tidy(np.array([2, 1, 3]), np.array([1, 2, 3]), np.array([4.0, 5.0, 1.0]))
    assert [column.tolist() for column in pairs] == [[1], [2], [9.0]]


PAIRS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15), st.floats(0.5, 40)), max_size=60)


@given(PAIRS, st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_networks_are_disjoint_held_together_and_the_same_every_time(pairs, seed):
    groups = found(pairs, seed=seed)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    assert groups == found([(b, a, weight) for a, b, weight in reversed(pairs)], seed=seed)
    for group in groups:
        held_together(group, pairs)


def held_together(group, pairs):
    """Every member has two ties inside, or a strong one."""
    assert len(group) >= 3
    sums = {}
    for a, b, weight in pairs:
        if a != b and a in group and b in group:
            sums[min(a, b), max(a, b)] = sums.get((min(a, b), max(a, b)), 0.0) + weight
    for member in group:
        own = [weight for pair, weight in sums.items() if member in pair]
        assert len(own) >= 2 or max(own) >= STRONG_NATS * (1 - 1e-12)


@pytest.mark.parametrize("strong", [5.0, 50.0])
def test_peeling_stops_where_everyone_is_held(strong):
    chain = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([10.0, 10.0, 10.0]))
    assert len(peel(chain, 4, strong).a) == (3 if strong == 5.0 else 0)
