from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.evaluate.measures import SEEDS, WILSON, Figure, Sheet, auc, precision, recall
from inconcert.model.shares import wilson

SHEET = Sheet("somewhere", "organic")
NAMES = st.frozensets(st.sampled_from("abcdefghij"))


@given(NAMES, NAMES)
def test_recall_and_precision_mirror_each_other(found: frozenset[str], truth: frozenset[str]) -> None:
    assert recall(found, truth) == precision(truth, found)
    assert (precision(found, truth) is None) == (not found)


@given(NAMES, NAMES, NAMES)
def test_finding_more_never_lowers_recall(found: frozenset[str], more: frozenset[str], truth: frozenset[str]) -> None:
    before, after = recall(found, truth), recall(found | more, truth)
    assert before is None or (after is not None and before <= after <= 1)


@given(NAMES.filter(bool), NAMES)
def test_only_what_is_true_gives_precision_one(truth: frozenset[str], others: frozenset[str]) -> None:
    assert precision(truth, truth | others) == 1
    assert precision(truth, others - truth) == 0


def test_a_rate_keeps_its_count_beside_it() -> None:
    figure = SHEET.rate("accounts in a network per 10,000", 5, 20_000, per=10_000)
    assert (figure.value, figure.count, figure.n, figure.interval) == (2.5, 5, 20_000, WILSON)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 2.5 < figure.high
    assert figure.low == pytest.approx(10_000 * wilson(5, 20_000)[0])


def test_a_rate_of_nothing_has_no_value() -> None:
    figure = SHEET.rate("recall", 0, 0)
    assert (figure.value, figure.low, figure.high) == (None, None, None)


@given(st.dictionaries(st.integers(0, 50), st.floats(0, 1) | st.none(), min_size=1))
def test_seeds_give_mean_lowest_and_highest(values: dict[int, float | None]) -> None:
    figure = SHEET.over_seeds("recall", values)
    given = [value for value in values.values() if value is not None]
    assert (figure.n, figure.seeds, figure.interval) == (len(given), tuple(values), SEEDS)
    assert dict(zip(figure.seeds, figure.values, strict=True)) == values
    if given:
        assert (figure.low, figure.high) == (min(given), max(given))
        assert figure.low is not None
        assert figure.value is not None
        assert figure.low <= figure.value <= max(given)
    else:
        assert figure.value is None


def test_one_seed_is_named_and_several_are_not() -> None:
    assert SHEET.over_seeds("recall", {3: 1.0}).seed == 3
    assert SHEET.over_seeds("recall", {3: 1.0, 4: 0.5}).seed is None


def test_the_figure_as_data_has_what_the_contract_names() -> None:
    assert {"name", "kind", "measure", "value", "low", "high", "n", "seed"} <= set(SHEET.rate("recall", 1, 2).to_dict())


def test_the_interval_of_a_mean_lies_around_it_and_within_the_seeds() -> None:
    figure = Sheet("a", "simulated").over_seeds("recall", dict(enumerate([0.2, 0.9, 0.8, 1.0, 0.7])))
    assert figure.low <= figure.mean_low < figure.value < figure.mean_high <= figure.high
    alone = Sheet("a", "simulated").over_seeds("recall", {0: 0.5})
    assert (alone.mean_low, alone.mean_high) == (None, None)


def test_a_kept_figure_is_the_same_figure() -> None:
    figure = Sheet("a", "simulated").over_seeds("recall", {0: 0.5, 3: None})
    assert Figure.from_dict(json.loads(json.dumps(figure.to_dict()))) == figure


@given(st.lists(st.integers(0, 5), max_size=12), st.lists(st.integers(0, 5), max_size=12))
def test_auc_is_the_chance_that_one_of_ours_is_above(ours: list[int], theirs: list[int]) -> None:
    pairs = [(a > b) + (a == b) / 2 for a in ours for b in theirs]
    assert auc(ours, theirs) == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)
