"""Words of a mapping of ads, and what they make of a record: amounts and disclaimers are worked out of its cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.ingest.amounts import currency
from inconcert.ingest.formats.ad_fields import disclaimer, money, ranged
from inconcert.ingest.paths import given, literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from inconcert.ingest.format import Record

AD_WORDS = {
    "id": "ad_id", "page": "account_id", "advertiser": "advertiser", "payer": "payer", "beneficiary": "beneficiaries",
    "text": "text", "title": "title", "url": "urls", "media": "media", "created": "created_at",
    "started": "started_at", "stopped": "stopped_at", "currency": "currency", "spend": "spend_lower",
    "spend_lower": "spend_lower", "spend_upper": "spend_upper", "impressions": "impressions_lower",
    "impressions_lower": "impressions_lower", "impressions_upper": "impressions_upper", "reach": "reach_lower",
    "clicks": "clicks", "count": "count", "country": "countries", "language": "languages", "surface": "surfaces",
    "snapshot": "snapshot", "platform": "platform",
}  # fmt: skip
"""Words after ``ad.`` in a mapping → columns of ads. ``spend``, ``impressions`` and ``reach`` are cells that hold both
bounds, or one exact amount."""

PLAIN_WORDS = {
    "account": "page",
    "time": "started",
    "urls": "url",
    "lang": "language",
    "name": "advertiser",
}
"""Words of mappings of posts that a mapping of ads understands as well."""

_WORKED = frozenset({"payer", "currency", "spend", "spend_lower", "spend_upper", "impressions", "impressions_lower",
                     "impressions_upper", "reach"})  # fmt: skip

MONEY = ("spend", "spend_lower", "spend_upper")
"""Words that say what was paid."""


def paths(columns: Mapping[str, str]) -> dict[str, str]:
    """The paths of ads for columns by word; amounts are worked out by :func:`splitter` first."""
    made = {AD_WORDS[word]: literal(name) for word, name in columns.items() if word not in _WORKED}
    if set(MONEY) & set(columns):
        made |= {"currency": "_currency", "spend_lower": "_spend_lower", "spend_upper": "_spend_upper"}
    elif "currency" in columns:
        made["currency"] = literal(columns["currency"])
    for what in ("impressions", "reach"):
        if any(word.startswith(what) for word in columns):
            made |= {f"{what}_lower": f"_{what}_lower", f"{what}_upper": f"_{what}_upper"}
    if "payer" in columns:
        made |= {"payer": "_payer", "disclaimed": "_disclaimed"}
    return made


def splitter(columns: Mapping[str, str]) -> Callable[[Record], Iterable[Record]]:
    """What works out the amounts and the disclaimer of each record."""
    header = next((code for word in MONEY if (code := currency(worded(columns.get(word, ""))))), None)
    has_money = bool(set(MONEY) & set(columns))

    def split(record: Record) -> Iterable[Record]:
        cell = {word: given(record.get(name)) for word, name in columns.items()}
        made = dict(record)
        if has_money:
            made |= money(cell.get("spend"), cell.get("spend_lower"), cell.get("spend_upper"), cell.get("currency"))
            made["_currency"] = made["_currency"] or header
        for what in (each for each in ("impressions", "reach") if any(word.startswith(each) for word in columns)):
            made |= ranged(what, cell.get(what), cell.get(f"{what}_lower"), cell.get(f"{what}_upper"))
        if "payer" in cell:
            made |= disclaimer({"payer": cell["payer"]}, "payer")
        yield made

    return split


def worded(name: str) -> str:
    """A column name with its capitals apart, so that a code in it stands alone."""
    return re.sub(r"[^A-Za-z$€£₽₴₹]+", " ", name).upper()
