"""Meta Ad Library: advertisements as its interface returns them, nested or in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.errors import InconcertError
from inconcert.ingest.amounts import bounds
from inconcert.ingest.cells import number
from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import disclaimer, money, no_disclaimer, public, ranged
from inconcert.ingest.formats.shared import gathered, mapping, objects, texts
from inconcert.ingest.paths import from_text
from inconcert.model.times import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def split(record: Record) -> Iterable[Record]:
    """Advertisements of a page, each with its amounts as bounds, its payer and whom it reached."""
    for ad in objects(record.get("data")) or [record]:
        yield {
            **ad,
            **_amounts(ad),
            **_payers(ad),
            "_text": "\n".join(gathered(ad, "ad_creative_bodies[]", "ad_creative_body")) or None,
            "_title": "\n".join(gathered(ad, "ad_creative_link_titles[]", "ad_creative_link_title")) or None,
            "_snapshot": public(ad.get("ad_snapshot_url") or ad.get("ad_url")),
            "_targets": list(dict.fromkeys(_targets(ad))),
            "_delivery": {**_shares(ad, "delivery_by_region", "region", "place"),
                          **_shares(ad, "demographic_distribution", "age", "age")},
            "_countries": _countries(ad),
        }  # fmt: skip


def _amounts(ad: Record) -> Record:
    """Spend, impressions, reach and audience; in tables two equal bounds stand for the topmost step, which is open."""
    least = {what: _end(ad, what, "min", "lower") for what in ("spend", "impressions")}
    most = {what: None if _open(ad, what) else _end(ad, what, "max", "upper") for what in least}
    reach = next((ad[name] for name in ("eu_total_reach", "br_total_reach", "reach") if ad.get(name) is not None), None)
    return {
        **money(ad.get("spend"), least["spend"], most["spend"], ad.get("currency")),
        **ranged("impressions", ad.get("impressions"), least["impressions"], most["impressions"]),
        **ranged("reach", reach),
        **ranged(
            "audience",
            ad.get("estimated_audience_size") or ad.get("potential_reach"),
            _end(ad, "estimated_audience_size", "min", "lower"),
            _end(ad, "estimated_audience_size", "max", "upper"),
        ),
    }


def _end(ad: Record, what: str, least: str, word: str) -> Any:
    """One end of a range that a tool has written into a column of its own, under the names tools use."""
    names = (f"{least}_{what}", f"{what}_{least}", f"{what}_{word}", f"{what}_{word}_bound", f"{what}.{word}_bound",
             f"{what}__{word}_bound", f"{word}_bound_{what}")  # fmt: skip
    return next((ad[name] for name in names if ad.get(name) not in (None, "")), None)


def _open(ad: Record, what: str) -> bool:
    lower = ad.get(f"min_{what}")
    try:
        return bool(lower) and lower == ad.get(f"max_{what}") and bool(bounds(lower).lower)
    except UnreadableError:
        return False


def _payers(ad: Record) -> Record:
    """The disclaimer, else who is declared to pay (European rules), the current one first; and for whose benefit."""
    declared = objects(from_text(ad.get("beneficiary_payers")))
    declared.sort(key=lambda one: str(one.get("current")).lower() != "true")
    paying = texts([each.get("payer") for each in declared])
    found = disclaimer(ad, "bylines", "byline", "funding_entity")
    if not found.get("_payer") and paying and not no_disclaimer(paying[0]):
        found = {"_payer": paying[0], "_disclaimed": True}
    return {**found, "_beneficiaries": texts([each.get("beneficiary") for each in declared])}


def _targets(ad: Record) -> Iterator[str]:
    yield from (f"age:{age}" for age in texts(from_text(ad.get("target_ages"))))
    for place in objects(from_text(ad.get("target_locations"))):
        sign = "-" if str(place.get("excluded")).lower() == "true" else ""
        yield from (f"{sign}place:{name}" for name in texts(place.get("name")))


def _shares(ad: Record, column: str, key: str, kind: str) -> dict[str, float]:
    """Shares by ``key``, added over whatever else divides them."""
    found: dict[str, float] = {}
    for one in objects(from_text(ad.get(column))):
        try:
            share = number(one.get("percentage"))
        except (UnreadableError, InconcertError):
            continue
        if share is not None and texts(one.get(key)):
            name = f"{kind}:{texts(one[key])[0]}"
            found[name] = round(found.get(name, 0.0) + share, 9)
    return found


def _countries(ad: Record) -> list[str]:
    """Countries that the reach is broken down by."""
    reached: Any = from_text(ad.get("age_country_gender_reach_breakdown"))
    named = [each.get("country") for each in objects(reached)]
    return texts(named) or texts(mapping(ad).get("ad_reached_countries"))


FORMAT = Format(
    name="meta_ad_library",
    title="Meta Ad Library",
    tells=(
        ("ad_delivery_start_time", "page_id"),
        ("data[].ad_delivery_start_time", "data[].page_id"),
        ("ad_archive_id", "page_id", "min_spend", "max_spend"),
        ("ad_delivery_start_time", "page_name"),
        ("ad_creation_time", "page_name", "spend"),
    ),
    platform="facebook",
    records_at=("data", "ads", "results"),
    timezone="UTC",
    ads={
        "ad_id": ("id", "ad_archive_id"),
        "account_id": "page_id",
        "advertiser": "page_name",
        "payer": "_payer",
        "disclaimed": "_disclaimed",
        "beneficiaries": "_beneficiaries",
        "text": "_text",
        "title": "_title",
        "urls": ("ad_creative_link_captions[]", "ad_creative_link_caption"),
        "snapshot": "_snapshot",
        "created_at": "ad_creation_time",
        "started_at": "ad_delivery_start_time",
        "stopped_at": "ad_delivery_stop_time",
        "currency": "_currency",
        "spend_lower": "_spend_lower",
        "spend_upper": "_spend_upper",
        "impressions_lower": "_impressions_lower",
        "impressions_upper": "_impressions_upper",
        "reach_lower": "_reach_lower",
        "reach_upper": "_reach_upper",
        "audience_lower": "_audience_lower",
        "audience_upper": "_audience_upper",
        "languages": "languages",
        "surfaces": "publisher_platforms",
        "countries": "_countries",
        "targets": "_targets",
        "delivery": "_delivery",
    },
    accounts={"account_id": "page_id", "name": "page_name"},
    known=(
        "ad_snapshot_url", "bylines", "spend", "impressions", "currency", "delivery_by_region", "eu_total_reach",
        "beneficiary_payers", "min_spend", "max_spend", "min_impressions", "max_impressions",
    ),
    split=split,
)  # fmt: skip
