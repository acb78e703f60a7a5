from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.measures import CHANGED, IDENTICAL, SAME
from inconcert.evaluate.viewpoint import TIES, VIEWPOINT, WORDS, _rounded, evened, sided, swap_columns, swapper

if TYPE_CHECKING:
    from pathlib import Path

words = st.lists(
    st.sampled_from(["left", "Right", "LIBERAL", "conservatives", "#GOP", "upright", "sea", "."]), max_size=9
)


@given(words)
def test_swapping_twice_gives_what_was_there(some: list[str]) -> None:
    text = " ".join(some)
    swap = swapper(WORDS)
    assert swap(swap(text)) == text


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("The Left and the right.", "The Right and the left."),
        ("#GOP #dems", "#DEMS #gop"),
        ("upright leftover", "upright leftover"),
        ("REPUBLICANS", "DEMOCRATS"),
    ],
)
def test_only_whole_words_are_swapped_in_their_own_writing(text: str, swapped: str) -> None:
    assert swapper(WORDS)(text) == swapped


def test_evened_words_are_equally_long_and_still_swap() -> None:
    pairs = evened(WORDS)
    assert all(len(one) == len(other) for one, other in pairs)
    assert len({word for pair in pairs for word in pair}) == 2 * len(pairs)
    assert swapper(pairs)("A Leftt turn, then right") == "A Right turn, then leftt"


def test_the_sides_of_a_made_up_world_are_swapped_in_tags_and_sites() -> None:
    assert sided("bago #mubiA #sideA https://forum-a2.example/1") == "bago #mubiB #sideB https://forum-b2.example/1"
    assert sided(sided("x #mubiB #sideA forum-b0.example")) == "x #mubiB #sideA forum-b0.example"


def test_missing_texts_stay_missing() -> None:
    table = pa.table({"text": ["left", None], "tags": pa.array([["right", "sea"], None], pa.list_(pa.string()))})
    made = swap_columns(table, ("text", "tags"), swapper(WORDS))
    assert made.to_pydict() == {"text": ["right", None], "tags": [["left", "sea"], None]}
    assert made.schema == table.schema


def test_only_the_order_of_a_sum_is_forgiven() -> None:
    assert _rounded([0.1 + 0.2 + 0.3]) == _rounded([0.3 + 0.2 + 0.1])
    assert _rounded([0.123456789]) != _rounded([0.123456788])
    assert _rounded({"p": 1}) != _rounded({"p": 2})


@pytest.mark.usefixtures("two_shuffles")
def test_a_world_with_its_sides_swapped_gives_the_same_findings(tmp_path: Path) -> None:
    (both,) = [one for one in VIEWPOINT if not one.needs]
    figures = {one.measure: one for one in both.score(Bench(tmp_path, None, seeds=1, posts=2500)).figures}
    assert set(figures) == {IDENTICAL, TIES, SAME, CHANGED}
    assert figures[SAME].value == 1.0
    assert figures[TIES].value == 1.0
    assert figures[IDENTICAL].value == 1.0
    assert figures[CHANGED].value == 0
