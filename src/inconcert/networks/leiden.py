"""Leiden for many separate parts at once: modularity, where every connected part is a world of its own.

Traag, Waltman & van Eck, Sci. Rep. 9 (2019) 5233. Members move to the neighbouring community that gains most, until
none gains; communities are refined into well-connected pieces; the pieces become the members of the next, smaller
graph; and so on until nothing joins. The whole is done up to ``ROUNDS`` times, each from the result before.

Two things differ from the libraries, see docs/decisions/0010. Modularity is reckoned for each part by itself: a
member's mass is its weight over the root of twice the weight of its part, so that the mass of a member times that of
a community is what chance gives. And the order of visits is drawn from a member's place within its part, so that a
part comes out the same whatever else is there. Memory: 24 bytes a tie and about 80 a member, and what the smaller
graphs need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from inconcert.networks.kernels import compiled

if TYPE_CHECKING:
    from inconcert.networks.kernels import Numbers, Reals, Rows
    from inconcert.networks.weights import Pairs

ROUNDS = 5
"""Rounds at most. Each after the first costs half of it and gains less than the one before; after two, a loose crowd of
some thousand members came out whole with one seed and in pieces with another."""
LEAST_GAIN = 1e-9
"""Nats a move must gain: more than rounding, far less than any evidence."""


class Graph(NamedTuple):
    """Members with the neighbours of each, both ways; nobody neighbours itself."""

    pointer: Rows
    """Member → its rows in ``neighbour`` and ``weight``."""
    neighbour: Numbers
    weight: Reals
    mass: Reals
    """Of each member; see the head of this module."""
    part: Numbers
    """Part of each member, numbered without gaps."""

    @property
    def size(self) -> int:
        """Number of members."""
        return self.mass.size


def leiden(pairs: Pairs, part: Numbers, seed: int) -> Numbers:
    """Community of each member, numbered without gaps in the order of their least members.

    Args:
        pairs: distinct pairs with the lesser end first, ordered, of positive weight.
        part: the connected part of each member, numbered without gaps.
        seed: seed of the order in which members are visited.
    """
    graph = graph_of(pairs, part)
    label = np.arange(graph.size, dtype=np.int32)
    for _ in range(ROUNDS):
        before, label = label, numbered(_improved(graph, label, seed))[0]
        if np.array_equal(before, label):
            break
    return label


def graph_of(pairs: Pairs, part: Numbers) -> Graph:
    """The pairs as a graph."""
    pointer, neighbour, weight, strength = adjacency(pairs.a, pairs.b, pairs.weight, part.size)
    twice = np.bincount(part, weights=strength)
    return Graph(pointer, neighbour, weight, strength / np.sqrt(np.maximum(twice, LEAST_GAIN)[part]), part)


def _improved(flat: Graph, label: Numbers, seed: int) -> Numbers:
    """A partition that is at least as good as ``label``, whose numbers must be below the number of members."""
    graph, place = flat, np.arange(flat.size, dtype=np.int32)
    while True:
        order = visits(graph.part, seed)
        label = move(graph.pointer, graph.neighbour, graph.weight, graph.mass, order, label)
        pieces = refine(graph.pointer, graph.neighbour, graph.weight, graph.mass, order, label)
        fine, count = numbered(pieces)
        if count == graph.size:
            return label[place]
        graph, label = _smaller(graph, fine, count, label)
        place = fine[place]


def _smaller(graph: Graph, fine: Numbers, count: int, label: Numbers) -> tuple[Graph, Numbers]:
    """The graph whose members are the pieces, and the community of each."""
    pointer, neighbour, weight = merged(graph.pointer, graph.neighbour, graph.weight, fine, count)
    mass = np.bincount(fine, weights=graph.mass, minlength=count).astype(np.float64)
    part, community = np.empty(count, np.int32), np.empty(count, np.int32)
    part[fine], community[fine] = graph.part, numbered(label)[0]
    return Graph(pointer, neighbour, weight, mass, part), community


def visits(part: Numbers, seed: int) -> Numbers:
    """The order in which members are visited: random, and within a part the same whatever other parts there are."""
    key = ranks(part, int(part.max(initial=-1)) + 1).astype(np.uint64)
    key += np.uint64(seed % 2**32 + 1) << np.uint64(32)
    # The mixing of SplitMix64 (Steele, Lea & Flood, OOPSLA 2014): a bijection, so no two places in a part collide.
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        key ^= key >> np.uint64(shift)
        key *= np.uint64(factor)
    key ^= key >> np.uint64(31)
    return np.argsort(key, kind="stable").astype(np.int32)


@compiled
def ranks(part: Numbers, parts: int) -> Numbers:
    """Place of each member among the members of its part."""
    seen, out = np.zeros(parts, np.int32), np.empty(part.size, np.int32)
    for i in range(part.size):
        out[i] = seen[part[i]]
        seen[part[i]] += 1
    return out


@compiled
def numbered(label: Numbers) -> tuple[Numbers, int]:
    """Labels (below their number) without gaps, in the order in which they first appear, and how many there are."""
    new, out, count = np.full(label.size, -1, np.int32), np.empty(label.size, np.int32), 0
    for i in range(label.size):
        if new[label[i]] < 0:
            new[label[i]] = count
            count += 1
        out[i] = new[label[i]]
    return out, count


@compiled
def adjacency(a: Numbers, b: Numbers, weight: Reals, n: int) -> tuple[Rows, Numbers, Reals, Reals]:
    """``pointer, neighbour, weight`` of ordered pairs, neighbours ascending, and the weight at each member."""
    pointer, strength = np.zeros(n + 1, np.int64), np.zeros(n)
    for i in range(a.size):
        pointer[a[i] + 1] += 1
        pointer[b[i] + 1] += 1
    for x in range(n):
        pointer[x + 1] += pointer[x]
    free, neighbour, out = pointer[:-1].copy(), np.empty(2 * a.size, np.int32), np.empty(2 * a.size)
    for near, far in ((b, a), (a, b)):
        for i in range(a.size):
            x = near[i]
            neighbour[free[x]], out[free[x]] = far[i], weight[i]
            free[x] += 1
            strength[x] += weight[i]
    return pointer, neighbour, out, strength


@compiled
def around(rows: Numbers, weights: Reals, label: Numbers, near: Reals, touched: Numbers) -> int:
    """Add the weights of some neighbours to ``near`` by their label; list these in ``touched``, return how many."""
    found = 0
    for k in range(rows.size):
        c = label[rows[k]]
        if near[c] == 0.0:
            touched[found] = c
            found += 1
        near[c] += weights[k]
    return found


@compiled
def favourite(own: int, mass: float, near: Reals, total: Reals, touched: Numbers) -> tuple[int, float]:
    """The community of ``touched`` that a member gains most by joining, its ``own`` unless another is better."""
    best, gain = own, near[own] - mass * total[own]
    for c in touched:
        if near[c] - mass * total[c] > gain + LEAST_GAIN:
            best, gain = c, near[c] - mass * total[c]
    return best, gain


@compiled
def move(pointer: Rows, neighbour: Numbers, weight: Reals, mass: Reals, order: Numbers, label: Numbers) -> Numbers:
    """Move members to the community that gains most, until none gains; whoever loses a neighbour is asked again."""
    n, label = label.size, label.copy()
    total, size, near, touched = np.zeros(n), np.zeros(n, np.int32), np.zeros(n), np.empty(n, np.int32)
    for i in range(n):
        total[label[i]] += mass[i]
        size[label[i]] += 1
    empty = np.flatnonzero(size == 0)
    spare, spares = np.empty(n, np.int32), empty.size
    spare[:spares] = empty
    waiting, queued, head, left = order.copy(), np.ones(n, np.bool_), 0, n
    while left:
        i = waiting[head]
        head, left, queued[i] = (head + 1) % n, left - 1, False
        own, first, last = label[i], pointer[i], pointer[i + 1]
        found = around(neighbour[first:last], weight[first:last], label, near, touched)
        size[own] -= 1
        total[own] = total[own] - mass[i] if size[own] else 0.0
        best, gain = favourite(own, mass[i], near, total, touched[:found])
        near[touched[:found]] = 0.0
        if gain < -LEAST_GAIN and size[own]:
            spares -= 1
            best = spare[spares]
        total[best] += mass[i]
        size[best] += 1
        if best == own:
            continue
        if not size[own]:
            spare[spares], spares = own, spares + 1
        label[i] = best
        for x in neighbour[first:last]:
            if not queued[x] and label[x] != best:
                waiting[(head + left) % n], queued[x], left = x, True, left + 1
    return label


@compiled
def outward(pointer: Rows, neighbour: Numbers, weight: Reals, label: Numbers) -> Reals:
    """Weight from each member to the others of its community."""
    out = np.zeros(label.size)
    for i in range(label.size):
        for j in range(pointer[i], pointer[i + 1]):
            if label[neighbour[j]] == label[i]:
                out[i] += weight[j]
    return out


@compiled
def refine(pointer: Rows, neighbour: Numbers, weight: Reals, mass: Reals, order: Numbers, label: Numbers) -> Numbers:
    """Split communities into pieces that are well connected: lone members join the piece that gains most.

    The paper draws the piece by chance; the best is taken here, as in GVE-Leiden (Sahu, arXiv 2312.13936).
    """
    n, piece, whole = label.size, np.arange(label.size).astype(np.int32), np.zeros(label.size)
    total, size, near, touched = mass.copy(), np.ones(n, np.int32), np.zeros(n), np.empty(n, np.int32)
    for i in range(n):
        whole[label[i]] += mass[i]
    across = outward(pointer, neighbour, weight, label)
    for i in order:
        rest = whole[label[i]]
        if size[i] != 1 or piece[i] != i or across[i] < mass[i] * (rest - mass[i]):
            continue
        first, last = pointer[i], pointer[i + 1]
        found = around(neighbour[first:last], weight[first:last], piece, near, touched)
        best, gain = i, LEAST_GAIN
        for c in touched[:found]:
            joins = label[c] == label[i] and across[c] >= total[c] * (rest - total[c])
            if joins and near[c] - mass[i] * total[c] > gain:
                best, gain = c, near[c] - mass[i] * total[c]
        if best != i:
            piece[i], size[i], size[best] = best, 0, size[best] + 1
            total[best] += mass[i]
            across[best] += across[i] - 2 * near[best]
        near[touched[:found]] = 0.0
    return piece


@compiled
def merged(pointer: Rows, neighbour: Numbers, weight: Reals, fine: Numbers, count: int) -> tuple[Rows, Numbers, Reals]:
    """The graph between pieces: weights between two of them added up, what lies inside left out."""
    start, crossing = np.zeros(count + 1, np.int64), 0
    for i in range(fine.size):
        start[fine[i] + 1] += 1
        for j in range(pointer[i], pointer[i + 1]):
            crossing += fine[neighbour[j]] != fine[i]
    start = np.cumsum(start)
    free, members = start[:-1].copy(), np.empty(fine.size, np.int32)
    for i in range(fine.size):
        members[free[fine[i]]] = i
        free[fine[i]] += 1
    rows, near, out = np.zeros(count + 1, np.int64), np.zeros(count), 0
    new, sums = np.empty(crossing, np.int32), np.empty(crossing)
    for piece in range(count):
        first = out
        for k in range(start[piece], start[piece + 1]):
            for j in range(pointer[members[k]], pointer[members[k] + 1]):
                c = fine[neighbour[j]]
                if c != piece:
                    if near[c] == 0.0:
                        new[out] = c
                        out += 1
                    near[c] += weight[j]
        for k in range(first, out):
            sums[k] = near[new[k]]
            near[new[k]] = 0.0
        rows[piece + 1] = out
    return rows, new[:out].copy(), sums[:out].copy()
