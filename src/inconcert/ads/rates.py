"""Rates of exchange of a day, out of the history of the European Central Bank that comes inside CurrencyConverter.

On weekends and holidays, when no rate is published, the rate is interpolated between the days around, as
CurrencyConverter does it; when one of these is further away than ``OLDEST`` days there is no rate. Nothing is carried
beyond the first and last day of a currency: RUB ends on 2022-03-01.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple

from inconcert.errors import UsageError, nearest

OLDEST = 7
"""Days that a published rate may be away from the day it is used for."""


class Rate(NamedTuple):
    """A rate, or why there is none."""

    rate: float | None
    borrowed: bool = False
    """Whether the day itself has no published rate."""
    why: str = ""


class Rates:
    """Rates from any currency into ``target``.

    Raises:
        UsageError: the European Central Bank publishes no rate of ``target``.
    """

    def __init__(self, target: str) -> None:
        self.target = target.strip().upper()
        self._filled, self._plain = _history(filled=True), _history(filled=False)
        known = set(self._filled.currencies)
        if self.target not in known:
            raise UsageError(f"there are no rates of exchange into '{target}'.", todo=nearest(self.target, known))
        self._known = known

    @property
    def source(self) -> str:
        """Where the rates come from, in words."""
        last = self._filled.bounds["USD"].last_date
        return f"ECB reference rates of each ad's day (CurrencyConverter {version('CurrencyConverter')}, to {last})"

    def rate(self, currency: str | None, day: date | None) -> Rate:
        """What one unit of ``currency`` was in the target currency on ``day``."""
        if currency is None:
            return Rate(None, why="the currency is not known")
        if currency == self.target:
            return Rate(1.0)
        if currency not in self._known:
            return Rate(None, why=f"there is no rate of {currency}")
        if day is None:
            return Rate(None, why="the day is not known")
        return self._on(currency, day)

    def _on(self, currency: str, day: date) -> Rate:
        both = [each for each in (currency, self.target) if each != "EUR"]
        for each in both:
            first, last = self._filled.bounds[each]
            if not first <= day <= last:
                return Rate(None, why=f"rates of {each} are known from {first} to {last}")
            if not self._near(each, day):
                return Rate(None, why=f"the rate of {each} would be more than {OLDEST} days old")
        rate = float(self._filled.convert(1.0, currency, self.target, date=day))
        return Rate(rate, any(not self._published(each, day) for each in both))

    def _near(self, currency: str, day: date) -> bool:
        """Whether a rate was published within ``OLDEST`` days before and after."""
        before = any(self._published(currency, day - timedelta(away)) for away in range(OLDEST + 1))
        return before and any(self._published(currency, day + timedelta(away)) for away in range(OLDEST + 1))

    @cache  # noqa: B019  # a few hundred days for the length of one command
    def _published(self, currency: str, day: date) -> bool:
        from currency_converter import RateNotFoundError

        try:
            self._plain.convert(1.0, currency, date=day)
        except (RateNotFoundError, ValueError):
            return False
        return True


@cache
def _history(*, filled: bool) -> Any:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(fallback_on_missing_rate=filled)
