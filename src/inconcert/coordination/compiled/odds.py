"""The arithmetic of the null, compiled: fitness of degree classes, expectation of pairs.

Functions take arrays, know nothing of text or files, and are cached beside the module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Flags, Ints, Reals


@compiled
def add_pair(
    a: int,
    b: int,
    pointer: Ints,
    stratum: Codes,
    degree_class: Codes,
    offset: Ints,
    classes: Ints,
    table: Any,
    out: Any,
) -> None:
    """Add to ``out[column]`` what every stratum that both assets act in expects.

    ``stratum[pointer[x]:pointer[x+1]]`` are the strata of asset ``x``, ascending, with its degree class in each;
    ``table`` holds for stratum ``s`` at ``offset[s]`` one row of columns for each pair of classes.
    """
    i, end_i = pointer[a], pointer[a + 1]
    j, end_j = pointer[b], pointer[b + 1]
    while i < end_i and j < end_j:
        if stratum[i] < stratum[j]:
            i += 1
        elif stratum[i] > stratum[j]:
            j += 1
        else:
            s = stratum[i]
            base = offset[s] + (degree_class[i] * classes[s] + degree_class[j]) * out.size
            for c in range(out.size):
                out[c] += table[base + c]
            i += 1
            j += 1


@compiled
def expected_pairs(
    a: Codes,
    b: Codes,
    pointer: Ints,
    stratum: Codes,
    degree_class: Codes,
    offset: Ints,
    classes: Ints,
    table: Any,
    out: Any,
) -> None:
    """Add to ``out[pair, column]`` what the strata of each pair expect; see :func:`add_pair`."""
    for p in range(a.size):
        add_pair(a[p], b[p], pointer, stratum, degree_class, offset, classes, table, out[p])


@compiled
def expected_column(
    a: Codes,
    b: Codes,
    pointer: Ints,
    stratum: Codes,
    degree_class: Codes,
    offset: Ints,
    classes: Ints,
    table: Any,
    columns: int,
    column: int,
    out: Reals,
) -> None:
    """One of the ``columns`` of :func:`expected_pairs`, without the others."""
    for p in range(a.size):
        i, end_i = pointer[a[p]], pointer[a[p] + 1]
        j, end_j = pointer[b[p]], pointer[b[p] + 1]
        while i < end_i and j < end_j:
            if stratum[i] < stratum[j]:
                i += 1
            elif stratum[i] > stratum[j]:
                j += 1
            else:
                s = stratum[i]
                base = offset[s] + (degree_class[i] * classes[s] + degree_class[j]) * columns
                out[p] += table[base + column]
                i += 1
                j += 1


@compiled
def pair_in_one(
    a: int, b: int, pointer: Ints, stratum: Codes, degree_class: Codes, offset: Ints, classes: Ints, table: Any
) -> tuple[float, float]:
    """What :func:`add_pair` adds where there is one window, and without it: in registers, several times as fast."""
    within = ever = 0.0
    i, end_i = pointer[a], pointer[a + 1]
    j, end_j = pointer[b], pointer[b + 1]
    while i < end_i and j < end_j:
        if stratum[i] < stratum[j]:
            i += 1
        elif stratum[i] > stratum[j]:
            j += 1
        else:
            s = stratum[i]
            base = offset[s] + (degree_class[i] * classes[s] + degree_class[j]) * 2
            within += table[base]
            ever += table[base + 1]
            i += 1
            j += 1
    return within, ever


@compiled
def expect_one(
    a: Codes,
    b: Codes,
    pointers: Any,
    strata: Any,
    degree_classes: Any,
    offsets: Any,
    classes: Any,
    tables: Any,
    repetition: Reals,
    out: Reals,
) -> None:
    """What a null of one window expects of each pair; see :func:`sift`."""
    for p in range(a.size):
        within = ever = 0.0
        for n in range(len(pointers)):
            one, other = pair_in_one(
                a[p], b[p], pointers[n], strata[n], degree_classes[n], offsets[n], classes[n], tables[n]
            )
            within, ever = max(within, one), max(ever, other)
        out[p] = min(within * (repetition[a[p]] * repetition[b[p]]), ever)


@compiled
def expect_squared(a: Codes, b: Codes, classes: Any, tables: Any, repetition: Reals, out: Reals) -> None:
    """The same of layers that are squared, one entry of the tuples each, without looking for the strata of both.

    ``classes[layer][asset, stratum]`` is zero where the asset does nothing, and ``tables[layer]`` holds zeros there, so
    that the same numbers are added in the same order; see :mod:`inconcert.coordination.squares`.
    """
    for p in range(a.size):
        within = ever = 0.0
        for n in range(len(tables)):
            mine, theirs, table = classes[n][a[p]], classes[n][b[p]], tables[n]
            one = other = 0.0
            for s in range(mine.size):
                i, j = mine[s], theirs[s]
                one += table[s, i, j, 0]
                other += table[s, i, j, 1]
            within, ever = max(within, one), max(ever, other)
        out[p] = min(within * (repetition[a[p]] * repetition[b[p]]), ever)


@compiled
def weigh(
    shared: Codes,
    expected: Reals,
    most: Reals,
    leading: Reals,
    levels: Reals,
    rates: Any,
    where: Codes,
    p: Reals,
    lead: Flags,
) -> int:
    """Choose the pairs of one window that may matter, and say what their p exceeds.

    Args:
        shared: Objects that each pair shares.
        expected: What is expected of it.
        most: For each count the largest expectation at which the pair may matter; counts beyond always may.
        leading: The largest at which it is a lead.
        levels: Ascending p.
        rates: ``rates[level, count]``: the largest expectation that allows a p up to that level.
        where: Filled with the places of the pairs chosen.
        p: Filled with the highest level that their p exceeds; zero where it exceeds none, or is beyond the table.
        lead: Filled with whether they are leads; no where that is beyond the table.

    Returns:
        how many are chosen.
    """
    n = 0
    for i in range(shared.size):
        v, e, within = shared[i], expected[i], shared[i] < most.size
        if within and e > most[v]:
            continue
        where[n], p[n], lead[n] = i, 0.0, within and e <= leading[v]
        if within:
            for k in range(levels.size):
                if e > rates[k, v]:
                    p[n] = levels[k]
        n += 1
    return n


@compiled
def sift(
    a: Codes,
    b: Codes,
    shared: Any,
    pointers: Any,
    strata: Any,
    degree_classes: Any,
    offsets: Any,
    classes: Any,
    tables: Any,
    repetition: Reals,
    most: Any,
    expected: Any,
    keep: Flags,
) -> None:
    """Fill ``expected[pair, window]``, and mark the pairs that are surprising in at least one window.

    The layers of the null come as tuples, one entry a layer; see :class:`inconcert.coordination.layers.Layer`. The
    expectation is the largest of the layers, times what both assets gain by touching objects repeatedly, and never
    more than without a window. A pair is marked when some window's expectation is at most ``most[shared]``; counts
    beyond the table are marked anyhow.
    """
    windows = shared.shape[1]
    one, largest = np.zeros(2 * windows), np.zeros(2 * windows)
    for p in range(a.size):
        largest[:] = 0.0
        for n in range(len(pointers)):
            one[:] = 0.0
            add_pair(a[p], b[p], pointers[n], strata[n], degree_classes[n], offsets[n], classes[n], tables[n], one)
            for c in range(one.size):
                largest[c] = max(largest[c], one[c])
        chances = repetition[a[p]] * repetition[b[p]]
        keep[p] = False
        for w in range(windows):
            expected[p, w] = min(largest[w] * chances, largest[windows + w])
            v = shared[p, w]
            if v >= most.size or expected[p, w] <= most[v]:
                keep[p] = True


@compiled
def add_least(
    rows: Codes,
    partners: Codes,
    pointer: Ints,
    stratum: Codes,
    degree_class: Codes,
    offset: Ints,
    classes: Ints,
    table: Any,
    out: Any,
) -> None:
    """Add to ``out[partner, column]`` what is expected of it with any of the ``rows``, at the least.

    The strata that all rows act in are summed, each with the least of the rows' degree classes; the others could be
    nothing to some row. See :func:`add_pair`.
    """
    columns, first = out.shape[1], rows[0]
    place = np.full(offset.size, -1, np.int64)
    lowest = np.empty((pointer[first + 1] - pointer[first], classes.max(), columns))
    for k in range(lowest.shape[0]):
        s = stratum[pointer[first] + k]
        seen, everywhere = np.zeros(classes[s], np.bool_), True
        for row in rows:
            i = pointer[row]
            while i < pointer[row + 1] and stratum[i] < s:
                i += 1
            if i == pointer[row + 1] or stratum[i] != s:
                everywhere = False
                break
            seen[degree_class[i]] = True
        if not everywhere:
            continue
        place[s] = k
        lowest[k] = np.inf
        for one in np.flatnonzero(seen):
            for other in range(classes[s]):
                base = offset[s] + (one * classes[s] + other) * columns
                for c in range(columns):
                    lowest[k, other, c] = min(lowest[k, other, c], table[base + c])
    for p in range(partners.size):
        for i in range(pointer[partners[p]], pointer[partners[p] + 1]):
            k = place[stratum[i]]
            if k >= 0:
                for c in range(columns):
                    out[p, c] += lowest[k, degree_class[i], c]


@compiled
def least_squared(
    rows: Codes,
    partners: Codes,
    classes: Any,
    tables: Any,
    repetition: Reals,
    support: int,
    most: Reals,
    out: Codes,
) -> None:
    """:func:`add_least` and :func:`least_counts` in one, of layers that are squared; see :func:`expect_squared`."""
    chances = repetition[rows[0]]
    for row in rows:
        chances = min(chances, repetition[row])
    lowest = np.zeros((len(tables), tables[0].shape[0], tables[0].shape[1], 2))
    for n in range(len(tables)):
        seen = np.zeros(tables[n].shape[:2], np.bool_)
        for row in rows:
            for s in range(seen.shape[0]):
                seen[s, classes[n][row, s]] = True
        for s in range(seen.shape[0]):
            # Where some row does nothing nothing is expected of it.
            if seen[s, 0]:
                continue
            lowest[n, s] = np.inf
            for mine in range(seen.shape[1]):
                if not seen[s, mine]:
                    continue
                for j in range(seen.shape[1]):
                    for c in range(2):
                        lowest[n, s, j, c] = min(lowest[n, s, j, c], tables[n][s, mine, j, c])
    for p in range(partners.size):
        within = ever = 0.0
        for n in range(len(tables)):
            theirs = classes[n][partners[p]]
            one = other = 0.0
            for s in range(theirs.size):
                one += lowest[n, s, theirs[s], 0]
                other += lowest[n, s, theirs[s], 1]
            within, ever = max(within, one), max(ever, other)
        out[p] = first_count(min(within * chances * repetition[partners[p]], ever), support, most)


@compiled
def first_count(expected: float, support: int, most: Reals) -> int:
    """First count above ``support`` that an expectation lets pass; see :func:`sift`."""
    n = support + 1
    # A hair less: sums in another order must not lose a pair.
    while n < most.size and most[n] < expected * (1 - 1e-9):
        n += 1
    return n


@compiled
def least_counts(
    partners: Codes, largest: Any, repetition: Reals, chances: float, support: int, most: Reals, out: Codes
) -> None:
    """First count above ``support`` that the least expectation of each partner lets pass; see :func:`sift`.

    ``largest[partner]`` holds that expectation inside the window and without, as :func:`add_least` has it, and
    ``chances`` what any row gains by touching objects repeatedly.
    """
    for p in range(partners.size):
        expected = min(largest[p, 0] * chances * repetition[partners[p]], largest[p, 1])
        out[p] = first_count(expected, support, most)


@compiled
def fitness(
    degrees: Reals, counts: Reals, sizes: Reals, numbers: Reals, tolerance: float, rounds: int
) -> tuple[Reals, Reals]:
    """Fitness of degree and size classes in the bipartite configuration model, by fixed-point iteration.

    A class that touches everything there is has no finite solution and is held near one.
    """
    total = 0.0
    for k in range(degrees.size):
        total += degrees[k] * counts[k]
    x, y = degrees / np.sqrt(total), sizes / np.sqrt(total)
    for _ in range(rounds):
        change = 0.0
        for k in range(x.size):
            share = 0.0
            for n in range(y.size):
                share += numbers[n] * y[n] / (1 + x[k] * y[n])
            new = min(degrees[k] / share, 1e12)
            change, x[k] = max(change, abs(new / x[k] - 1)), new
        for n in range(y.size):
            share = 0.0
            for k in range(x.size):
                share += counts[k] * x[k] / (1 + x[k] * y[n])
            new = min(sizes[n] / share, 1e12)
            change, y[n] = max(change, abs(new / y[n] - 1)), new
        if change < tolerance:
            break
    return x, y
