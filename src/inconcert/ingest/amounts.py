"""Amounts as ad libraries write them: exact, as a range, or as a bound; with or without a currency.

``≤100``, ``10k-100k``, ``>10M``, ``$1,200``, ``1.234,50 €`` and ``lower_bound: 0, upper_bound: 99`` are read; anything
else raises, so that it is told and never taken for zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from inconcert.model.times import UnreadableError

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHF CLP CNY COP CRC CUP CVE CYP CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRU MTL MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR ROL RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP "
    "STN SVC SYP SZL THB TJS TMT TND TOP TRL TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF "
    "YER ZAR ZMW ZWL"
)
CURRENCIES = frozenset(_CODES.split())
"""Codes of ISO 4217, some that are no longer in use included."""

_SIGNS = {
    "US$": "USD", "CA$": "CAD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "MX$": "MXN", "NT$": "TWD", "R$": "BRL",
    "€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₹": "INR", "₪": "ILS", "₺": "TRY", "₩": "KRW", "₫": "VND",
    "฿": "THB", "₱": "PHP", "₦": "NGN", "₾": "GEL", "₸": "KZT", "zł": "PLN", "Kč": "CZK",
}  # fmt: skip
"""Signs of one currency each; ``$``, ``¥`` and ``kr`` stand for several and name none."""

_WORDS = {
    "euro": "EUR", "euros": "EUR", "us dollar": "USD", "us dollars": "USD", "u.s. dollars": "USD", "rubles": "RUB",
    "roubles": "RUB", "ruble": "RUB", "pounds sterling": "GBP", "british pounds": "GBP", "swiss francs": "CHF",
    "hryvnia": "UAH", "zloty": "PLN", "złoty": "PLN", "canadian dollars": "CAD", "australian dollars": "AUD",
}  # fmt: skip
"""Names of currencies; «dollars» and «pounds» alone name none."""

_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_NOTHING = frozenset({"", "nan", "none", "null", "na", "n/a", "n.a.", "-", "–", "—", "unknown", "nat"})
_GROUPED = r"\d{1,3}(?:(?:[.,'’\u00a0\u202f ]\d{3})+)(?:[.,]\d{1,2})?(?!\d)"
_LAKHS = r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"
_NUMBER = re.compile(
    rf"({_GROUPED}|{_LAKHS}|\d+(?:[.,]\d+)?)\s*(k|m|mn|mio|million|millions|b|bn|billion|thousand)?(?![a-z\d])"
)
_SCALES = {"k": 1e3, "thousand": 1e3, "b": 1e9, "bn": 1e9, "billion": 1e9}
_BOUND = re.compile(r"(lower|upper|min|max)(?:_bound|imum)?\W+([\d.]+)")
_ENDS = {"lower": "lower_bound", "upper": "upper_bound", "min": "lower_bound", "max": "upper_bound"}
_MOST = re.compile(r"^(?:≤|<=?|=<|less than|under|up to|at most|below|fewer than|max\.?|bis)\s*(.+)$")
_LEAST = re.compile(r"^(?:≥|>=?|=>|more than|over|above|at least|from|min\.?|ab)\s*(.+)$")
_OPEN = re.compile(r"^(.+?)\s*(?:\+|or more|and more|and above|and over)$")
_BETWEEN = re.compile(r"^(.+?)\s*(?:-|–|—|~|…|\.\.\.?|\bto\b|\band\b|\bbis\b)\s*(.+)$")


class Bounds(NamedTuple):
    """What an amount says; an unknown end is ``None``."""

    lower: float | None = None
    upper: float | None = None
    """``None`` with a lower bound: open above."""
    currency: str | None = None


def currency(value: Any) -> str | None:
    """The one currency that a text names by its code or sign, or ``None``."""
    return None if isinstance(value, (dict, list, bool)) else _named(str(value or "").strip())


@lru_cache(maxsize=1 << 14)
def _named(text: str) -> str | None:
    if text.upper() in CURRENCIES:
        return text.upper()
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    named = {code for code in _CODE.findall(text.replace("_", " ")) if code in CURRENCIES}
    named = named or {code for sign, code in _SIGNS.items() if sign in text}
    return named.pop() if len(named) == 1 else None


def bounds(value: Any) -> Bounds:
    """The amount in a cell, as bounds; both are equal when it is exact.

    Raises:
        UnreadableError: it is no amount, less than nothing, or its bounds cross.
    """
    if isinstance(value, (bool, list)):
        raise UnreadableError("not an amount")
    if value is None:
        return Bounds()
    if isinstance(value, (int, float)):
        return _exact(float(value)) if math.isfinite(value) else Bounds()
    return _ordered(_object(value) if isinstance(value, Mapping) else _text(str(value).strip()))


def joined(lower: Any, upper: Any) -> Bounds:
    """Bounds from two cells: the lower end of the one, the upper end of the other.

    Raises:
        UnreadableError: one is no amount, or they cross.
    """
    low, high = bounds(lower), bounds(upper)
    return _ordered(Bounds(low.lower, high.upper, low.currency or high.currency))


def _ordered(found: Bounds) -> Bounds:
    if found.lower is not None and found.upper is not None and found.lower > found.upper:
        raise UnreadableError("a lower bound above the upper one")
    return found


def _exact(number: float) -> Bounds:
    if number < 0:
        raise UnreadableError("an amount below zero")
    return Bounds(number, number)


def _object(value: Mapping[str, Any]) -> Bounds:
    lower, upper = (_end(value, names) for names in (("lower_bound", "min", "lower"), ("upper_bound", "max", "upper")))
    if lower is None and upper is None and value:
        raise UnreadableError("not an amount")
    return Bounds(lower, upper, currency(value.get("currency")))


def _end(value: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    given = next((value[name] for name in names if value.get(name) is not None), None)
    return bounds(given).lower if not isinstance(given, Mapping) else None


@lru_cache(maxsize=1 << 14)
def _text(text: str) -> Bounds:
    if text.lower() in _NOTHING:
        return Bounds()
    ends = dict(_BOUND.findall(text.lower())) if "bound" in text or "max" in text.lower() else {}
    if ends:
        return _object(
            {f"{name.replace('min', 'lower').replace('max', 'upper')}_bound": end for name, end in ends.items()}
        )
    money = currency(text)
    return Bounds(*_range(_plain(text)), money)


def _plain(text: str) -> str:
    """The text without signs and codes of currencies, in lower case."""
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    text = _CODE.sub(lambda found: " " if found[0] in CURRENCIES else found[0], text)
    return re.sub(r"[$¥]", " ", text).lower().strip()


def _range(text: str) -> tuple[float | None, float | None]:
    if text[:1] in "([" and text[-1:] in ")]" and text.count(",") == 1:
        text = text[1:-1].replace(",", " - ")
    if most := _MOST.match(text):
        return 0.0, _number(most[1])
    if least := _LEAST.match(text) or _OPEN.match(text):
        return _number(least[1]), None
    exact = _maybe(text)
    if exact is not None:
        return exact, exact
    between = _BETWEEN.match(text)
    if between is None:
        raise UnreadableError("not an amount")
    return _number(between[1]), _number(between[2])


def _number(text: str) -> float:
    found = _maybe(text)
    if found is None:
        raise UnreadableError("not an amount")
    return found


def _maybe(text: str) -> float | None:
    """The number that the whole text is, or ``None``.

    Raises:
        UnreadableError: it is below zero.
    """
    text = text.strip()
    if re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?", text):
        return _exact(float(text)).lower
    hit = _NUMBER.fullmatch(text)
    return _written(hit[1]) * _SCALES.get(hit[2] or "", 1e6 if hit[2] else 1.0) if hit else None


def _written(text: str) -> float:
    """A number with signs between its groups: of two kinds of signs the last is the decimal one."""
    marks = [sign for sign in text if not sign.isdigit()]
    last = marks[-1] if marks else ""
    single = len(marks) == 1 and (last == "." or (last == "," and not re.search(r",\d{3}$", text)))
    decimal = last in (".", ",") and (single or (len(marks) > 1 and last not in marks[:-1]))
    if not decimal:
        return float(re.sub(r"\D", "", text))
    whole, _, rest = text.rpartition(last)
    return float(re.sub(r"\D", "", whole) + "." + rest)
