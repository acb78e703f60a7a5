"""Meta Ad Library Report: what each page spent under each disclaimer, without the single ads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from inconcert.ingest.format import Format, Record
from inconcert.ingest.formats.ad_fields import disclaimer, money, named_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

_SPENT = re.compile(r"(?:total )?amount spent(?: \(?([a-z]{3})\)?)?")
_COUNT = re.compile(r"(?:total )?number of ads in (?:ad )?(?:archive|library)")
_PAGE = re.compile(r"page name")
_ID = re.compile(r"page id")
_DISCLAIMER = re.compile(r"disclaimer")


def split(record: Record) -> Iterable[Record]:
    """The row, whatever the year named its columns; amounts up to a hundred stay a range."""
    spent = named_columns(record, _SPENT)
    code = next((hit[1] for hit, _ in spent if hit[1]), None)
    said = named_columns(record, _DISCLAIMER)
    yield {
        **record,
        **money(next((value for _, value in spent), None), code=(code or "").upper() or None),
        **(disclaimer({"d": said[0][1]}, "d") if said else {}),
        "_page": _first(record, _PAGE),
        "_page_id": _first(record, _ID),
        "_count": _first(record, _COUNT),
    }


def _first(record: Record, name: re.Pattern[str]) -> Any:
    return next((value for _, value in named_columns(record, name)), None)


FORMAT = Format(
    name="meta_ads_report",
    title="Meta Ad Library Report",
    tells=(
        ("Page Name", "Disclaimer", "Number of Ads in Archive"),
        ("Page Name", "Disclaimer", "Number of Ads in Library"),
        ("Page name", "Disclaimer", "Number of ads in Library"),
        ("Page Name", "Disclaimer", "Amount Spent"),
        ("Page name", "Disclaimer", "Amount spent"),
        ("Page ID", "Page name", "Disclaimer"),
        ("Page ID", "Page Name", "Disclaimer"),
    ),
    platform="facebook",
    timezone="UTC",
    precision=86400,
    ads={
        "scope": "=advertiser",
        "account_id": "_page_id",
        "advertiser": "_page",
        "payer": "_payer",
        "disclaimed": "_disclaimed",
        "count": "_count",
        "currency": "_currency",
        "spend_lower": "_spend_lower",
        "spend_upper": "_spend_upper",
    },
    accounts={"account_id": "_page_id", "name": "_page"},
    known=("Page ID", "Page name", "Page Name", "Disclaimer", "Amount spent (USD)", "Amount Spent (USD)",
           "Number of ads in Library", "Number of Ads in Library", "Number of Ads in Archive", "Amount Spent"),
    split=split,
)  # fmt: skip
