from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from inconcert.model.shares import wilson

PARTS = st.integers(0, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(PARTS)
def test_wilson_holds_the_share_and_stays_a_share(counted: tuple[int, int]) -> None:
    count, n = counted
    low, high = wilson(count, n)
    assert 0 <= low <= high <= 1
    if n:
        assert low <= count / n <= high


@given(PARTS.filter(lambda counted: counted[1] > 0))
def test_wilson_is_that_of_scipy(counted: tuple[int, int]) -> None:
    count, n = counted
    theirs = binomtest(count, n).proportion_ci(method="wilson")
    assert wilson(count, n) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(PARTS)
def test_wilson_is_symmetric(counted: tuple[int, int]) -> None:
    count, n = counted
    low, high = wilson(count, n)
    assert wilson(n - count, n) == pytest.approx((1 - high, 1 - low))


@given(st.integers(1, 10**5))
def test_nothing_counted_is_not_nothing_there(n: int) -> None:
    low, high = wilson(0, n)
    assert low == 0 < high
    assert wilson(0, 2 * n)[1] < high


@pytest.mark.parametrize(("count", "n"), [(3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(count, n)
