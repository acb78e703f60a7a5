"""Add up ads with their bounds: one row for each group and currency, and the sums over all.

Sums are made of whole millionths, so that they do not depend on the order of rows. The upper bound of a sum is open as
soon as that of one part is. Ads of which no spend is known are counted, and add nothing. Money of different currencies
is added only once it is converted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.ads.advertisers import JOINED, resolve
from inconcert.ads.rows import MICRO

if TYPE_CHECKING:
    from inconcert.ads.gather import Ads
    from inconcert.ads.rates import Rates

GROUPS = {
    "advertiser": "coalesce(who.advertiser, 'unknown')",
    "payer": "CASE WHEN ads.payer_key IS NOT NULL THEN 'payer:' || ads.payer_key WHEN ads.disclaimed = false "
    "THEN 'without a disclaimer' ELSE 'not stated' END",
    "page": "coalesce('page:' || ads.platform || ':' || ads.page, 'unknown')",
    "currency": "NULL::VARCHAR",
    "month": "strftime(ads.day, '%Y-%m')",
}
"""What rows can be grouped by → the key of a row."""

_SCOPES = ("ad", "advertiser", "week", "place")
"""From parts to sums: the first of which a platform's rows have money is added up, the others are the same money."""


@dataclass
class Summary:
    """What the ads add up to."""

    by: str
    currency: str | None
    totals: list[dict[str, Any]]
    overall: dict[str, Any]
    """``by_currency``: a row for each currency; ``converted``: all that could be converted, added."""
    marked: list[dict[str, Any]]
    """The same sums by each column of yes and no that the file has beside those that are read."""
    stated: list[dict[str, Any]]
    """Sums that the sources give for the same money; not added."""
    unconverted: list[tuple[str, int]]
    """Why ads were not converted, and how many."""
    alone: list[str] = field(default_factory=list)
    """Disclaimers that could be anybody's."""


def summarise(ads: Ads, by: str = "advertiser", rates: Rates | None = None) -> Summary:
    """The totals of all ads that were read.

    Args:
        ads: the ads.
        by: one of :data:`GROUPS`.
        rates: rates into the wanted currency; ``None``: nothing is converted.
    """
    alone = resolve(ads)
    _scoped(ads)
    why = _convert(ads, rates)
    named = _names(ads, by)
    target, grouped = rates.target if rates else "", "GROUP BY ALL"
    totals = [_row(raw, rates, named, by) for raw in _summed(ads, GROUPS[by], grouped, target)]
    totals.sort(key=(lambda row: (row["month"] or "~", row["currency"] or "")) if by == "month" else _weight)
    every = [_row(raw, rates, {}, "") for raw in _summed(ads, "NULL::VARCHAR", grouped, target)]
    every.sort(key=_weight)
    overall = {"by_currency": every, "converted": _converted(ads, every, rates)}
    return Summary(by, target or None, totals, overall, _marked(ads), _stated(ads), why, alone)


def _scoped(ads: Ads) -> None:
    """The view ``used``: of each platform the rows of one scope."""
    order = (
        "CASE scope " + " ".join(f"WHEN '{scope}' THEN {place}" for place, scope in enumerate(_SCOPES)) + " ELSE 9 END"
    )
    ads.con.execute(f"""
        CREATE OR REPLACE TABLE chosen AS
        WITH scopes AS (SELECT platform, scope, bool_or(paid) AS paid FROM ads GROUP BY ALL)
        SELECT platform, arg_min(scope, (NOT paid, {order})) AS scope FROM scopes GROUP BY platform
    """)


def _convert(ads: Ads, rates: Rates | None) -> list[tuple[str, int]]:
    """The table ``rates``: what a unit was worth on each day of each currency; and why some have no rate."""
    import pyarrow as pa

    pairs = ads.con.execute("SELECT currency, day, count(*) FROM ads JOIN chosen USING (platform, scope) WHERE paid "
                            "AND other_upper IS NULL AND other_lower IS NULL GROUP BY ALL").fetchall()  # fmt: skip
    found = [rates.rate(currency, day) for currency, day, _ in pairs] if rates else []
    table = pa.table({
        "currency": pa.array([pair[0] for pair in pairs] if rates else [], pa.string()),
        "day": pa.array([pair[1] for pair in pairs] if rates else [], pa.date32()),
        "rate": pa.array([one.rate for one in found], pa.float64()),
        "borrowed": pa.array([one.borrowed for one in found], pa.bool_()),
    })  # fmt: skip
    ads.con.register("found", table)
    ads.con.execute("CREATE OR REPLACE TABLE rates AS SELECT * FROM found")
    ads.con.unregister("found")
    tally: dict[str, int] = {}
    for (_, _, count), one in zip(pairs, found, strict=bool(rates)):
        if one.rate is None:
            tally[one.why] = tally.get(one.why, 0) + count
    return sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))


