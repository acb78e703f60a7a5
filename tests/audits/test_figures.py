"""Intervals hold what they say, and no figure depends on which side is called the first."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.audits.exposure.comparing import studentised
from inconcert.audits.figures import kappa, permutation, welch, wilson

values = st.lists(st.floats(0, 1), min_size=2, max_size=7).map(np.array)


def test_wilson_is_the_published_interval():
    # Newcombe 1998, table I: 81 of 263, and 0 of 20.
    assert wilson(81, 263)[1:] == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20)[1:] == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_kappa_is_the_published_one():
    # Two raters on 50 proposals: 20 yes, 15 no, 5 and 10 apart.
    found = kappa({("y", "y"): 20, ("n", "n"): 15, ("y", "n"): 5, ("n", "y"): 10})
    assert found is not None
    assert found.value == pytest.approx(0.4)
    assert found.low < 0.4 < found.high


def test_kappa_says_nothing_of_one_label():
    assert kappa({("y", "y"): 30}) is None


def test_kappa_of_chance_is_about_zero_and_its_interval_covers_it():
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(200):
        pairs = Counter(zip(rng.choice(["a", "b"], 150, p=[0.7, 0.3]), rng.choice(["a", "b"], 150), strict=True))
        found = kappa({(str(one), str(other)): number for (one, other), number in pairs.items()})
        held += found is not None and found.low <= 0 <= found.high
    assert 0.9 <= held / 200 <= 0.99


@given(values, values)
@settings(max_examples=12)
def test_a_difference_the_other_way_round_is_its_mirror(one, other):
    assert welch(one, other).mirrored() == welch(other, one)
    assert permutation(one, other, 3) == permutation(other, one, 3)
    assert permutation(one, other, 3) == permutation(one[::-1], other, 3)


def test_permutation_in_full_counts_every_assignment():
    # Of the 20 ways to choose three of six, only the real one and its mirror are as far.
    assert permutation(np.array([1.0, 2.0, 3.0]), np.array([7.0, 8.0, 9.0]), 0) == pytest.approx(2 / 20)


def test_permutation_by_draws_is_about_the_exact_one():
    rng = np.random.default_rng(0)
    drawn = [permutation(rng.normal(0, 1, 12), rng.normal(0, 1, 12), 5) for _ in range(20)]
    assert np.mean(np.array(drawn) < 0.5) == pytest.approx(0.5, abs=0.3)
    assert min(drawn) > 1e-4


def test_the_interval_over_topics_covers_the_truth():
    rng = np.random.default_rng(4)
    held = 0
    for seed in range(80):
        span = studentised(rng.normal(0.5, 0.4, 8), rng.normal(0, 0.4, 12), seed)
        held += span.low <= 0.5 <= span.high
    assert 0.89 <= held / 80 <= 0.99


def test_few_topics_get_no_interval():
    span = studentised(np.array([1.0, 2.0, 3.0, 4.0]), np.arange(9.0), 0)
    assert (span.low, span.high) == (None, None)
    assert span.value == pytest.approx(-1.5)
