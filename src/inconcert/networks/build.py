"""Who stands together: communities of pairs, in which every member is held by more than one thread.

The way from pairs to networks:

1. Members that hang on a single ordinary tie are peeled off, again and again, until everyone who stays has
   two ties or one strong one (``weights.STRONG_NATS``). Whoever is dragged in by one shared post falls out here.
2. Every connected part is split by Leiden (modularity) on its own, so that what is found in one corner of the
   material does not move when another corner is added. Modularity also cuts through a single loose group, so
   communities with less than ``OWN_SHARE`` of their ties inside are joined again to their closest neighbour.
   What stands is split once more the same way, until nothing comes apart: that undoes the resolution limit.
3. Inside each community the peeling is repeated, and groups below ``smallest`` are dissolved.

Leiden: Traag, Waltman & van Eck, Sci. Rep. 9 (2019) 5233; resolution limit: Fortunato & Barthélemy, PNAS 104
(2007) 36. Same input and seed, same result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.weights import STRONG_NATS, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Group = npt.NDArray[np.int64]

OWN_SHARE = 0.75
"""A community stands on its own when at least this share of the weight at its members lies inside it."""


def communities(
    a: npt.NDArray[np.str_],
    b: npt.NDArray[np.str_],
    weight: npt.NDArray[np.float64],
    *,
    seed: int,
    smallest: int,
    strong: float = STRONG_NATS,
) -> list[list[str]]:
    """Networks among named assets; see :func:`communities_int`. Members are sorted by name."""
    names, codes = np.unique(np.concatenate([np.asarray(a), np.asarray(b)]), return_inverse=True)
    left, right = codes[: len(a)], codes[len(a) :]
    found = communities_int(left, right, weight, len(names), seed, smallest, strong=strong)
    return [[str(name) for name in names[group]] for group in found]


def communities_int(
    a: npt.NDArray[np.integer],
    b: npt.NDArray[np.integer],
    weight: npt.NDArray[np.float64],
    n: int,
    seed: int,
    smallest: int,
    *,
    strong: float = STRONG_NATS,
) -> list[Group]:
    """Networks among assets numbered 0…n-1, strongest first; members ascend.

    Args:
        a: one end of each pair.
        b: the other end.
        weight: evidence of the pair in nats; pairs given twice are added, pairs without weight are left out.
        n: how many numbers there are.
        seed: seed of Leiden.
        smallest: fewest members of a network.
        strong: weight from which one tie is enough to hold a member.
    """
    pairs = peel(tidy(a, b, weight), n, strong)
    groups = [
        kept
        for part in _parts(pairs, n)
        for community in _split(part, seed, smallest)
        for kept in _hold_together(community, strong)
        if len(kept) >= smallest
    ]
    return _by_strength(groups, pairs, n)


def strengths(groups: Sequence[Group], pairs: Pairs, n: int) -> npt.NDArray[np.float64]:
    """Strength of each of some disjoint groups: weight of the pairs inside it, over its members.

    Ties to the outside do not enter, so camouflage cannot lower it (Hooi et al., FRAUDAR, KDD 2016).
    """
    label = np.full(n, -1, dtype=np.int64)
    for number, group in enumerate(groups):
        label[group] = number
    inside = (label[pairs.a] == label[pairs.b]) & (label[pairs.a] >= 0)
    total = np.bincount(label[pairs.a[inside]], weights=pairs.weight[inside], minlength=len(groups))
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    strength: npt.NDArray[np.float64] = total[: len(groups)] / np.maximum(sizes, 1.0)
    return strength


def best_strength(pairs: Pairs, n: int, seed: int, smallest: int) -> float:
    """Strength of the strongest network among these pairs, 0 when there is none: what a shuffle is asked."""
    groups = communities_int(pairs.a, pairs.b, pairs.weight, n, seed, smallest)
    return float(strengths(groups[:1], pairs, n)[0]) if groups else 0.0


def tidy(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer], weight: npt.NDArray[np.float64]) -> Pairs:
    """Pairs with the lesser end first, each once, ordered; what has no weight or joins an asset to itself is out."""
    low, high = np.minimum(a, b).astype(np.int64), np.maximum(a, b).astype(np.int64)
    use = (low != high) & (weight > 0)
    low, high, weight = low[use], high[use], np.asarray(weight, dtype=np.float64)[use]
    order = np.lexsort((high, low))
    low, high, weight = low[order], high[order], weight[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    starts = np.flatnonzero(first)
    return Pairs(low[starts], high[starts], np.add.reduceat(weight, starts) if len(starts) else weight)


def peel(pairs: Pairs, n: int, strong: float) -> Pairs:
    """Drop members held by a single ordinary tie, and their ties, until nobody is."""
    while len(pairs.a):
        ends = np.concatenate([pairs.a, pairs.b])
        degree = np.bincount(ends, minlength=n)
        heaviest = np.zeros(n)
        np.maximum.at(heaviest, ends, np.tile(pairs.weight, 2))
        held = (degree >= 2) | (heaviest >= strong)
        stay = held[pairs.a] & held[pairs.b]
        if stay.all():
            break
        pairs = pairs.at(stay)
    return pairs


def _parts(pairs: Pairs, n: int) -> Iterator[Pairs]:
    """The connected parts, each with its pairs in order."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if not len(pairs.a):
        return
    graph = coo_array((np.ones(len(pairs.a), dtype=np.int8), (pairs.a, pairs.b)), shape=(n, n))
    yield from _grouped(pairs, connected_components(graph, directed=False)[1][pairs.a].astype(np.int64))