_PRICED = f"""
WITH priced AS (
    SELECT ads.*, {{key}} AS key, rates.borrowed AS borrowed,
        coalesce(other_lower, other_upper) IS NOT NULL AS own,
        CASE WHEN NOT paid THEN NULL WHEN own THEN 'file' WHEN rates.rate IS NULL THEN 'none'
            WHEN ads.currency = $target THEN 'same' ELSE 'rate' END AS how,
        CASE WHEN own THEN other_lower
            WHEN ads.currency = $target THEN lower ELSE CAST(round(lower * rates.rate) AS BIGINT) END AS new_lower,
        CASE WHEN own THEN other_upper
            WHEN ads.currency = $target THEN upper ELSE CAST(round(upper * rates.rate) AS BIGINT) END AS new_upper
    FROM ads {JOINED} JOIN chosen ON chosen.platform = ads.platform AND chosen.scope = ads.scope
    LEFT JOIN rates ON rates.currency IS NOT DISTINCT FROM ads.currency AND rates.day IS NOT DISTINCT FROM ads.day
)
SELECT key, {{currency}} AS currency,
    sum(coalesce(many, CASE WHEN scope = 'ad' THEN 1 END)) AS ads,
    sum(coalesce(lower, 0)) FILTER (paid) AS spend_lower,
    CASE WHEN count(*) FILTER (paid AND upper IS NULL) = 0 THEN sum(upper) FILTER (paid) END AS spend_upper,
    sum(coalesce(seen_lower, 0)) FILTER (seen) AS impressions_lower,
    CASE WHEN count(*) FILTER (seen AND seen_upper IS NULL) = 0 THEN sum(seen_upper) FILTER (seen) END
        AS impressions_upper,
    sum(coalesce(new_lower, 0)) FILTER (how <> 'none') AS converted_lower,
    CASE WHEN count(*) FILTER (how <> 'none' AND new_upper IS NULL) = 0 THEN sum(new_upper) FILTER (how <> 'none') END
        AS converted_upper,
    count(*) AS rows,
    count(*) FILTER (paid) AS with_spend,
    count(*) FILTER (paid AND (upper IS NULL OR upper > 0)) AS with_money,
    count(*) FILTER (paid AND upper IS NULL) AS open_spend,
    count(*) FILTER (seen AND seen_upper IS NULL) AS open_impressions,
    count(*) FILTER (how = 'none') AS unconverted,
    count(*) FILTER (how = 'rate') AS at_rate,
    count(*) FILTER (how = 'rate' AND borrowed) AS at_borrowed,
    count(*) FILTER (how = 'file') AS by_file,
    count(*) FILTER (how = 'same') AS same,
    count(DISTINCT page) AS pages,
    sum(clicks) AS clicks,
    count(*) FILTER (disclaimed = false) AS without_disclaimer,
    min(day) AS first_day, max(day) AS last_day
FROM priced {{group}}
"""


def _summed(ads: Ads, key: str, group: str, target: str, currency: str = "currency") -> list[dict[str, Any]]:
    rates = ads.con.execute(_PRICED.format(key=key, group=group, currency=currency), {"target": target})
    names = [column[0] for column in rates.description or ()]
    return [dict(zip(names, row, strict=True)) for row in rates.fetchall()]


def _row(raw: dict[str, Any], rates: Rates | None, named: dict[str, tuple[str, list[str]]], by: str) -> dict[str, Any]:
    """A row of the contract, with what else is known behind its columns."""
    label, names = named.get(raw["key"] or "", (None if by in ("currency", "month", "") else raw["key"], []))
    partial = bool(raw["unconverted"])
    row = {
        "advertiser": label,
        "currency": raw["currency"],
        "ads": _whole(raw["ads"]),
        "spend_lower": _money(raw["spend_lower"]),
        "spend_upper": _money(raw["spend_upper"]),
        "impressions_lower": _whole(raw["impressions_lower"]),
        "impressions_upper": _whole(raw["impressions_upper"]),
        "converted_lower": _money(raw["converted_lower"]) if rates else None,
        "converted_upper": _money(raw["converted_upper"]) if rates and not partial else None,
        "rate_source": _source(raw, rates) if rates else None,
        "rows": raw["rows"],
        "rows_with_spend": raw["with_money"],
        "rows_without_figure": raw["rows"] - raw["with_spend"],
        "open_spend": raw["open_spend"],
        "open_impressions": raw["open_impressions"],
        "unconverted": raw["unconverted"] if rates else None,
        "without_disclaimer": raw["without_disclaimer"],
        "clicks": _whole(raw["clicks"]),
        "pages": raw["pages"],
        "first_day": raw["first_day"],
        "last_day": raw["last_day"],
    }
    if not by:
        del row["advertiser"]
    elif by == "month":
        row["month"] = raw["key"]
    elif by != "currency":
        row |= {"advertiser_id": raw["key"], "names": names or []}
    return row


