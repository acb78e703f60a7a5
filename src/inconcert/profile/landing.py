"""Ads by the site they lead to: how many, who paid, what they cost; amounts stay ranges in their own currency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.normalise.urls import canonical

if TYPE_CHECKING:
    import duckdb

    Row = dict[str, Any]

SHOWN = 20
"""Payers and advertisers named for a site."""
BATCH = 10_000
"""Ads read at a time."""
_ADS = """
SELECT platform, ad_id, unnest(urls) AS url, payer, account_id, currency, spend_lower, spend_upper
FROM ads WHERE len(urls) > 0 ORDER BY platform, ad_id, url
"""


@dataclass
class _Landing:
    seen: set[tuple[str, str]] = field(default_factory=set)
    payers: set[str] = field(default_factory=set)
    advertisers: set[str] = field(default_factory=set)
    spend: dict[str, list[tuple[float, float | None]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, ad: Row) -> None:
        key = (str(ad["platform"]), str(ad["ad_id"]))
        if key in self.seen:
            return
        self.seen.add(key)
        if ad["payer"]:
            self.payers.add(ad["payer"])
        if ad["account_id"]:
            self.advertisers.add(f"{ad['platform']}:{ad['account_id']}")
        if ad["currency"] and ad["spend_lower"] is not None:
            self.spend[ad["currency"]].append((ad["spend_lower"], ad["spend_upper"]))

    def told(self) -> Row:
        return {
            "ads": len(self.seen),
            "payers": sorted(self.payers)[:SHOWN],
            "advertisers": sorted(self.advertisers)[:SHOWN],
            "spend": [_sum(currency, bounds) for currency, bounds in sorted(self.spend.items())],
        }


def _sum(currency: str, bounds: list[tuple[float, float | None]]) -> Row:
    """Both bounds added up; one ad without an upper bound leaves the sum without one."""
    uppers = [upper for _, upper in bounds]
    return {
        "currency": currency,
        "ads": len(bounds),
        "lower": sum(lower for lower, _ in bounds),
        "upper": None if None in uppers else sum(upper for upper in uppers if upper is not None),
    }


class Landings:
    """The ads of an investigation by the registered domain they lead to.

    Args:
        con: Connection with the view ``ads``.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._by: dict[str, _Landing] = defaultdict(_Landing)
        for batch in con.sql(_ADS).to_arrow_reader(BATCH):
            for ad in batch.to_pylist():
                if domain := canonical(ad["url"]).domain:
                    self._by[domain].add(ad)

    def of(self, domain: str) -> Row | None:
        """``ads`` (how many), ``payers``, ``advertisers`` and ``spend`` of those that lead to a site; none: null."""
        found = self._by.get(domain)
        return found.told() if found else None