def _split(part: Pairs, seed: int, smallest: int) -> Iterator[Pairs]:
    """The communities of one connected part: the pairs inside each, split until nothing comes apart."""
    members = np.unique(np.concatenate([part.a, part.b]))
    if len(members) < 2 * smallest:
        yield part
        return
    label = _leiden(part, members, seed)
    left, right = label[np.searchsorted(members, part.a)], label[np.searchsorted(members, part.b)]
    joined = _join_dependent(left, right, part.weight)
    left, right = joined[left], joined[right]
    if (left == left[0]).all() and (right == left[0]).all():
        yield part
        return
    for community in _grouped(part.at(left == right), left[left == right]):
        yield from _split(community, seed, smallest)


def _grouped(pairs: Pairs, label: Group) -> Iterator[Pairs]:
    """Pairs by label; the order within a label stays."""
    order = np.argsort(label, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(label[order])) + 1):
        if len(rows):
            yield pairs.at(rows)


def _join_dependent(left: Group, right: Group, weight: npt.NDArray[np.float64]) -> Group:
    """New label of each label: communities that do not stand on their own join their closest neighbour."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = int(max(left.max(), right.max())) + 1
    label: Group = np.arange(count, dtype=np.int64)
    while True:
        ends = np.concatenate([label[left], label[right]])
        others = np.concatenate([label[right], label[left]])
        total = np.bincount(ends, weights=np.tile(weight, 2), minlength=count)
        inside = np.bincount(ends[ends == others], weights=np.tile(weight, 2)[ends == others], minlength=count)
        crossing = tidy(label[left], label[right], weight)
        weak = np.flatnonzero((inside < OWN_SHARE * total) & (total > inside))
        if not len(weak):
            return label
        closest = _closest(crossing, count)
        links = coo_array((np.ones(len(weak)), (weak, closest[weak])), shape=(count, count))
        label = connected_components(links, directed=False)[1][label].astype(np.int64)


def _closest(crossing: Pairs, count: int) -> Group:
    """For each label the label it shares most weight with; the lower number wins a draw."""
    ends, others = np.concatenate([crossing.a, crossing.b]), np.concatenate([crossing.b, crossing.a])
    order = np.lexsort((-others, np.tile(crossing.weight, 2), ends))
    closest = np.arange(count)
    closest[ends[order]] = others[order]
    return closest


def _leiden(part: Pairs, members: Group, seed: int) -> Group:
    """Community of each member, by modularity at resolution 1."""
    from graspologic_native import leiden

    edges = list(zip(part.a.astype(str).tolist(), part.b.astype(str).tolist(), part.weight.tolist(), strict=True))
    _quality, found = leiden(edges, resolution=1.0, iterations=2, seed=seed)
    return np.array([found[str(member)] for member in members.tolist()], dtype=np.int64)


def _hold_together(community: Pairs, strong: float) -> Iterator[Group]:
    """Members of a community that stay after peeling; what falls apart into several pieces is several groups."""
    if not len(community.a):
        return
    members, codes = np.unique(np.concatenate([community.a, community.b]), return_inverse=True)
    half = len(community.a)
    local = Pairs(codes[:half].astype(np.int64), codes[half:].astype(np.int64), community.weight)
    for piece in _parts(peel(local, len(members), strong), len(members)):
        yield members[np.unique(np.concatenate([piece.a, piece.b]))]


def _by_strength(groups: list[Group], pairs: Pairs, n: int) -> list[Group]:
    strength = strengths(groups, pairs, n)
    ranked = sorted(range(len(groups)), key=lambda i: (-strength[i], -len(groups[i]), tuple(groups[i].tolist())))
    return [groups[i] for i in ranked]
