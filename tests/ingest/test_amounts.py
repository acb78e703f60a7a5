"""Amounts as libraries write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.ingest.amounts import bounds, currency, joined
from inconcert.model.times import UnreadableError


@pytest.mark.parametrize(
    ("cell", "lower", "upper"),
    [
        ("≤100", 0, 100),
        ("<= 10k", 0, 10_000),
        ("10k-100k", 10_000, 100_000),
        ("1M–10M", 1e6, 1e7),
        (">10M", 1e7, None),
        ("1000+", 1000, None),
        ("100 to 499", 100, 499),
        ("[100,200)", 100, 200),
        ("lower_bound: 0, upper_bound: 99", 0, 99),
        ("{'lower_bound': '100', 'upper_bound': '199'}", 100, 199),
        ({"lower_bound": "1000"}, 1000, None),
        ({"upper_bound": "99"}, None, 99),
        (12.5, 12.5, 12.5),
        ("36e3", 36000, 36000),
    ],
)
def test_ranges_keep_their_ends(cell, lower, upper):
    found = bounds(cell)
    assert (found.lower, found.upper) == (lower, upper)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1,234.56", 1234.56),
        ("1.234,56", 1234.56),
        ("1 234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("12,5", 12.5),
        ("1,234", 1234),
        ("1.234.567", 1234567),
        ("12,34,567", 1234567),
        ("0.123", 0.123),
        ("1.5M", 1.5e6),
    ],
)
def test_signs_between_digits_are_told_apart(cell, amount):
    assert bounds(cell).upper == amount


@pytest.mark.parametrize("cell", ["", "NA", "None", "-", "nan", None, float("nan")])
def test_what_says_nothing_is_missing_and_not_zero(cell):
    assert bounds(cell) == (None, None, None)


@pytest.mark.parametrize("cell", ["abc", "-5", -1.0, "120;950.66", "1-2-3", "2018-11-17", "9-3", True, [1], {"a": 1}])
def test_what_is_no_amount_is_refused(cell):
    with pytest.raises(UnreadableError):
        bounds(cell)


def test_bounds_in_two_cells_may_not_cross():
    assert joined("100", "").upper is None
    with pytest.raises(UnreadableError):
        joined("200", "100")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("33.59 RUB", "RUB"),
        ("€ 12", "EUR"),
        ("US$5", "USD"),
        ("Amount spent (MXN)", "MXN"),
        ("Spend_USD", "USD"),
        ("usd", "USD"),
        ("$5", None),
        ("¥5", None),
        ("USO", None),
        ("EUR or USD", None),
        ("", None),
        (["EUR"], None),
    ],
)
def test_a_currency_is_named_or_it_is_not(text, code):
    assert currency(text) == code


@given(st.decimals(0, 10**9, places=2), st.sampled_from(["{:,.2f}", "{:.2f}", "€{:,.2f}", "{:,.2f} PLN", "≤{:,.2f}"]))
def test_an_amount_that_is_written_is_read_again(amount, form):
    assert bounds(form.format(amount)).upper == float(amount)


@given(st.text() | st.floats() | st.integers() | st.none() | st.dictionaries(st.text(), st.text(), max_size=3))
def test_bounds_never_cross_and_never_lie_below_zero(cell):
    try:
        found = bounds(cell)
    except UnreadableError:
        return
    assert found.lower is None or found.lower >= 0
    assert found.lower is None or found.upper is None or found.lower <= found.upper
