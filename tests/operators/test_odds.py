from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inconcert.operators.odds import posterior, tails, weights

KEPT = st.floats(0.05, 0.95)
NATS = st.floats(-20, 40)


@given(KEPT)
def test_among_strangers_the_mean_likelihood_ratio_is_one(kept: float) -> None:
    # κ u^(κ−1) has all its mass at the rare end; on a log scale the sum converges.
    edges = np.geomspace(1e-40, 1, 200_001)
    middle = np.sqrt(edges[1:] * edges[:-1])
    assert np.isclose((np.exp(weights(middle, kept)) * np.diff(edges)).sum(), 1, atol=1e-3)


@given(KEPT, st.floats(1e-9, 1), st.floats(1e-9, 1))
def test_rarer_agreement_never_weighs_less(kept: float, one: float, other: float) -> None:
    rare, common = weights(np.array([min(one, other), max(one, other)]), kept)
    assert rare >= common


def test_what_is_missing_is_not_zero() -> None:
    assert np.isnan(weights(np.array([np.nan]), 0.5)).all()


def test_a_cap_holds() -> None:
    assert weights(np.array([1e-9]), 0.5, cap=2.0).tolist() == [2.0]


def test_tails_are_never_zero_and_count_ties() -> None:
    assert tails(np.array([0.0, 0.0, 1.0]), np.array([0.0, 1.0, 2.0])).tolist() == [1.0, 0.5, 0.25]


@given(NATS, NATS, st.floats(2, 1e9))
def test_three_things_may_be_and_nothing_else(face: float, own: float, others: float) -> None:
    same, copied = posterior(np.array([face]), np.array([own]), np.array([others]))
    assert 0 <= same[0] <= 1
    assert 0 <= copied[0] <= 1
    assert same[0] + copied[0] <= 1 + 1e-9


@given(NATS, st.floats(2, 1e9))
def test_a_face_alone_never_makes_the_same_hands_likelier_than_a_copy(face: float, others: float) -> None:
    same, copied = posterior(np.array([face]), np.array([0.0]), np.array([others]))
    assert same[0] <= copied[0] + 1e-12
    assert same[0] <= 0.5


def test_the_more_accounts_there_are_to_pick_from_the_more_it_takes() -> None:
    few, many = (posterior(np.array([8.0]), np.array([4.0]), np.array([n]))[0][0] for n in (100.0, 1e6))
    assert few > 0.9 > many