def _source(raw: dict[str, Any], rates: Rates) -> str | None:
    """Where the rate of a sum comes from, in words; ``None`` when nothing was converted."""
    parts = []
    if raw["at_rate"]:
        borrowed = f", {raw['at_borrowed']:,} interpolated over a day without a rate" if raw["at_borrowed"] else ""
        parts.append(rates.source + borrowed)
    if raw["by_file"]:
        parts.append(f"the source's own column in {rates.target}")
    if raw["same"]:
        parts.append("no rate: the amounts are in this currency")
    if raw["unconverted"] and parts:
        parts.append(f"{raw['unconverted']:,} not converted, so the upper bound is open")
    return "; ".join(parts) or None


def _converted(ads: Ads, every: list[dict[str, Any]], rates: Rates | None) -> dict[str, Any] | None:
    """All that could be converted as one sum, and what is not in it."""
    if rates is None:
        return None
    found = _summed(ads, "NULL::VARCHAR", "GROUP BY ALL", rates.target, "NULL::VARCHAR")
    if not found:
        return None
    raw = found[0]
    return {
        "currency": rates.target,
        "ads": _whole(raw["ads"]),
        "converted_lower": _money(raw["converted_lower"]),
        "converted_upper": _money(raw["converted_upper"]),
        "rate_source": _source(raw, rates),
        "complete": not raw["unconverted"],
        "unconverted": raw["unconverted"],
        "not_in_it": [
            {name: each[name] for name in ("currency", "spend_lower", "spend_upper", "unconverted")}
            for each in every if each["unconverted"]
        ],
    }  # fmt: skip


def _names(ads: Ads, by: str) -> dict[str, tuple[str, list[str]]]:
    """Labels and names by key of a row."""
    if by == "advertiser":
        return {key: (label, names) for key, label, names in ads.con.execute("FROM names").fetchall()}
    if by not in ("payer", "page"):
        return {}
    column = {"payer": "payer", "page": "coalesce(page_name, ads.page)"}[by]
    asked = f"""
        WITH spelled AS (SELECT {GROUPS[by]} AS key, {column} AS name, count(*) AS many FROM ads
            WHERE {column} IS NOT NULL GROUP BY ALL),
        ranked AS (SELECT *, row_number() OVER (PARTITION BY key ORDER BY many DESC, name) AS place FROM spelled)
        SELECT key, any_value(name) FILTER (place = 1), list(name ORDER BY place) FILTER (place <= 10)
        FROM ranked GROUP BY key
    """
    return {key: (label, names) for key, label, names in ads.con.execute(asked).fetchall()}


def _stated(ads: Ads) -> list[dict[str, Any]]:
    """Sums of the scopes that were not added, by platform and currency."""
    found = ads.con.execute("""
        SELECT ads.platform, ads.scope, currency, count(*), sum(coalesce(lower, 0)) FILTER (paid),
            CASE WHEN count(*) FILTER (paid AND upper IS NULL) = 0 THEN sum(upper) FILTER (paid) END
        FROM ads JOIN chosen ON chosen.platform = ads.platform AND chosen.scope <> ads.scope
        GROUP BY ALL ORDER BY ALL
    """).fetchall()
    return [{"platform": platform, "scope": scope, "currency": currency, "rows": rows, "spend_lower": _money(lower),
             "spend_upper": _money(upper)} for platform, scope, currency, rows, lower, upper in found]  # fmt: skip


def _marked(ads: Ads) -> list[dict[str, Any]]:
    """Sums by the marks of rows: columns of yes and no."""
    found = ads.con.execute("""
        WITH marked AS (SELECT unnest(marks) AS mark, * FROM ads JOIN chosen USING (platform, scope))
        SELECT mark, currency, count(*), sum(coalesce(lower, 0)) FILTER (paid),
            CASE WHEN count(*) FILTER (paid AND upper IS NULL) = 0 THEN sum(upper) FILTER (paid) END
        FROM marked GROUP BY ALL ORDER BY ALL
    """).fetchall()
    columns = Counter(mark.partition("=")[0] for mark in dict.fromkeys(row[0] for row in found))
    found = [row for row in found if columns[row[0].partition("=")[0]] > 1]
    return [{"mark": mark, "currency": currency, "rows": rows, "spend_lower": _money(lower),
             "spend_upper": _money(upper)} for mark, currency, rows, lower, upper in found]  # fmt: skip


def _weight(row: dict[str, Any]) -> tuple[Any, ...]:
    least = row["converted_lower"] if row["converted_lower"] is not None else row["spend_lower"]
    return (-(least if least is not None else -1), str(row.get("advertiser") or ""), str(row.get("month") or ""),
            str(row["currency"] or ""), str(row.get("advertiser_id") or ""))  # fmt: skip


def _money(micros: int | None) -> float | None:
    return None if micros is None else int(micros) / MICRO


def _whole(number: int | None) -> int | None:
    return None if number is None else int(number)
