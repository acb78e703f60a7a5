"""The same creative run by many pages, and how rare that is among the others; pages that lived only for a few ads.

Nothing is concluded from it: one advertiser may own many pages and say so, and a media agency places one ad for many
clients. The figures say how many pages, how many ads each, under how many payers, and how many creatives of the same
material are spread as widely.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.ads.objects import KINDS
from inconcert.ads.rows import MICRO

if TYPE_CHECKING:
    from inconcert.ads.gather import Ads

MANY_PAGES = 5
"""Pages from which on one creative is called «many pages»."""
SINGLE = 0.8
"""Share of those pages that ran it in one ad each."""
CONTENT = frozenset({"text", "near text", "template", "picture"})
"""Kinds that show what was run; many honest advertisers share a landing site (a shop, a collector of donations)."""

COLUMNS = (
    "creative", "kind", "pages", "ads", "pages_with_one_ad", "short_lived_pages", "payers", "pages_without_payer",
    "first_day", "last_day", "spend", "creatives", "as_many_pages", "alert", "why", "example", "page_names", "domains",
)  # fmt: skip
"""Columns of the table of creatives."""


class Limits(NamedTuple):
    """What is listed."""

    pages: int = 2
    """Least number of pages."""
    days: int = 7
    """Longest life of a page that is called short, in days."""


def shared(ads: Ads, limits: Limits = Limits()) -> list[dict[str, Any]]:  # noqa: B008  # a constant
    """Creatives that several pages ran, the most pages first; :func:`inconcert.ads.objects.compare` comes before.

    Each set of ads is listed once, under the strictest kind that holds it together.
    """
    lives(ads, limits)
    order = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
    found = ads.con.execute(_SHARED.format(order=f"CASE kind {order} END"), {"least": limits.pages})
    names = [column[0] for column in found.description or ()]
    return [_told(dict(zip(names, row, strict=True))) for row in found.fetchall()]


def lives(ads: Ads, limits: Limits = Limits()) -> None:  # noqa: B008  # a constant
    """The table ``lives``: of each page its ads, its first and last day, and whether that was short."""
    ads.con.execute(_LIVES, {"longest": limits.days * 86_400_000_000})


def pages(ads: Ads) -> list[dict[str, Any]]:
    """Pages with their ads, life and payers, those with the shortest life first."""
    found = ads.con.execute(_PAGES)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A creative with whether it is worth a look, and why, in a sentence."""
    row["spend"] = "; ".join(_money(*one.values()) for one in row["spend"] or ())
    row["alert"] = (row["kind"] in CONTENT and row["pages"] >= MANY_PAGES and row["payers"] != 1
                    and row["pages_with_one_ad"] >= SINGLE * row["pages"])  # fmt: skip
    row["why"] = _why(row)
    return {name: row[name] for name in COLUMNS}


def _money(currency: str | None, lower: int, upper: int | None) -> str:
    top = "open" if upper is None else f"{int(upper) / MICRO:,.2f}".removesuffix(".00")
    return f"{int(lower) / MICRO:,.2f}".removesuffix(".00") + f"-{top} {currency or '?'}"


def _why(row: dict[str, Any]) -> str:
    ran = f"{row['pages']:,} pages ran this {row['kind']} in {row['ads']:,} ads"
    parts = [f"{ran}, {row['pages_with_one_ad']:,} of them in a single one"]
    rank = f"{row['as_many_pages']:,} of {row['creatives']:,}"
    parts.append(f"{rank} such objects are on as many pages")
    if row["short_lived_pages"]:
        parts.append(f"{row['short_lived_pages']:,} of the pages lived a few days only")
    if row["payers"] == 1 and not row["pages_without_payer"]:
        parts.append("all name one payer, who says so openly")
    else:
        parts.append(f"they name {row['payers']:,} payers, {row['pages_without_payer']:,} pages name none")
    return "; ".join(parts) + "."


_LIVES = """
CREATE OR REPLACE TABLE lives AS
SELECT platform, page, count(*) AS ads, min(starts) AS starts, max(coalesce(stops, starts)) AS stops,
    bool_and(stops IS NOT NULL AND starts IS NOT NULL)
        AND max(stops) - min(starts) BETWEEN 0 AND $longest AS short
FROM ads WHERE page IS NOT NULL AND scope = 'ad' GROUP BY platform, page
"""

_SHARED = """
WITH run AS (
    SELECT kind, object, shown.ad, ads.*, platform || ':' || page AS asset
    FROM shown JOIN ads ON ads.rowid = shown.ad WHERE page IS NOT NULL AND scope = 'ad'
),
each_page AS (
    SELECT kind, object, asset, any_value(run.platform) AS platform, any_value(run.page) AS page, count(*) AS many,
        count(payer_key) AS named
    FROM run GROUP BY kind, object, asset
),
counted AS (
    SELECT kind, object, count(*) AS pages, sum(many)::BIGINT AS ads, count(*) FILTER (many = 1) AS pages_with_one_ad,
        count(*) FILTER (short) AS short_lived_pages, count(*) FILTER (named = 0) AS pages_without_payer
    FROM each_page LEFT JOIN lives USING (platform, page) GROUP BY kind, object
),
ranked AS (
    SELECT *, count(*) OVER (PARTITION BY kind) AS creatives,
        count(*) OVER (PARTITION BY kind ORDER BY pages DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            AS as_many_pages
    FROM counted
),
paid_for AS (
    SELECT kind, object,
        list(struct_pack(currency := currency, lower := lower, upper := upper) ORDER BY currency) AS spend
    FROM (
        SELECT kind, object, currency, sum(coalesce(lower, 0)) AS lower,
            CASE WHEN count(*) FILTER (upper IS NULL) = 0 THEN sum(upper) END AS upper
        FROM run WHERE paid GROUP BY kind, object, currency
    ) GROUP BY kind, object
),
about AS (
    SELECT kind, object, count(DISTINCT payer_key) AS payers, min(day) AS first_day, max(day) AS last_day,
        min(text) AS example, list_sort(list(DISTINCT coalesce(page_name, page)))[:10] AS page_names,
        list_sort(list_distinct(flatten(list(domains))))[:10] AS domains, count(*) AS many, sum(hash(ad)) AS which
    FROM run GROUP BY kind, object
)
SELECT object AS creative, kind, pages, ads, pages_with_one_ad, short_lived_pages, payers, pages_without_payer,
    first_day, last_day, spend, creatives, as_many_pages, example, page_names, domains
FROM ranked JOIN about USING (kind, object) LEFT JOIN paid_for USING (kind, object)
WHERE pages >= $least
QUALIFY row_number() OVER (PARTITION BY many, which ORDER BY {order}, object) = 1
ORDER BY pages DESC, ads DESC, {order}, object
"""

_PAGES = """
SELECT platform, page, min(coalesce(page_name, page)) AS name, lives.ads,
    make_timestamp(lives.starts)::DATE AS first_day,
    make_timestamp(lives.stops)::DATE AS last_day,
    CASE WHEN lives.stops >= lives.starts THEN round((lives.stops - lives.starts) / 86400000000.0, 3) END AS life_days,
    coalesce(short, false) AS short_lived, count(DISTINCT payer_key) AS payers, min(payer) AS payer,
    count(*) FILTER (disclaimed = false) AS without_disclaimer
FROM lives JOIN ads USING (platform, page) WHERE scope = 'ad'
GROUP BY ALL ORDER BY short_lived DESC, life_days, platform, page
"""
