"""Google political ads: the tables of the transparency bundle, read from the archive or one by one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.ingest.amounts import CURRENCIES, bounds
from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import money, public, ranged
from inconcert.model.times import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable

_COLUMN = re.compile(r"Spend_(?:Range_(Min|Max)_)?([A-Z]{3})")
_FIRST = ("USD", "EUR")
"""Where the same money stands in several currencies, the one that is taken: of those above zero the first of these,
then the first of the header."""


def split(record: Record) -> Iterable[Record]:
    """The row with its money once, and the same money in the other currencies beside it."""
    sums = _by_currency(record)
    chosen = _chosen(sums)
    lower, upper = sums.get(chosen or "", (None, None))
    yield {
        **record,
        **money(None, lower, upper, chosen),
        **ranged("impressions", record.get("Impressions")),
        "_in": {f"{code}:{end}": value for code, pair in sums.items() if code != chosen
                for end, value in zip(("lower", "upper"), map(_plain, pair), strict=True) if value is not None},
        "_scope": _scope(record),
        "_snapshot": public(record.get("Ad_URL")),
        "_ids": _listed(record.get("Public_IDs_List")),
        "_countries": _listed(record.get("Regions") or record.get("Country")),
        "_targets": _targets(record),
    }  # fmt: skip


def _by_currency(record: Record) -> dict[str, tuple[Any, Any]]:
    """Lower and upper cell by currency: a range where the header has one, else the exact amount or its bucket."""
    found: dict[str, tuple[Any, Any]] = {}
    ranges: dict[str, dict[str, Any]] = {}
    for name, cell in record.items():
        hit = _COLUMN.fullmatch(str(name))
        if hit is None or hit[2] not in CURRENCIES or cell is None or not str(cell).strip():
            continue
        if hit[1]:
            ranges.setdefault(hit[2], {})[hit[1]] = cell
        else:
            found[hit[2]] = _ends(cell)
    return {**found, **{code: (ends.get("Min"), ends.get("Max")) for code, ends in ranges.items()}}


def _ends(cell: Any) -> tuple[Any, Any]:
    try:
        both = bounds(cell)
    except UnreadableError:
        return cell, cell
    return both.lower, both.upper


def _plain(cell: Any) -> float | None:
    try:
        return bounds(cell).upper
    except UnreadableError:
        return None


def _chosen(sums: dict[str, tuple[Any, Any]]) -> str | None:
    order = [*(code for code in _FIRST if code in sums), *(code for code in sums if code not in _FIRST)]
    paid = [code for code in order if any(_plain(end) for end in sums[code])]
    return next(iter([*paid, *order]), None)


def _scope(record: Record) -> str | None:
    if record.get("Ad_ID"):
        return "ad"
    if record.get("Week_Start_Date"):
        return "week"
    return "place" if record.get("Country") else "advertiser" if record.get("Advertiser_ID") else None


def _listed(cell: Any) -> list[str]:
    """Parts of a list cell, in the order of the file."""
    plain = str(cell or "").strip().strip("[]")
    return list(dict.fromkeys(part.strip(" '\"") for part in re.split(r"[,;]", plain) if part.strip(" '\"")))


def _targets(record: Record) -> list[str]:
    """Ages and places aimed at; places are kept as the one text they come in, for their names hold commas."""
    given = (("age", "Age_Targeting"), ("place", "Geo_Targeting_Included"), ("-place", "Geo_Targeting_Excluded"))
    return [f"{kind}:{str(record[name]).strip()}" for kind, name in given if str(record.get(name) or "").strip()]


FORMAT = Format(
    name="google_ads",
    title="Google political ads bundle",
    tells=(
        ("Ad_ID", "Advertiser_ID", "Advertiser_Name"),
        ("Advertiser_ID", "Advertiser_Name", "Total_Creatives"),
        ("Advertiser_ID", "Week_Start_Date"),
        ("Advertiser_ID", "Country", "Country_Subdivision_Primary"),
        ("Country", "Country_Subdivision_Primary", "Spend_USD"),
        ("Country", "Country_Subdivision_Primary", "Spend_EUR"),
    ),
    platform="google",
    timezone="UTC",
    ads={
        "scope": "_scope",
        "ad_id": "Ad_ID",
        "account_id": "Advertiser_ID",
        "advertiser": "Advertiser_Name",
        "advertiser_ids": "_ids",
        "snapshot": "_snapshot",
        "started_at": ("Date_Range_Start", "First_Served_Timestamp", "Week_Start_Date"),
        "stopped_at": ("Date_Range_End", "Last_Served_Timestamp"),
        "currency": "_currency",
        "spend_lower": "_spend_lower",
        "spend_upper": "_spend_upper",
        "spend_in": "_in",
        "impressions_lower": "_impressions_lower",
        "impressions_upper": "_impressions_upper",
        "count": "Total_Creatives",
        "countries": "_countries",
        "targets": "_targets",
    },
    accounts={"account_id": "Advertiser_ID", "name": "Advertiser_Name"},
    known=("Ad_URL", "Ad_Type", "Regions", "Impressions", "Public_IDs_List", "Elections", "Spend_USD", "Spend_EUR",
           "Spend_Range_Min_USD", "Num_of_Days", "Age_Targeting", "Election_Cycle"),
    split=split,
)  # fmt: skip
