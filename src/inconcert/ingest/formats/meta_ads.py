"""Meta Ad Library: advertisements as its interface returns them, nested or in tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.shared import gathered, objects

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOUNDS = re.compile(r"(lower_bound|upper_bound)\W+([\d.]+)")


def split(record: Record) -> Iterable[Record]:
    """Advertisements of a page, each with its bounds as numbers and its bodies as one text."""
    for ad in objects(record.get("data")) or [record]:
        yield {
            **ad,
            "_spend": _bounds(ad.get("spend")),
            "_impressions": _bounds(ad.get("impressions")),
            **{f"max_{what}": None for what in ("spend", "impressions") if _open(ad, what)},
            "_text": "\n".join(gathered(ad, "ad_creative_bodies[]", "ad_creative_body")) or None,
        }


def _open(ad: Record, what: str) -> bool:
    """Whether two equal bounds stand for the topmost step, which has no upper one."""
    lower = ad.get(f"min_{what}")
    return bool(lower) and lower == ad.get(f"max_{what}")


def _bounds(value: Any) -> dict[str, Any]:
    """Bounds from an object, or from a cell such as ``lower_bound: 0, upper_bound: 99``."""
    return value if isinstance(value, dict) else dict(_BOUNDS.findall(str(value or "")))


FORMAT = Format(
    name="meta_ad_library",
    title="Meta Ad Library",
    tells=(
        ("ad_delivery_start_time", "page_id"),
        ("data[].ad_delivery_start_time", "data[].page_id"),
        ("ad_archive_id", "page_id", "min_spend", "max_spend"),
    ),
    platform="facebook",
    records_at=("data",),
    timezone="UTC",
    ads={
        "ad_id": ("id", "ad_archive_id"),
        "account_id": "page_id",
        "payer": ("bylines", "byline", "funding_entity"),
        "text": "_text",
        "urls": ("ad_creative_link_captions[]", "ad_creative_link_caption"),
        "created_at": "ad_creation_time",
        "started_at": "ad_delivery_start_time",
        "stopped_at": "ad_delivery_stop_time",
        "currency": "currency",
        "spend_lower": ("_spend.lower_bound", "min_spend"),
        "spend_upper": ("_spend.upper_bound", "max_spend"),
        "impressions_lower": ("_impressions.lower_bound", "min_impressions"),
        "impressions_upper": ("_impressions.upper_bound", "max_impressions"),
    },
    accounts={"account_id": "page_id", "name": "page_name"},
    known=("ad_snapshot_url", "bylines", "publisher_platforms", "delivery_by_region", "demographic_distribution"),
    split=split,
)
