"""Rates of the day, and when there is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.ads.rates import Rates
from inconcert.errors import UsageError

DAYS = st.dates(date(1999, 1, 4), date(2026, 10, 30))


def test_the_rate_is_that_of_the_day():
    rates = Rates("USD")
    assert rates.rate("EUR", date(2022, 6, 1)).rate == pytest.approx(1.0712)
    assert rates.rate("EUR", date(2022, 9, 27)).rate == pytest.approx(0.9644)


def test_a_weekend_lies_between_the_days_around_it():
    rates = Rates("USD")
    friday, saturday, monday = (rates.rate("EUR", date(2022, 9, day)) for day in (23, 24, 26))
    assert (friday.borrowed, saturday.borrowed) == (False, True)
    assert min(friday.rate, monday.rate) <= saturday.rate <= max(friday.rate, monday.rate)


@pytest.mark.parametrize(
    ("currency", "day", "why"),
    [
        ("RUB", date(2024, 5, 1), "rates of RUB are known from 2005-04-01 to 2022-03-01"),
        ("UAH", date(2022, 1, 3), "no rate of UAH"),
        ("EUR", date(1998, 1, 1), "rates of USD are known from"),
        ("EUR", date(2099, 1, 1), "rates of USD are known from"),
        ("EUR", None, "the day is not known"),
        (None, date(2022, 1, 3), "the currency is not known"),
    ],
)
def test_there_is_no_rate_and_it_says_why(currency, day, why):
    found = Rates("USD").rate(currency, day)
    assert found.rate is None
    assert why in found.why


def test_a_gap_of_more_than_a_week_is_not_bridged():
    # The króna had no reference rate from December 2008 to February 2018.
    found = Rates("EUR").rate("ISK", date(2012, 5, 2))
    assert found.rate is None
    assert "more than 7 days old" in found.why


@given(DAYS)
def test_a_currency_is_itself_on_any_day(day):
    assert Rates("EUR").rate("EUR", day) == (1.0, False, "")


@given(DAYS)
def test_there_and_back_is_where_it_began(day):
    there, back = Rates("USD").rate("GBP", day).rate, Rates("GBP").rate("USD", day).rate
    assert there * back == pytest.approx(1.0)


def test_a_currency_without_rates_is_refused_with_the_nearest():
    with pytest.raises(UsageError, match="USD"):
        Rates("USDX")
