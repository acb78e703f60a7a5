from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.measures import DECOYS_PLACED, FALSE, PRECISION, RECALL
from inconcert.evaluate.planted import Plan, transplant
from inconcert.evaluate.transplant import GOP, answers, bare, counted, debate, planted

if TYPE_CHECKING:
    from pathlib import Path

HOUR = 3600


def tweets(folder: Path) -> Path:
    rows = [
        {"tweet_id": str(k), "name": f"a{k % 150}", "text": spoken(k), "tweet_created": stamp(k)} for k in range(600)
    ]
    rows += [rows[3] | {"text": "another text under the same id"}, rows[4] | {"tweet_id": "700", "name": None}]
    path = folder / GOP
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def spoken(k: int) -> str:
    """Words that nobody else says, enough of them to count as a text."""
    return f"tonight number{k} spoke about part{k} while crowd{k} cheered under lamp{k} and rain{k} fell"


def stamp(k: int) -> str:
    return f"2015-08-07 {k // 60:02d}:{k % 60:02d}:00 -0700"


def test_the_debate_has_each_id_once_with_its_instant(tmp_path: Path) -> None:
    table = debate(tweets(tmp_path))
    rows = table.to_pylist()
    assert [row["post_id"] for row in rows] == [str(k) for k in range(600)]
    assert rows[3]["text"] == spoken(3)
    assert rows[0]["at"] == 1_438_930_800 * 10**6
    assert rows[61]["at"] - rows[0]["at"] == 61 * 60 * 10**6


def test_counting_finds_who_posts_the_same_words_within_the_window() -> None:
    acts = [("a", "x", 0), ("b", "x", 5), ("a", "y", 100), ("b", "y", 103), ("c", "y", 111), ("c", "z", 300)]
    posts = pa.table(
        {
            "post_id": [str(k) for k in range(len(acts))],
            "account": [who for who, _, _ in acts],
            "text": [text for _, text, _ in acts],
            "at": [10**6 * at for _, _, at in acts],
        }
    )
    # Two pairs for a and b, one for b and c: only the former is over the median of weights.
    assert counted(posts, 10) == {"a", "b"}
    assert counted(posts, 1) == frozenset()


def test_answers_tell_ring_decoys_and_others_apart(tmp_path: Path) -> None:
    made = transplant(debate(tweets(tmp_path)), Plan(10, seed=1))
    said = answers(made, {*made.ring[:15], made.decoys[0], "a stranger"})
    assert said[RECALL] == 0.5
    assert said[PRECISION] == pytest.approx(15 / 17)
    assert said[FALSE] == 2
    assert said[DECOYS_PLACED] == pytest.approx(1 / 30)
    assert answers(made, frozenset())[PRECISION] is None


def test_names_lose_their_platform_only() -> None:
    assert bare(frozenset({"x:a", "x:b:c"})) == {"a", "b:c"}


@pytest.mark.usefixtures("two_shuffles")
def test_a_ring_in_unrelated_posts_is_found_and_nobody_else(tmp_path: Path) -> None:
    tweets(tmp_path / "data")
    bench = Bench(tmp_path / "out", tmp_path / "data")
    made, run = planted(bench, "ring", Plan(10, ring=12, seed=2))
    assert run.posts == made.posts.num_rows
    said = answers(made, bare(run.placed))
    assert said[RECALL] == 1
    assert said[PRECISION] == 1
    again, same = planted(bench, "ring", Plan(10, ring=12, seed=2))
    assert again.posts.equals(made.posts)
    assert same == run
