"""An ad as it is kept for adding up: money in whole millionths, its day, its payer, what it shows and leads to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from inconcert.normalise import payers
from inconcert.normalise.media import address, stated
from inconcert.normalise.urls import canonical_links

if TYPE_CHECKING:
    import pyarrow as pa

    from inconcert.ingest.format import Row

MICRO = 1_000_000
"""Parts of a unit of money in which sums are made: whole numbers add up the same in any order."""
MOST = 9e12
"""Amounts from here on do not fit, and are no amount that anybody paid for an ad."""


@cache
def schema() -> pa.Schema:
    """Columns of the table of kept ads."""
    import pyarrow as pa

    text, whole, texts = pa.string(), pa.int64(), pa.list_(pa.string())
    columns: dict[str, pa.DataType] = {
        "file": pa.int32(), "row": whole, "platform": text, "scope": text, "ad_id": text, "page": text,
        "page_name": text, "payer": text, "payer_key": text, "disclaimed": pa.bool_(), "numbers": texts,
        "beneficiaries": texts, "currency": text, "lower": whole, "upper": whole, "paid": pa.bool_(),
        "seen_lower": whole, "seen_upper": whole, "seen": pa.bool_(), "clicks": whole, "many": whole,
        "day": pa.date32(), "starts": whole, "stops": whole, "text": text, "domains": texts, "links": texts,
        "media": texts, "other_lower": whole, "other_upper": whole, "lang": text, "precision": pa.float64(),
        "marks": texts,
    }  # fmt: skip
    return pa.schema(columns)


def kept(row: Row, file: int, target: str = "", day: date | None = None, marks: list[str] | None = None) -> Row:
    """A row of the noun ``ads`` as a row of the kept table.

    Args:
        row: the row.
        file: number of its file.
        target: currency for which the source's own conversion is kept, where it gives one.
        day: day of rows that carry none.
        marks: what the row says in columns of yes and no, as ``column=value``.
    """
    links, domains, _ = canonical_links(row.get("urls") or [])
    media = [*stated(row.get("media") or ()), *(name for one in row.get("media") or () if (name := address(one)))]
    payer = row.get("payer")
    lower, upper = _micro(row.get("spend_lower")), _micro(row.get("spend_upper"))
    other = row.get("spend_in") or {}
    return {
        "file": file, "row": row.get("row"), "platform": row["platform"], "scope": row.get("scope") or "ad",
        "ad_id": row.get("ad_id"), "page": row.get("account_id") or _named(row.get("advertiser")),
        "page_name": row.get("advertiser"), "payer": payer,
        "payer_key": (payers.key(payer) or None) if payer else None, "disclaimed": row.get("disclaimed"),
        "numbers": row.get("advertiser_ids"), "beneficiaries": row.get("beneficiaries"),
        "currency": row.get("currency"), "lower": lower, "upper": upper, "paid": lower is not None or upper is not None,
        "seen_lower": row.get("impressions_lower"), "seen_upper": row.get("impressions_upper"),
        "seen": row.get("impressions_lower") is not None or row.get("impressions_upper") is not None,
        "clicks": row.get("clicks"), "many": row.get("count"), "day": _day(row) or day,
        "starts": row.get("started_at") or row.get("created_at"), "stops": row.get("stopped_at"),
        "text": row.get("text") or row.get("title"), "domains": domains, "links": links, "media": media,
        "other_lower": _micro(other.get(f"{target}:lower")), "other_upper": _micro(other.get(f"{target}:upper")),
        "lang": (row.get("languages") or [None])[0], "precision": row.get("precision"), "marks": marks,
    }  # fmt: skip


def too_much(row: Row) -> bool:
    """Whether an amount is larger than anything that can be kept."""
    return any((row.get(name) or 0) >= MOST for name in ("spend_lower", "spend_upper"))


def _named(name: str | None) -> str | None:
    """A stand-in for the id of a page of which only the name is known."""
    plain = payers.key(name or "")
    return f"name:{plain}" if plain else None


def _micro(amount: float | None) -> int | None:
    return None if amount is None else round(amount * MICRO)


def _day(row: Row) -> date | None:
    """The day of creation, else of the start, where the ad was made."""
    at: Any = row.get("created_at")
    at = row.get("started_at") if at is None else at
    if at is None:
        return None
    try:
        moment = datetime.fromtimestamp(at // 1_000_000, UTC) + timedelta(minutes=row.get("utc_offset") or 0)
    except (OverflowError, OSError, ValueError):
        return None
    return moment.date()
