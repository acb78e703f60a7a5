"""Snapchat's library of political ads: one table a year, with exact spend."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import disclaimer, money, named_columns, public, ranged
from inconcert.ingest.formats.shared import texts

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMNS = {
    "ad": r"ad[ _]?id",
    "currency": r"currency[ _]?code|currency",
    "spend": r"spend(?: \(.*\))?",
    "impressions": r"impressions",
    "start": r"start[ _]?date",
    "stop": r"end[ _]?date",
    "account": r"organi[sz]ation[ _]?name",
    "payer": r"paying[ _]?advertiser[ _]?name",
    "country": r"country[ _]?code|country",
    "age": r"age[ _]?bracket",
    "language": r"language",
    "snapshot": r"creative[ _]?url",
    "properties": r"creative[ _]?properties",
}
_NAMES = {word: re.compile(pattern) for word, pattern in _COLUMNS.items()}
_LANDING = re.compile(r"https?://[^\s,;|\"'\]}]+", re.IGNORECASE)


def split(record: Record) -> Iterable[Record]:
    """The row, whatever the year named its columns."""
    cell = {word: _first(record, name) for word, name in _NAMES.items()}
    age = texts(cell["age"])
    yield {
        **record,
        **{f"_{word}": value for word, value in cell.items()},
        **money(cell["spend"], code=cell["currency"]),
        **ranged("impressions", cell["impressions"]),
        **(disclaimer({"d": cell["payer"]}, "d") if cell["payer"] is not None else {}),
        "_snapshot": public(cell["snapshot"]),
        "_landing": _LANDING.findall(str(cell["properties"] or "")),
        "_targets": [f"age:{one}" for one in age],
    }


def _first(record: Record, name: re.Pattern[str]) -> Any:
    return next((value for _, value in named_columns(record, name)), None)


FORMAT = Format(
    name="snapchat_ads",
    title="Snapchat political ads",
    tells=(
        ("ADID", "PayingAdvertiserName"),
        ("ADID", "OrganizationName"),
        ("CreativeUrl", "PayingAdvertiserName"),
        ("Ad ID", "Paying Advertiser Name"),
    ),
    platform="snapchat",
    timezone="UTC",
    ads={
        "ad_id": "_ad",
        "account_id": "_account",
        "advertiser": "_account",
        "payer": "_payer",
        "disclaimed": "_disclaimed",
        "urls": "_landing",
        "snapshot": "_snapshot",
        "started_at": "_start",
        "stopped_at": "_stop",
        "currency": "_currency",
        "spend_lower": "_spend_lower",
        "spend_upper": "_spend_upper",
        "impressions_lower": "_impressions_lower",
        "impressions_upper": "_impressions_upper",
        "countries": "_country",
        "languages": "_language",
        "targets": "_targets",
    },
    known=("ADID", "CreativeUrl", "Currency Code", "Spend", "Impressions", "StartDate", "EndDate", "BillingAddress",
           "PayingAdvertiserName", "OrganizationName", "CountryCode"),
    split=split,
)  # fmt: skip
