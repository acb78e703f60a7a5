"""The evidence of a tie against the plainest restatement of what it says."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from worlds import SECOND, events

from inconcert.coordination.evidence import Diaries, Few, describe, look_up
from inconcert.coordination.pairs import no_pairs
from inconcert.coordination.windows import Windows

ACTS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 90).map(str), st.integers(0, 200).map(float)), max_size=300
)
WINDOWS = Windows((30.0, 90.0), np.array([30, 90]) * SECOND, np.array([3, 2]))
LIMIT = 5


def plain(found: Any, a: int, b: int, window: int) -> dict[str, Any] | None:
    """What is known of one pair, by looking at all its pairs of events."""
    rows = list(zip(found.asset.tolist(), found.object.tolist(), found.micros().tolist(), found.post.tolist(),
                    strict=True))  # fmt: skip
    met: dict[int, list[tuple[int, int, int, int]]] = {}
    for x, o, t, i in rows:
        for y, p, u, j in rows:
            near = abs(t - u) <= WINDOWS.widths[window] and found.audience[o] <= WINDOWS.audiences[window]
            if (x, y, o) == (a, b, p) and near:
                met.setdefault(o, []).append((abs(t - u), i, j, o))
    if not met:
        return None
    when = {i: t for _, _, t, i in rows}
    best = {o: min(pairs, key=lambda one: one[0]) for o, pairs in met.items()}
    times = [when[i] for _, *posts, _ in best.values() for i in posts]
    return {
        "coactions": sum(map(len, met.values())),
        "gap": median(gap for gap, *_ in best.values()) / SECOND,
        "objects": [str(found.objects[o]) for o in sorted(best, key=lambda o: (found.audience[o], o))],
        "span": (min(times), max(times)),
        "met": {(i, j) for pairs in met.values() for gap, i, j, o in pairs if gap == best[o][0]},
    }


@given(ACTS, st.integers(0, 1))
def test_evidence_is_that_of_the_plain_restatement(acts: list[Any], window: int) -> None:
    found = events(acts)
    pairs = [(a, b) for a in range(found.assets.size) for b in range(a + 1, found.assets.size)]
    truth = {pair: told for pair in pairs if (told := plain(found, *pair, window))}
    a, b = (np.array([pair[side] for pair in truth], np.int32) for side in (0, 1))
    shared = np.array([len(told["objects"]) for told in truth.values()], np.int32)
    kept = replace(no_pairs(), a=a, b=b, shared=shared, window=np.full(a.size, window, np.int8))
    met = look_up(Diaries.of(found), found.audience, kept, WINDOWS)
    said = describe(Diaries.of(found), met, LIMIT, Few(len(acts), lambda posts: posts))
    assert np.diff(met.bounds).tolist() == shared.tolist()
    for n, told in enumerate(truth.values()):
        assert (said["coactions"][n], said["gap"][n]) == (told["coactions"], told["gap"])
        assert said["shared"][n].as_py() == told["objects"][:LIMIT]
        posts = said["posts"][n].as_py()
        assert set(zip(posts[::2], posts[1::2], strict=True)) <= told["met"]
        assert len(posts) == 2 * min(LIMIT, shared[n])
        assert told["span"][0] <= said["first_at"][n] <= said["last_at"][n] <= told["span"][1]


@given(st.lists(st.lists(st.integers(0, 20), max_size=30), max_size=4))
def test_each_name_is_asked_for_once_a_time(parts: list[list[int]]) -> None:
    asked: list[list[int]] = []

    def find(codes: Any) -> Any:
        asked.append(codes.to_pylist())
        return pa.array([f"n{code}" for code in codes.to_pylist()], pa.string())

    few = Few(21, find)
    for part in parts:
        assert few(np.array(part, np.int64)).to_pylist() == [f"n{code}" for code in part]
    assert [sorted(codes) for codes in asked] == [sorted(set(part)) for part in parts]
