"""Who stands together: communities of pairs, in which every member is held by more than one thread.

The way from pairs to networks:

1. Members that hang on a single ordinary tie are peeled off, again and again, until everyone who stays has
   two ties or one strong one (``weights.STRONG_NATS``). Whoever is dragged in by one shared post falls out here.
2. Every connected part is split by Leiden (:mod:`inconcert.networks.leiden`) on its own, so that what is found in
   one corner of the material does not move when another corner is added. Modularity also cuts through a single
   loose group, so communities with less than ``OWN_SHARE`` of their ties inside are joined again to their closest
   neighbour. What stands is split once more the same way, until nothing comes apart: that undoes the resolution
   limit.
3. Inside each community the peeling is repeated, and groups below ``smallest`` are dissolved.

All parts and communities go through a step together, as arrays: a million small parts cost no more than their ties,
and ten million ties stay below a gigabyte. Same input and seed, same result. Resolution limit: Fortunato &
Barthélemy, PNAS 104 (2007) 36.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks import kernels
from inconcert.networks.leiden import leiden
from inconcert.networks.weights import STRONG_NATS, Pairs, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.coordination.compiled import Codes

    Group = npt.NDArray[np.int32]

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
    whole = peel(_together(pairs, n, seed, smallest), n, strong)
    return _by_strength([group for group in _members(whole, n) if len(group) >= smallest], pairs, n)


def strengths(groups: Sequence[Group], pairs: Pairs, n: int) -> npt.NDArray[np.float64]:
    """Strength of each of some disjoint groups: weight of the pairs inside it, over its members.

    Ties to the outside do not enter, so camouflage cannot lower it (Hooi et al., FRAUDAR, KDD 2016).
    """
    label = labels(groups, n)
    inside = (label[pairs.a] == label[pairs.b]) & (label[pairs.a] >= 0)
    total = np.bincount(label[pairs.a[inside]], weights=pairs.weight[inside], minlength=len(groups))
    sizes = np.array([len(group) for group in groups], dtype=np.float64)
    strength: npt.NDArray[np.float64] = total[: len(groups)] / np.maximum(sizes, 1.0)
    return strength


def labels(groups: Sequence[Group], n: int) -> Codes:
    """Number of the group of each of ``n`` members; -1 for whoever is in none. Groups are disjoint."""
    label = np.full(n, -1, dtype=np.int32)
    if groups:
        label[np.concatenate(groups)] = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    return label


def best_strength(pairs: Pairs, n: int, seed: int, smallest: int) -> float:
    """Strength of the strongest network among these pairs, 0 when there is none: what a shuffle is asked."""
    groups = communities_int(pairs.a, pairs.b, pairs.weight, n, seed, smallest)
    return float(strengths(groups[:1], pairs, n)[0]) if groups else 0.0


def tidy(a: npt.NDArray[np.integer], b: npt.NDArray[np.integer], weight: npt.NDArray[np.float64]) -> Pairs:
    """Pairs with the lesser end first, each once, ordered; what has no weight or joins an asset to itself is out."""
    low, high = np.minimum(a, b).astype(np.int32), np.maximum(a, b).astype(np.int32)
    weight = np.asarray(weight, dtype=np.float64)
    use = (low != high) & (weight > 0)
    if not use.all():
        low, high, weight = low[use], high[use], weight[use]
    low, high, weight = in_order(low, high, weight)
    return Pairs(*kernels.added(low, high, weight, kernels.once(low, high)))


def peel(pairs: Pairs, n: int, strong: float) -> Pairs:
    """Drop members held by a single ordinary tie, and their ties, until nobody is."""
    stay = kernels.held(pairs.a, pairs.b, pairs.weight, n, strong)
    return pairs if stay.all() else pairs.at(stay)


def _together(pairs: Pairs, n: int, seed: int, smallest: int) -> Pairs:
    """The pairs inside communities: every part split, and what comes out split again, until nothing comes apart."""
    done, left = [pairs.at(slice(0, 0))], pairs
    label = kernels.connected(left.a, left.b, n)
    while len(left.a):
        large = np.bincount(label[_present(left, n)], minlength=n) >= 2 * smallest
        asked = large[label[left.a]]
        done.append(left.at(~asked))
        left = left.at(asked)
        split = _split(left, label, n, seed)
        # A part that stays whole is done; the pieces of the others are parts of the next turn.
        whole = np.ones(n, dtype=bool)
        whole[label[left.a[split[left.a] != split[left.b]]]] = False
        stays = whole[label[left.a]]
        done.append(left.at(stays))
        left = left.at(~stays & (split[left.a] == split[left.b]))
        label = split
    a, b, weight = (np.concatenate(column) for column in zip(*done, strict=True))
    return Pairs(*in_order(a, b, weight))


def _split(pairs: Pairs, label: Codes, n: int, seed: int) -> Codes:
    """The community of each member; ``label`` names the part of each, ``pairs`` lie within parts."""
    if not len(pairs.a):
        return label
    members = _present(pairs, n)
    place = np.empty(n, dtype=np.int32)
    place[members] = np.arange(len(members), dtype=np.int32)
    local = Pairs(place[pairs.a], place[pairs.b], pairs.weight)
    part = np.unique(label[members], return_inverse=True)[1].astype(np.int32)
    found = leiden(local, part, seed)
    found = _join_dependent(found[local.a], found[local.b], local.weight)[found]
    out = label.copy()
    out[members] = members[np.unique(found, return_index=True)[1]][np.unique(found, return_inverse=True)[1]]
    return out


def _present(pairs: Pairs, n: int) -> Codes:
    """Members with a pair, ascending."""
    there = np.zeros(n, dtype=bool)
    there[pairs.a] = there[pairs.b] = True
    return np.flatnonzero(there).astype(np.int32)


def _members(pairs: Pairs, n: int) -> list[Group]:
    """The members of each connected part, ascending; parts in the order of their least members."""
    members = _present(pairs, n)
    part = kernels.connected(pairs.a, pairs.b, n)[members]
    order = np.argsort(part, kind="stable")
    cuts = np.flatnonzero(np.diff(part[order])) + 1
    return np.split(members[order], cuts) if len(members) else []


def _join_dependent(left: Codes, right: Codes, weight: npt.NDArray[np.float64]) -> Codes:
    """New label of each label: communities that do not stand on their own join their closest neighbour."""
    count = int(max(left.max(), right.max())) + 1
    label: Codes = np.arange(count, dtype=np.int32)
    own = left == right
    inside = np.bincount(left[own], weights=2 * weight[own], minlength=count)
    crossing = tidy(left, right, weight)
    while True:
        across = np.bincount(crossing.a, weights=crossing.weight, minlength=count)
        across += np.bincount(crossing.b, weights=crossing.weight, minlength=count)
        weak = (inside < OWN_SHARE * (inside + across)) & (across > 0)
        if not weak.any():
            return label
        closest = kernels.strongest_partner(*crossing, count)
        joining = np.flatnonzero(weak).astype(np.int32)
        now = kernels.connected(joining, closest[joining], count)
        label = now[label]
        a, b = now[crossing.a], now[crossing.b]
        inside = np.bincount(now, weights=inside, minlength=count)
        inside += np.bincount(a[a == b], weights=2 * crossing.weight[a == b], minlength=count)
        crossing = tidy(a, b, crossing.weight)


def _by_strength(groups: list[Group], pairs: Pairs, n: int) -> list[Group]:
    """Strongest first, then the largest, then by the least member, which no two groups share."""
    strength = strengths(groups, pairs, n)
    sizes = np.array([len(group) for group in groups], dtype=np.int64)
    least = np.array([group[0] for group in groups], dtype=np.int64)
    return [groups[i] for i in np.lexsort((least, -sizes, -strength))]
