from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.special import logsumexp
from scipy.stats import false_discovery_control, kstest, poisson

from inconcert.coordination.significance import cauchy, false_discovery, largest_rates, leads_up_to, surprise


def tail(least: int, rate: float) -> float:
    """ln P(X ≥ least), summed in logarithms: ``poisson.logsf`` takes the logarithm of what may have underflowed."""
    return float(logsumexp(poisson.logpmf(np.arange(least, least + 3000), rate)))


@given(st.integers(3, 300), st.floats(-6, 2.5), st.integers(1, 3))
@example(55, -4.375, 3)
def test_surprise_is_the_conditional_tail_of_poisson(shared: int, power: float, support: int) -> None:
    rate = 10**power
    p = surprise(np.array([[shared]], np.int32), np.array([[rate]]), support)[0, 0]
    truth = tail(shared, rate) - tail(support, rate) if shared > support else 0.0
    assert np.log(p) == pytest.approx(max(truth, np.log(1e-300)), abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(0.0, 200.0)), min_size=1, max_size=40), st.floats(0, 0.5))
def test_the_surprise_of_a_pair_is_the_same_in_any_company(pairs: list[tuple[int, float]], spread: float) -> None:
    shared, expected = (np.array([column]).T for column in zip(*pairs, strict=True))
    together = surprise(shared.astype(np.int32), expected, 2, spread)
    alone = [surprise(shared[[k]].astype(np.int32), expected[[k]], 2, spread)[0, 0] for k in range(len(pairs))]
    assert together[:, 0].tolist() == alone


@given(st.floats(0.01, 2.0), st.floats(0.01, 2.0), st.integers(2, 30))
def test_more_expected_is_less_surprising(one: float, other: float, shared: int) -> None:
    low, high = sorted([one, other])
    counts = np.array([[shared, shared]], np.int32)
    p = surprise(counts, np.array([[low, high]]), 2)[0]
    assert p[0] <= p[1] * (1 + 1e-12)


def test_surprise_of_chance_is_never_too_small() -> None:
    rng = np.random.default_rng(0)
    counts = rng.poisson(1.5, 200_000)
    counts = counts[counts >= 2].astype(np.int32)
    p = surprise(counts[:, None], np.full((counts.size, 1), 1.5), 2)[:, 0]
    for level in (0.5, 0.2, 0.05, 0.01):
        assert (p <= level).mean() <= level + 3 * np.sqrt(level / counts.size)


def test_cauchy_is_uniform_when_its_parts_are() -> None:
    p = np.random.default_rng(0).random((50_000, 6)) * 0.99
    combined = cauchy(p)
    assert kstest(combined[combined < 0.5] * 2, "uniform").statistic < 0.03


def test_cauchy_of_one_column_is_that_column_and_keeps_the_smallest() -> None:
    p = np.array([[1e-12], [1e-9], [1e-3], [0.4]])
    assert cauchy(p)[:, None] == pytest.approx(p, rel=1e-6)
    assert cauchy(np.array([[1e-20, 1.0, 1.0, 1.0]]))[0] == pytest.approx(4e-20, rel=1e-6)
    assert cauchy(np.empty((2, 0))).tolist() == [1.0, 1.0]


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40))
def test_false_discovery_agrees_with_scipy_when_all_are_given(values: list[float]) -> None:
    p = np.array(values)
    assert false_discovery(p, p.size) == pytest.approx(false_discovery_control(p))


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40), st.floats(0.01, 0.9))
def test_dropping_large_p_changes_no_q_that_matters(values: list[float], bound: float) -> None:
    p = np.array(values)
    whole = false_discovery(p, p.size)
    part = false_discovery(p[p <= bound], p.size)
    kept = whole[p <= bound]
    matters = kept <= bound
    assert part[matters] == pytest.approx(kept[matters])
    assert (part[~matters] > bound - 1e-12).all()


def test_what_is_kept_for_the_next_who_asks_cannot_be_written_to() -> None:
    kept = largest_rates(0, 0.1, 0.01, 64)
    before = kept.tolist()
    with pytest.raises(ValueError, match="read-only"):
        kept[3] = 1.0
    assert leads_up_to(2, 0.1, 0.01, 64)[:3].tolist() == [-1.0] * 3
    assert largest_rates(0, 0.1, 0.01, 64).tolist() == before
