from __future__ import annotations

from collections import Counter
from math import isnan
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.errors import UsageError
from inconcert.evaluate.planted import JITTERS, Plan, transplant

START, SPAN = 1_438_000_000 * 10**6, 12 * 3600 * 10**6


def organic(accounts: int = 400, posts: int = 1500, seed: int = 5) -> pa.Table:
    rng = np.random.default_rng(seed)
    who = np.concatenate([np.arange(accounts), rng.integers(0, accounts, posts - accounts)])
    return pa.table(
        {
            "post_id": [str(k) for k in range(posts)],
            "account": [f"a{k}" for k in who],
            "text": ["" if k % 50 == 0 else f"text {k}" for k in range(posts)],
            "at": START + rng.integers(0, SPAN // 10**6, posts) * 10**6,
            "lang": ["en"] * posts,
        }
    )


def copies_of(posts: pa.Table, accounts: tuple[str, ...]) -> list[dict[str, Any]]:
    copied = posts.filter(pc.is_valid(posts["copy_of"]))
    return [row for row in copied.to_pylist() if row["account"] in accounts]


@pytest.mark.parametrize("jitter", JITTERS)
def test_own_posts_stay_and_copies_are_of_others_as_they_are(jitter: float) -> None:
    given = organic()
    made = transplant(given, Plan(jitter))
    assert made.posts.slice(0, given.num_rows).drop_columns(["copy_of"]).equals(given)
    rows = given.to_pylist()
    planted = made.ring + made.decoys
    assert len(set(planted)) == 60
    for copy in copies_of(made.posts, planted):
        original = rows[copy["copy_of"]]
        assert original["account"] not in planted
        assert original["text"]
        assert (copy["text"], copy["lang"]) == (original["text"], original["lang"])
    assert len(copies_of(made.posts, planted)) == made.posts.num_rows - given.num_rows
    assert len(set(made.posts["post_id"].to_pylist())) == made.posts.num_rows


def test_each_message_is_joined_by_most_of_the_ring_once() -> None:
    made = transplant(organic(), Plan(10))
    joins = Counter(row["copy_of"] for row in copies_of(made.posts, made.ring))
    assert len(joins) == 12
    assert all(18 <= count <= 30 for count in joins.values())
    pairs = Counter((row["copy_of"], row["account"]) for row in copies_of(made.posts, made.ring))
    assert set(pairs.values()) == {1}


def test_decoys_get_as_many_copies_as_the_ring() -> None:
    made = transplant(organic(), Plan(600, seed=3))
    ours, theirs = (
        sorted(Counter(row["account"] for row in copies_of(made.posts, group)).values())
        for group in (made.ring, made.decoys)
    )
    assert ours == theirs


@pytest.mark.parametrize("jitter", [10.0, 600.0])
def test_gaps_have_the_spread_that_was_asked_for(jitter: float) -> None:
    made = transplant(organic(), Plan(jitter, messages=200))
    by_message: dict[int, list[int]] = {}
    for row in copies_of(made.posts, made.ring):
        by_message.setdefault(row["copy_of"], []).append(row["at"])
    spread = np.median([np.std(times, ddof=1) for times in by_message.values()]) / 10**6
    assert spread == pytest.approx(jitter, rel=0.1)


@settings(max_examples=40, deadline=None)
@given(
    jitter=st.sampled_from([0.0, *JITTERS, 86400.0]),
    seed=st.integers(0, 10**6),
    precision=st.sampled_from([1.0, 60.0]),
    messages=st.integers(1, 40),
)
def test_copies_lie_within_the_time_of_the_material_and_do_not_pile_up(
    jitter: float, seed: int, precision: float, messages: int
) -> None:
    table = organic()
    made = transplant(table, Plan(jitter, seed=seed, precision=precision, messages=messages))
    at = made.posts["at"].to_numpy()
    own = table["at"].to_numpy()
    assert at.min() == own.min()
    assert at.max() == own.max()
    if jitter >= 7200 and precision == 1:
        assert (at == own.max()).sum() <= 3


def test_the_seed_decides() -> None:
    one, again, other = (transplant(organic(), Plan(10, seed=seed)) for seed in (1, 1, 2))
    assert one.posts.equals(again.posts)
    assert (one.ring, one.decoys) == (again.ring, again.decoys)
    assert one.ring != other.ring


def test_score_counts_accounts() -> None:
    made = transplant(organic(), Plan(10))
    score = made.score([*made.ring[:15], made.decoys[0], "somebody", "somebody"])
    assert (score.recall, score.found, score.decoys) == (0.5, 17, 1)
    assert score.precision == pytest.approx(15 / 17)
    nothing = made.score([])
    assert nothing.recall == 0
    assert isnan(nothing.precision)


def test_too_little_material_is_refused() -> None:
    with pytest.raises(UsageError, match="too few for a ring of 30"):
        transplant(organic(accounts=50, posts=60), Plan(10))
    with pytest.raises(UsageError, match="too few to copy 900"):
        transplant(organic(accounts=100, posts=200), Plan(10, messages=900))
