"""What it costs to have chosen a group: more in a larger crowd, and for thin ties; nothing where there is no choice."""

from __future__ import annotations

from math import comb, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks.choice import cost, ways


@given(st.integers(0, 200), st.data())
def test_ways_are_binomial_coefficients(of, data):
    chosen = data.draw(st.integers(0, of))
    assert ways(of, chosen) == pytest.approx(log(comb(of, chosen)), abs=1e-6)


@given(st.integers(3, 60), st.integers(0, 100_000))
def test_a_group_that_is_everybody_and_wholly_tied_costs_nothing(members, more):
    tied = members * (members - 1) // 2
    assert cost(members, tied, members) == pytest.approx(0, abs=1e-6)
    assert cost(members, tied, members + more + 1) > 0


@given(st.integers(10, 300), st.integers(500, 50_000))
def test_a_tie_among_many_that_are_missing_costs_more_than_one_among_few(members, crowd):
    pairs = members * (members - 1) // 2
    thin, close = pairs // 20, pairs - pairs // 20

    def for_each_tie(tied: int) -> float:
        return (cost(members, tied, crowd) - cost(members, pairs, crowd)) * members / tied

    assert for_each_tie(thin) > 2 * for_each_tie(close)


def test_a_taste_of_a_large_crowd_is_not_worth_what_its_choice_costs():
    # As seen among 40,844 people of a made-up crowd, 4,675 of them with a lead; and in the operation of 2015.
    assert 32.3 - cost(184, 636, 4675) < 14
    assert 79.7 - cost(100, 515, 281) > 60
