from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from inconcert.evaluate.probe import Mixed, by_account, posts_alone, words_alone

if TYPE_CHECKING:
    from pathlib import Path


def people(rng: np.random.Generator, names: str, words: str, posts: int) -> dict[str, list[str]]:
    return {
        f"x:{names}{k}": [" ".join(rng.choice(words.split(), 8)) for _ in range(posts + int(rng.integers(0, 4)))]
        for k in range(20)
    }


def mixed(ours: dict[str, list[str]], theirs: dict[str, list[str]]) -> Mixed:
    return Mixed(ours | theirs, frozenset(ours), frozenset(theirs))


def test_people_who_differ_in_words_are_told_apart_by_words_alone() -> None:
    rng = np.random.default_rng(0)
    found = mixed(people(rng, "a", "sun moon star sea", 5), people(rng, "b", "sun road car sea", 5))
    assert (words_alone(found) or 0) > 0.95
    assert 0.5 <= (posts_alone(found) or 0) < 0.75


def test_people_who_do_not_differ_are_not() -> None:
    rng = np.random.default_rng(0)
    found = mixed(people(rng, "a", "sun moon star sea", 5), people(rng, "b", "sun moon star sea", 5))
    assert 0.2 < (words_alone(found) or 0) < 0.8


def test_how_much_somebody_posts_counts_in_either_direction() -> None:
    rng = np.random.default_rng(0)
    busy, quiet = people(rng, "a", "sun", 20), people(rng, "b", "sun", 2)
    assert posts_alone(mixed(busy, quiet)) == posts_alone(mixed(quiet, busy)) == 1.0


def test_too_few_are_not_measured() -> None:
    assert words_alone(Mixed({"x:a": ["sun"], "x:b": ["sun"]}, frozenset({"x:a"}), frozenset({"x:b"}))) is None
    assert posts_alone(Mixed({"x:a": ["sun"]}, frozenset({"x:a"}), frozenset({"x:b"}))) is None


def test_posts_are_read_by_account(tmp_path: Path) -> None:
    rows = {"platform": ["x", "x", "y"], "account_id": ["1", "1", "1"], "text": ["a", None, "b"]}
    pq.write_table(pa.table(rows), tmp_path / "posts.parquet")
    assert by_account(tmp_path / "posts.parquet") == {"x:1": ["a", ""], "y:1": ["b"]}
