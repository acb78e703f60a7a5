"""What has to be said beside sums of ads, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.ads.gather import Ads, Wanted
    from inconcert.ads.totals import Summary

SHOWN = 5


def sentences(ads: Ads, summary: Summary, wanted: Wanted) -> list[str]:
    """What a reader of the sums has to know, the most important first."""
    parts = (_reading(ads, wanted), _bounds(summary), _unknown(summary, wanted), _converting(summary), _apart(summary),
             _names(summary))  # fmt: skip
    return [sentence for part in parts for sentence in part]


def _reading(ads: Ads, wanted: Wanted) -> Iterator[str]:
    left = sum(file.left_out for file in ads.files)
    if left:
        asked = " and ".join(f"{name}{'=' if equal else '!='}{value}" for name, value, equal in wanted.where)
        yield f"Counted are rows with {asked}; {left:,} other rows were left out."
    if wanted.assumed:
        yield f"Amounts that name no currency were taken to be {wanted.assumed}, as was asked for."
    named = [file for file in ads.files if file.day and not wanted.day]
    if named and _undated(ads):
        yield f"Rows without a day were given the day in the name of their file ({named[0].day})."
    elif wanted.day and _undated(ads):
        yield f"Rows without a day were given {wanted.day}, as was asked for."


def _undated(ads: Ads) -> bool:
    """Whether some rows carry no instant of their own."""
    found = ads.con.execute("SELECT count(*) FROM ads WHERE starts IS NULL AND day IS NOT NULL").fetchone()
    return bool(found and found[0])


def _bounds(summary: Summary) -> Iterator[str]:
    every = summary.overall["by_currency"]
    if any(row["spend_lower"] != row["spend_upper"] for row in every):
        yield "Spend is a range: the sum of the lower bounds, and the sum of the upper ones."
    for what, word in (("open_spend", "spend"), ("open_impressions", "impressions")):
        count = sum(row[what] for row in every)
        if count:
            yield f"The upper bound of {word} is open: {count:,} rows have none, so their sum has none."
    without = sum(row["rows_without_figure"] for row in every)
    if without:
        yield f"{without:,} rows say nothing of spend; they are counted and add nothing, which is not the same as zero."
    undisclosed = sum(row["without_disclaimer"] for row in every)
    if undisclosed:
        yield f"{undisclosed:,} rows ran without a disclaimer; they are added to their pages, not to one payer."


def _unknown(summary: Summary, wanted: Wanted) -> Iterator[str]:
    unknown = [row for row in summary.overall["by_currency"] if row["currency"] is None and row["rows_with_spend"]]
    if unknown and not wanted.assumed:
        count = unknown[0]["rows_with_spend"]
        yield f"{count:,} rows with spend name no currency; say which with --assume-currency if you know it."
    if len([row for row in summary.overall["by_currency"] if row["rows_with_spend"]]) > 1 and not summary.currency:
        yield "Amounts are in several currencies, which are not added; --currency EUR converts them by each ad's day."


def _converting(summary: Summary) -> Iterator[str]:
    for why, count in summary.unconverted:
        yield f"{count:,} ads were not converted: {why}."


def _apart(summary: Summary) -> Iterator[str]:
    for each in summary.stated:
        yield (f"The rows of {each['platform']} by {each['scope']} give {_range(each)} for the same money "
               f"({each['rows']:,} rows); it was not added.")  # fmt: skip
    for each in summary.marked:
        yield f"{each['rows']:,} rows have {each['mark']}: {_range(each)}; --where {each['mark']} counts these alone."


def _range(row: dict[str, Any]) -> str:
    code = row["currency"] or "of an unknown currency"
    lower, upper = row["spend_lower"], row["spend_upper"]
    if lower is None:
        return "no spend"
    return f"{lower:,.2f} to {'an open bound' if upper is None else format(upper, ',.2f')} {code}"


def _names(summary: Summary) -> Iterator[str]:
    if summary.alone:
        shown = ", ".join(f"«{name}»" for name in summary.alone[:SHOWN])
        yield f"Disclaimers that could be anybody's hold no pages together: {shown}."
