"""Clusters of texts that say the same: every member like its representative, none that says the opposite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.normalise import polarity
from inconcert.normalise.neighbours import Meetings
from inconcert.normalise.rewordings import Rewordings, stars

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = polarity.mark("the bridge is old", "en")
OPEN, SHUT, NOT = (polarity.mark(said, "en") for said in ("it opens", "it closes", "it does not"))


def met(edges: dict[tuple[int, int], float]) -> Meetings:
    both = sorted([(one, other, near) for (one, other), near in edges.items()]
                  + [(other, one, near) for (one, other), near in edges.items()])  # fmt: skip
    one, other, near = zip(*both, strict=True) if both else ((), (), ())
    return Meetings(np.array(one, np.int64), np.array(other, np.int64), np.array(near, np.float32))


def test_a_chain_is_not_one_cluster() -> None:
    chain = met({(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9, (3, 4): 0.9})
    found = stars(chain, [PLAIN] * 5).tolist()
    assert found == [1, 1, 1, 3, 3]


def test_a_text_goes_to_the_closest_representative() -> None:
    found = stars(met({(0, 1): 0.9, (0, 2): 0.9, (3, 4): 0.9, (3, 5): 0.9, (2, 3): 0.95}), [PLAIN] * 6).tolist()
    assert found == [0, 0, 3, 3, 3, 3]


def test_opposites_are_never_together_even_where_both_are_like_a_third() -> None:
    found = stars(met({(0, 1): 0.9, (0, 2): 0.8}), [PLAIN, OPEN, SHUT]).tolist()
    assert found == [0, 0, 2]
    assert stars(met({(0, 1): 0.99}), [PLAIN, NOT]).tolist() == [0, 1]


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    assert Rewordings(tmp_path).clusters().tolist() == []
    assert stars(met({}), [PLAIN] * 2).tolist() == [0, 1]


@given(st.dictionaries(st.tuples(st.integers(0, 9), st.integers(0, 9)), st.floats(0.5, 1), max_size=30), st.data())
def test_members_met_their_representative_and_nobody_contradicts_another(edges: Any, data: Any) -> None:
    edges = {(min(pair), max(pair)): near for pair, near in edges.items() if pair[0] != pair[1]}
    marks = data.draw(st.lists(st.sampled_from([PLAIN, OPEN, SHUT, NOT]), min_size=10, max_size=10))
    found = stars(met(edges), marks).tolist()
    for text, representative in enumerate(found):
        assert found[representative] == representative
        assert text == representative or (min(text, representative), max(text, representative)) in edges
    for one in range(10):
        for other in range(10):
            assert found[one] != found[other] or one == other or not polarity.opposed(marks[one], marks[other])


@pytest.mark.reworded
def test_clusters_do_not_depend_on_how_the_texts_come(tmp_path: Path) -> None:
    said = ["the bridge over the river will be closed on {} for repairs", "on {} the river bridge shuts for repairs"]
    texts = [form.format(day) for day in ("monday", "friday", "sunday", "easter") for form in said] * 100
    texts = [f"{text} in village{number // 8}" for number, text in enumerate(texts)]
    whole = Rewordings(tmp_path)
    whole.add(texts, ["en"] * len(texts))
    found = whole.clusters().tolist()
    assert found != list(range(len(texts)))
    parts = Rewordings(tmp_path)
    for start in range(0, len(texts), 37):
        part = texts[start : start + 37]
        parts.add(part, ["en"] * len(part))
    assert parts.clusters().tolist() == found
