"""The plainest restatement of what the compiled pass must count, and small material to hold it against."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import strategies as st
from worlds import SECOND

from inconcert.coordination.counting import count
from inconcert.coordination.windows import Windows

if TYPE_CHECKING:
    from inconcert.coordination.events import Events

ACTS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("uvwxyz"), st.integers(0, 400).map(float)),
    max_size=60,
)
WINDOWS = Windows((10.0, 60.0, float("inf")), np.array([10, 60, 2**40]) * SECOND, np.array([99, 5, 3]))
NARROW = Windows((60.0,), np.array([60]) * SECOND, np.array([99]))


def plain(found: Events, used: Windows) -> dict[tuple[int, int], list[int]]:
    """Shared objects of every pair in every window, by looking at all pairs of events; one more column for any."""
    gaps: dict[tuple[int, int, int], int] = {}
    rows = list(zip(found.asset.tolist(), found.object.tolist(), found.micros().tolist(), strict=True))
    for (a, o, t), (b, p, u) in combinations(rows, 2):
        if o == p and a != b:
            key = (min(a, b), max(a, b), o)
            gaps[key] = min(gaps.get(key, 2**62), abs(t - u))
    out: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0] * (len(used.widths) + 1))
    for (a, b, o), gap in gaps.items():
        met = [gap <= w and found.audience[o] <= n for w, n in zip(used.widths, used.audiences, strict=True)]
        out[a, b] = [sum(pair) for pair in zip(out[a, b], [*met, any(met)], strict=True)]
    return out


def counted(found: Events, used: Windows, support: int, threads: int) -> tuple[dict[tuple[int, int], list[int]], int]:
    blocks = list(count(found, found.audience, used, support, threads=threads))
    pairs = {(int(a), int(b)): n.tolist() for x in blocks for a, b, n in zip(x.a, x.b, x.shared, strict=True)}
    return pairs, sum(x.reported for x in blocks)
