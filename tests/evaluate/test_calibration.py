from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.calibration import (
    CALIBRATION,
    STEPS,
    Stated,
    brier,
    calibration_error,
    dealt_anew,
    excess,
    reliability,
    stated_pairs,
)
from inconcert.evaluate.measures import Sheet
from inconcert.evaluate.simulated import Truth
from inconcert.simulate.scenarios import simulate

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.found import Found

stated = st.lists(st.tuples(st.floats(0, 0.1), st.booleans()), min_size=1, max_size=60)


def test_scores_of_what_is_known_by_hand() -> None:
    assert brier([(0.0, True), (0.1, False)]) == pytest.approx((0 + 0.9**2) / 2)
    assert brier([]) is None
    assert calibration_error([(0.05, True)] * 19 + [(0.05, False)]) == pytest.approx(0)
    assert calibration_error([(0.05, True), (0.05, False)]) == pytest.approx(0.45)
    assert calibration_error([]) is None


@given(stated)
def test_scores_are_between_nothing_and_one(some: list[Stated]) -> None:
    assert 0 <= (brier(some) or 0) <= 1
    assert 0 <= (calibration_error(some) or 0) <= 1


@given(stated)
def test_every_statement_is_in_one_step_of_the_curve(some: list[Stated]) -> None:
    figures = reliability(Sheet("x", "calibration"), "pairs, q", some, (0,))
    steps = [one for one in figures if "from" in one.measure]
    assert len(steps) == len(STEPS) - 1
    assert sum(one.n for one in steps) == len(some)
    last = next(one for one in figures if one.measure.endswith("q up to 0.1"))
    assert (last.n, last.count) == (len(some), sum(not true for _, true in some))


def test_p_that_is_too_small_too_often_shows() -> None:
    rng = np.random.default_rng(0)
    even = rng.random(2000)
    assert (excess(even, 2000) or 0) < 0.05
    assert (excess(even**3, 2000) or 0) > 0.3
    assert excess(even**3, 20_000) == pytest.approx(0.012, abs=0.005)
    assert excess(np.sqrt(even), 2000) == pytest.approx(0, abs=0.02)
    assert (excess(np.array([]), 5), excess(np.array([]), 0)) == (0.0, None)


def test_names_are_dealt_anew_within_platform_language_and_kind() -> None:
    posts = simulate("repost-ring", seed=1, posts=2500).posts
    made = dealt_anew(posts, np.random.default_rng(0))
    columns = ("platform", "lang", "kind", "account_id", "handle")
    before, after = (Counter(zip(*(each[c].to_pylist() for c in columns), strict=True)) for each in (posts, made))
    assert before == after
    assert made.drop_columns(["account_id", "handle"]).equals(posts.drop_columns(["account_id", "handle"]))
    assert sum(a != b for a, b in zip(posts["account_id"], made["account_id"], strict=True)) > 0.8 * posts.num_rows


def test_a_lead_states_no_q_and_is_left_out() -> None:
    planted = Truth({"operations": [{"members": ["x:a", "x:b"]}], "decoys": []})
    with duckdb.connect() as con:
        con.execute("CREATE TABLE ties (a VARCHAR, b VARCHAR, q DOUBLE)")
        con.execute("INSERT INTO ties VALUES ('x:a', 'x:b', 0.02), ('x:a', 'x:b', NULL), ('x:c', 'x:d', NULL)")
        assert stated_pairs(cast("Found", SimpleNamespace(connection=con)), planted) == [(0.02, True)]


@pytest.mark.slow
def test_stated_chances_are_set_against_the_truth_of_a_world(tmp_path: Path) -> None:
    (ring,) = [one for one in CALIBRATION if one.name == "repost-ring-stated"]
    figures = {one.measure: one for one in ring.score(Bench(tmp_path, None, seeds=1, posts=2500)).figures}
    promised = figures["wrong pairs, q up to 0.01"]
    assert promised.n > 20
    assert (promised.value or 0) < 0.2
    assert 0 <= (figures["Brier score of q of pairs"].value or 0) < 0.2
    assert figures["expected calibration error of p of networks"].value is not None
    assert figures["wrong networks, p up to 1"].n >= figures["wrong networks, p up to 0.05"].n > 0
