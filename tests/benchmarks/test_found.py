"""The exact join beside which near-duplicates are judged is exact, and its counts are those of the pairs."""

from __future__ import annotations

from itertools import islice

import found
import pytest
import texts
from likeness import pairs_alike

from inconcert.normalise.duplicates import LEAST


@pytest.fixture(scope="module")
def near_forms() -> list[str]:
    """Made-up texts of which many are copies, and two that share every run but one another's end."""
    made = sorted({text for block in texts.blocks(600, seed=3) for text in islice(block, 600)})
    return [*made, "the council has voted for a bridge", "the council has voted for a bridge and a"]


def test_the_join_finds_every_pair_and_no_other(near_forms: list[str]) -> None:
    sets = [found.runs(text) for text in near_forms]
    expected = pairs_alike(sets, LEAST)
    assert len(expected) > 50
    pairs = {(pair.one, pair.other): pair.alike for pair in found.joined(sets)}
    assert pairs == pytest.approx(expected)


def test_rows_count_pairs_by_similarity_and_by_script(near_forms: list[str]) -> None:
    rows = {row["of"]: row for row in found.rows(near_forms)}
    whole = rows["all"]
    steps = [row for name, row in rows.items() if name[0].isdigit()]
    scripts = [row for name, row in rows.items() if name in (*found.WRITTEN, "other")]
    pairs = pairs_alike([found.runs(text) for text in near_forms], LEAST)
    assert whole["like_pairs"] == len(pairs)
    assert sum(row["like_pairs"] for row in steps) == sum(row["like_pairs"] for row in scripts) == len(pairs)
    assert len(scripts) > 1
    assert whole["near_forms"] == len(near_forms)
    assert whole["unlike_their_representative"] == 0
    assert 0.5 < whole["in_one_cluster"] <= whole["both_in_clusters"] <= whole["meet"] <= 1
    assert whole["meet"] > 0.99


def test_what_stands_in_the_wrong_cluster_is_counted() -> None:
    sets = [found.runs(text) for text in ("abcdefghij", "abcdefghijk", "klmnopqrst")]
    right, wrong = found.standing([0, 0, 2], sets), found.standing([0, 0, 0], sets)
    assert (right["members"], right["unlike_their_representative"]) == (1, 0)
    assert (wrong["members"], wrong["unlike_their_representative"]) == (2, 1)
    assert wrong["pairs_of_a_cluster_that_are_alike"] == pytest.approx(1 / 3)


def test_scripts_are_those_of_most_letters() -> None:
    told = [found.script(text) for text in ("новый bridge мост", "新桥", "الجسر", "bridge", "١٢ 3", "नया पुल")]
    assert told == ["Cyrillic", "Chinese, Japanese", "Arabic", "Latin", "Arabic", "other"]
