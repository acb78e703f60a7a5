"""Communities are as good as the definition allows, and a part comes out the same wherever it stands."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from inconcert.networks import kernels
from inconcert.networks.build import tidy
from inconcert.networks.leiden import graph_of, leiden, move, numbered, refine, visits
from inconcert.networks.weights import Pairs


def pairs_of(rows):
    a, b, weight = (np.array(column) for column in zip(*rows, strict=True))
    return tidy(a, b, weight)


def parts(pairs, n):
    return np.unique(kernels.connected(pairs.a, pairs.b, n), return_inverse=True)[1].astype(np.int32)


def split(pairs, n, seed=0):
    return leiden(pairs, parts(pairs, n), seed)


def modularity(pairs, label):
    """Newman's modularity, straight from its definition."""
    n, total = len(label), pairs.weight.sum()
    strength = np.bincount(pairs.a, pairs.weight, n) + np.bincount(pairs.b, pairs.weight, n)
    expected = np.bincount(label, strength) / (2 * total)
    return pairs.weight[label[pairs.a] == label[pairs.b]].sum() / total - (expected**2).sum()


def planted(seed, groups=30, size=12, noise=300):
    rng = np.random.default_rng(seed)
    rows = [
        (s * size + i, s * size + j, 1 + rng.random())
        for s in range(groups)
        for i, j in combinations(range(size), 2)
        if rng.random() < 0.6
    ]
    loose = rng.integers(0, groups * size, (noise, 2))
    return pairs_of([*rows, *((int(a), int(b), 1.0) for a, b in loose)]), groups * size


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_are_found(seed):
    pairs, n = planted(seed)
    label = split(pairs, n, seed)
    assert len(np.unique(label)) == 30
    assert np.array_equal(label, np.repeat(np.arange(30), 12))


@pytest.mark.parametrize("seed", range(3))
def test_modularity_is_that_of_another_implementation(seed):
    networkx = pytest.importorskip("networkx")
    rng = np.random.default_rng(seed)
    ends = (400 * rng.random((2400, 2)) ** 1.5).astype(int)
    pairs = pairs_of([(int(a), int(b), float(w)) for (a, b), w in zip(ends, rng.random(2400) + 0.5, strict=True)])
    graph = networkx.Graph()
    graph.add_weighted_edges_from(zip(pairs.a.tolist(), pairs.b.tolist(), pairs.weight.tolist(), strict=True))
    members = np.array(sorted(graph.nodes))
    local = Pairs(
        np.searchsorted(members, pairs.a).astype(np.int32), np.searchsorted(members, pairs.b).astype(np.int32),
        pairs.weight,
    )  # fmt: skip
    label = leiden(local, np.zeros(len(members), np.int32), seed)
    theirs = networkx.community.louvain_communities(graph, seed=seed)
    assert modularity(local, label) >= networkx.community.modularity(graph, theirs) - 0.01
    ours = [set(members[label == c].tolist()) for c in range(label.max() + 1)]
    assert networkx.community.modularity(graph, ours) == pytest.approx(modularity(local, label))


ROWS = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15), st.floats(0.5, 40)), min_size=1, max_size=60).filter(
    lambda rows: any(a != b for a, b, _ in rows)
)


def compact(rows):
    pairs = pairs_of(rows)
    members = np.unique(np.concatenate([pairs.a, pairs.b]))
    a, b = (np.searchsorted(members, side).astype(np.int32) for side in (pairs.a, pairs.b))
    return Pairs(a, b, pairs.weight), len(members)


LEFT_BEHIND = [(0, 1, 16.0), (0, 2, 28.0), (1, 3, 3.0), (1, 5, 3.0), (1, 6, 6.0), (2, 3, 9.0), (2, 4, 18.0)]
"""Here the pieces that join last leave member 0 better off elsewhere."""


@given(ROWS, st.integers(0, 5))
@example(LEFT_BEHIND, 4)
def test_communities_stay_within_parts_and_nobody_gains_by_leaving(rows, seed):
    pairs, n = compact(rows)
    part = parts(pairs, n)
    label = leiden(pairs, part, seed)
    assert np.array_equal(label, numbered(label)[0])
    for community in range(label.max() + 1):
        assert len(set(part[label == community])) == 1
    graph = graph_of(pairs, part)
    assert np.array_equal(move(*graph[:4], visits(part, seed), label), label)


@given(ROWS, st.integers(0, 5))
def test_refined_pieces_are_connected_and_lie_within_communities(rows, seed):
    pairs, n = compact(rows)
    graph = graph_of(pairs, parts(pairs, n))
    order = visits(graph.part, seed)
    label = move(*graph[:4], order, np.arange(n, dtype=np.int32))
    piece = refine(*graph[:4], order, label)
    inside = piece[pairs.a] == piece[pairs.b]
    assert (label[pairs.a[inside]] == label[pairs.b[inside]]).all()
    held = kernels.connected(pairs.a[inside], pairs.b[inside], n)
    for one in np.unique(piece):
        assert len(set(held[piece == one])) == 1


@given(ROWS, ROWS, st.integers(0, 5))
def test_a_part_does_not_move_when_another_is_added(rows, others, seed):
    pairs, n = compact(rows)
    other, m = compact(others)
    alone, part = split(pairs, n, seed), parts(pairs, n)
    beyond = Pairs(np.r_[pairs.a, other.a + n].astype(np.int32), np.r_[pairs.b, other.b + n].astype(np.int32),
                   np.r_[pairs.weight, other.weight])  # fmt: skip
    together = leiden(beyond, np.r_[part, parts(other, m) + part.max() + 1].astype(np.int32), seed)
    assert np.array_equal(together[:n], alone)
    assert np.array_equal(together[n:] - alone.max() - 1, split(other, m, seed))


def test_another_seed_visits_in_another_order_and_everybody_once():
    part = np.repeat(np.arange(3), [5, 50, 7]).astype(np.int32)
    one, other = visits(part, 0), visits(part, 1)
    assert sorted(one.tolist()) == list(range(62))
    assert one.tolist() != other.tolist()
    assert one[part[one] == 2].tolist() == (visits(part[55:] * 0, 0) + 55).tolist()
