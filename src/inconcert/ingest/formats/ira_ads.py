"""The Internet Research Agency's Facebook ads, as two projects read them off the pages the US House published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import money, ranged
from inconcert.ingest.formats.shared import host, mapping, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNIT = re.compile(r"[a-z]+", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_NAMELESS = frozenset(
    {"events", "pages", "groups", "photos", "posts", "permalink.php", "login", "l.php", "profile.php"}
)
_WORDS = re.compile(r"\b(?:NA|None)\b")


def split(record: Record) -> Iterable[Record]:
    """One ad of a table in rubles and dollars: the ad's own currency is the one behind its amount as it was printed."""
    printed = "".join(_UNIT.findall(_WORDS.sub("", str(record.get("txt_spend") or "")))).upper()
    code = "RUB" if printed in ("", "RUB", "B") else printed
    rubles = record.get("Spend_RUB")
    known = rubles is not None and str(rubles).strip().upper() not in ("", "NA")
    yield {
        **record,
        **money(rubles, code=code if known else None),
        **ranged("impressions", record.get("Impressions")),
        **_page(record.get("Ad_Landing_Page")),
        "_clicks": _said(record.get("Clicks")),
        "_created": _said(record.get("Create_Date")),
        "_ended": _said(record.get("End_Date")),
        "_id": (_NUMBER.match(str(record.get("Ad_ID") or "").strip()) or [None])[0],
        "_text": None if record.get("Ad_Text") == "NA" else record.get("Ad_Text"),
    }


def split_irads(record: Record) -> Iterable[Record]:
    """One ad of the other edition: spend with its currency, nested or in columns."""
    spend = mapping(record.get("spend"))
    amount, code = spend.get("amount", record.get("cost")), spend.get("currency", record.get("currency"))
    yield {
        **record,
        **money(amount, code=code),
        **ranged("impressions", record.get("impressions")),
        **_page(record.get("url") or record.get("facebook_url")),
    }


def _said(value: Any) -> Any:
    return None if str(value).strip().upper() == "NA" else value


def _page(address: Any) -> Record:
    """The page an ad led to, where it is one on Facebook: its number where the address has one, and its name.

    The addresses were read by machine; blanks inside them are taken out, other misreadings stay.
    """
    text = re.sub(r"\s+", "", str(address or ""))
    if text in ("", "NA", "None"):
        return {"_urls": None}
    site, parts = host(text), [part for part in text.split("?")[0].split("/")[3:] if part]
    name = parts[1] if parts[:1] == ["pages"] and len(parts) > 1 else parts[0] if parts else ""
    if site != "facebook.com" or not name or name in _NAMELESS:
        return {"_urls": [text]}
    number = parts[2:3] if parts[:1] == ["pages"] else re.findall(r"-(\d{12,})$", name)
    return {"_urls": [text], "_page": texts(number)[0] if texts(number) else name.lower(),
            "_page_name": re.sub(r"-\d{12,}$", "", name)}  # fmt: skip


_COMMON = {
    "account_id": "_page",
    "advertiser": "_page_name",
    "urls": "_urls",
    "currency": "_currency",
    "spend_lower": "_spend_lower",
    "spend_upper": "_spend_upper",
    "impressions_lower": "_impressions_lower",
    "impressions_upper": "_impressions_upper",
}

CLEAN = Format(
    name="ira_ads",
    title="Internet Research Agency ads in rubles and dollars (CSV)",
    tells=(("Ad_ID", "Spend_RUB", "Create_Date"), ("Ad_ID", "txt_spend", "Ad_Landing_Page")),
    platform="facebook",
    timezone="UTC",
    precision=86400,
    ads={
        **_COMMON,
        "ad_id": "_id",
        "text": "_text",
        "created_at": "_created",
        "started_at": "_created",
        "stopped_at": "_ended",
        "clicks": "_clicks",
    },
    known=("fname", "Spend_USD", "Clicks", "Impressions", "End_Date", "txt_create"),
    split=split,
)

IRADS = Format(
    name="ira_ads_irads",
    title="Internet Research Agency ads (irads, JSON or CSV)",
    tells=(
        ("spend.amount", "spend.currency", "impressions", "pdf"),
        ("facebook_url", "cost", "currency", "impressions", "residence"),
        ("spend.amount", "targeting", "clicks", "created"),
    ),
    platform="facebook",
    timezone="UTC",
    ads={
        **_COMMON,
        "ad_id": "id",
        "text": ("text", "description"),
        "created_at": "created",
        "started_at": "created",
        "stopped_at": "ended",
        "media": "image",
        "clicks": "clicks",
    },
    known=("pdf", "image", "ended", "url", "title"),
    split=split_irads,
)

FORMATS = (CLEAN, IRADS)
