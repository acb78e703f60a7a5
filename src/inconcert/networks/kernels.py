"""Compiled passes over ties: what is added, what hangs loose, what is connected.

Every function takes arrays and is exact; nothing here knows of text, files or settings. All are linear in the ties.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Flags, Reals


@compiled
def ordered(a: Codes, b: Codes) -> Any:
    """Whether the pairs ascend by (a, b); a pair may come twice."""
    falls = 0
    for i in range(1, a.size):
        falls += a[i] < a[i - 1] or (a[i] == a[i - 1] and b[i] < b[i - 1])
    return falls == 0


@compiled
def once(a: Codes, b: Codes) -> Any:
    """How many different pairs there are among ordered ones."""
    count = 0
    for i in range(a.size):
        if i == 0 or a[i] != a[i - 1] or b[i] != b[i - 1]:
            count += 1
    return count


@compiled
def added(a: Codes, b: Codes, weight: Reals, distinct: int) -> tuple[Codes, Codes, Reals]:
    """Ordered pairs, each once, with the sum of their weights."""
    low, high = np.empty(distinct, np.int32), np.empty(distinct, np.int32)
    total, place = np.zeros(distinct), -1
    for i in range(a.size):
        if i == 0 or a[i] != a[i - 1] or b[i] != b[i - 1]:
            place += 1
            low[place], high[place] = a[i], b[i]
        total[place] += weight[i]
    return low, high, total


@compiled
def loudest(a: Codes, b: Codes, family: Codes, nats: Reals, families: int, distinct: int) -> tuple[Codes, Codes, Reals]:
    """Ordered pairs, each once, with the largest evidence of each family added up over families."""
    low, high = np.empty(distinct, np.int32), np.empty(distinct, np.int32)
    total, most, place = np.zeros(distinct), np.zeros(families), -1
    for i in range(a.size):
        if i == 0 or a[i] != a[i - 1] or b[i] != b[i - 1]:
            place += 1
            low[place], high[place] = a[i], b[i]
        most[family[i]] = max(most[family[i]], nats[i])
        if i + 1 == a.size or a[i] != a[i + 1] or b[i] != b[i + 1]:
            for f in range(families):
                total[place] += most[f]
                most[f] = 0.0
    return low, high, total


@compiled
def held(a: Codes, b: Codes, weight: Reals, n: int, strong: float) -> Flags:
    """Which pairs stay when everybody who hangs on a single pair below ``strong`` is dropped, again and again.

    A member that is dropped has one pair left. The exclusive or of the numbers of a member's pairs is that pair.
    """
    degree, own, safe = np.zeros(n, np.int32), np.zeros(n, np.int64), np.zeros(n, np.bool_)
    for i in range(a.size):
        for end in (a[i], b[i]):
            degree[end] += 1
            own[end] ^= i
            safe[end] |= weight[i] >= strong
    stay = np.ones(a.size, np.bool_)
    for first in range(n):
        one = first
        while degree[one] == 1 and not safe[one]:
            pair = own[one]
            stay[pair] = False
            degree[one] = 0
            # A dropped pair is weaker than ``strong``, so nobody else becomes unsafe by it.
            one = b[pair] if a[pair] == one else a[pair]
            degree[one] -= 1
            own[one] ^= pair
    return stay


@compiled
def connected(a: Codes, b: Codes, n: int) -> Codes:
    """Connected part of each of ``n`` members, named by its least member."""
    root = np.arange(n).astype(np.int32)
    for i in range(a.size):
        x, y = a[i], b[i]
        while root[x] != x:
            root[x] = root[root[x]]
            x = root[x]
        while root[y] != y:
            root[y] = root[root[y]]
            y = root[y]
        if x < y:
            root[y] = x
        else:
            root[x] = y
    for x in range(n):
        root[x] = root[root[x]]
    return root


@compiled
def strongest_partner(left: Codes, right: Codes, weight: Reals, count: int) -> Codes:
    """For each of ``count`` labels the one it shares most weight with, of ordered pairs; the lesser wins a draw."""
    partner, most = np.arange(count).astype(np.int32), np.zeros(count)
    for i in range(left.size):
        for one, other in ((left[i], right[i]), (right[i], left[i])):
            if weight[i] > most[one] or (weight[i] == most[one] and other < partner[one]):
                partner[one], most[one] = other, weight[i]
    return partner


@compiled
def varied(
    a: Codes, b: Codes, signal: Codes, members: int, signals: int, strongest: int, often: int, most: int
) -> Flags:
    """Which of some ties, best first, to show: none of the ``strongest`` filled up with one and the same member.

    Then the best of each member and signal that has none yet, until there are ``most``. A member is in at most
    ``often`` of the strongest.
    """
    keep, times, known = np.zeros(a.size, np.bool_), np.zeros(members, np.int32), np.zeros(signals, np.bool_)
    shown = 0
    for i in range(a.size):
        if shown < strongest and max(times[a[i]], times[b[i]]) < often:
            keep[i], known[signal[i]] = True, True
            times[a[i]] += 1
            times[b[i]] += 1
            shown += 1
    for i in range(a.size):
        if shown < most and not (times[a[i]] and times[b[i]] and known[signal[i]]):
            keep[i], known[signal[i]] = True, True
            times[a[i]] += 1
            times[b[i]] += 1
            shown += 1
    return keep
