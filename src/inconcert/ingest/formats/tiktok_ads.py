"""TikTok's library of commercial content: ads with their reach, without money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import disclaimer, ranged
from inconcert.ingest.formats.shared import gathered, mapping, objects, texts

if TYPE_CHECKING:
    from collections.abc import Iterable


def split(record: Record) -> Iterable[Record]:
    """Advertisements of a page of answers, each with its reach as bounds."""
    inside = mapping(record.get("data")).get("ads") or record.get("ads")
    for one in objects(inside) or [record]:
        ad, by = mapping(one.get("ad")), mapping(one.get("advertiser"))
        reach = mapping(ad.get("reach"))
        reached = mapping(reach.get("unique_users_seen_by_country"))
        yield {
            **one,
            **ranged("reach", reach.get("unique_users_seen")),
            **disclaimer(by, "paid_for_by"),
            "_first": texts(ad.get("first_shown_date")),
            "_last": texts(ad.get("last_shown_date")),
            "_media": gathered(ad, "videos[].url", "image_urls[]"),
            "_countries": [str(name) for name in reached],
        }


FORMAT = Format(
    name="tiktok_ads",
    title="TikTok commercial content library",
    tells=(
        ("ad.first_shown_date", "advertiser.business_name"),
        ("data.ads[].ad.first_shown_date",),
        ("ad.id", "advertiser.business_id"),
    ),
    platform="tiktok",
    records_at=("data.ads", "ads"),
    times=("%Y%m%d", "iso"),
    timezone="UTC",
    precision=86400,
    ads={
        "ad_id": "ad.id",
        "account_id": "advertiser.business_id",
        "advertiser": "advertiser.business_name",
        "payer": "_payer",
        "disclaimed": "_disclaimed",
        "media": "_media",
        "started_at": "_first",
        "stopped_at": "_last",
        "reach_lower": "_reach_lower",
        "reach_upper": "_reach_upper",
        "countries": "_countries",
    },
    accounts={"account_id": "advertiser.business_id", "name": "advertiser.business_name"},
    known=(
        "ad.first_shown_date",
        "ad.last_shown_date",
        "ad.status",
        "ad.videos",
        "ad.image_urls",
        "ad.reach",
        "advertiser.paid_for_by",
    ),
    split=split,
)
