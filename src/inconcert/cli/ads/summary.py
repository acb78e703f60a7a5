"""``inconcert ads summary``: what was spent, by whom, with bounds and currencies kept."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FILES, output, progress, reading, standard
from inconcert.report.defang import defang, still

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

    from inconcert.ads.gather import Ads, Wanted

GROUPS = ("advertiser", "payer", "page", "currency", "month")
SHOWN = 20
"""Rows of the table for a person; the JSON holds all."""


class Condition(click.ParamType[tuple[str, str, bool]]):
    """``column=value`` or ``column!=value``."""

    name = "condition"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str, bool]:
        """Column, value, and whether they are to be equal."""
        if isinstance(value, tuple):
            return value
        column, sign, wanted = str(value).partition("=")
        if not sign or not column.strip("! "):
            self.fail(f"'{value}' is not column=value or column!=value.", param, ctx)
        return column.removesuffix("!").strip(), wanted.strip(), not column.endswith("!")


def wanted_of(where: tuple[Any, ...], assumed: str | None, day: Any, target: str | None = None) -> Wanted:
    """What the options say about the rows.

    Raises:
        UsageError: the assumed currency is no currency.
    """
    from inconcert.ads.gather import Wanted
    from inconcert.errors import UsageError
    from inconcert.ingest.amounts import CURRENCIES

    code = (assumed or "").strip().upper()
    if code and code not in CURRENCIES:
        raise UsageError(f"'{assumed}' is no currency.", todo="Give a code of ISO 4217, such as EUR.")
    return Wanted(where, code, day.date() if day else None, (target or "").strip().upper())


@click.command("summary", short_help="Add up what ads cost, by advertiser and currency, with their bounds.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--currency", metavar="CODE", help="Convert into this currency, at the rate of each ad's own day.")
@click.option("--by", type=click.Choice(GROUPS), default="advertiser", show_default=True, help="What a row stands for.")
@click.option("--where", type=Condition(), multiple=True, help="Count only rows with column=value (or !=); repeatable.")
@click.option("--assume-currency", metavar="CODE", help="Currency of amounts that name none.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Day of rows that carry none, for the rate.")
@click.option("--memory", metavar="SIZE", default="1GB", show_default=True, help="Memory limit; the rest is on disk.")
@reading
@standard
def command(
    files: tuple[str, ...],
    currency: str | None,
    by: str,
    where: tuple[tuple[str, str, bool], ...],
    assume_currency: str | None,
    day: Any,
    memory: str,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> None:
    """Add up the ads in FILES: files, folders, globs, archives, or - for standard input.

    Files of ad libraries are recognised; any other table is read by the names of its columns, or as --map says:
    advertiser, payer, page, spend or spend_lower and spend_upper, currency, impressions, started, id, text, url.

    Ranges stay ranges, and an open upper bound stays open. Amounts of different currencies are never added unless
    --currency converts them; the original sum is shown beside the converted one, with the source of the rate.
    """
    from inconcert.ads.gather import Ads
    from inconcert.ads.notes import sentences
    from inconcert.ads.rates import Rates
    from inconcert.ads.totals import summarise
    from inconcert.ingest.ad_reading import ad_options

    rates = Rates(currency) if currency else None
    wanted = wanted_of(where, assume_currency, day, currency)
    options = ad_options(**how)
    with progress(quiet=quiet) as tell, Ads(memory) as ads:
        ads.read(files, options, wanted, tell)
        summary = summarise(ads, by, rates)
        notes = sentences(ads, summary, wanted)
        made = {**asdict(summary), "notes": notes, **read(ads)}
    made["unconverted"] = [{"why": why, "ads": count} for why, count in summary.unconverted]
    output(made, table(made), as_json=as_json, quiet=quiet)


def read(ads: Ads) -> dict[str, Any]:
    """What was read, and what was odd about it."""
    return {"files": [asdict(each) for each in ads.files], "oddities": [asdict(each) for each in ads.oddities]}


def table(made: dict[str, Any]) -> RenderableType:
    """The summary for a person: the largest rows, the sums, and what has to be said."""
    from rich.console import Group
    from rich.text import Text

    rows = made["totals"]
    parts: list[RenderableType] = [_rows(rows[:SHOWN], made)]
    if len(rows) > SHOWN:
        parts.append(Text(f"… and {len(rows) - SHOWN:,} more rows; --json gives all."))
    parts += [Text(""), _rows(made["overall"]["by_currency"], made, "all together")]
    whole = made["overall"]["converted"]
    if whole:
        parts += [Text(""), Text(f"In {whole['currency']}: {_span(whole, 'converted')} ({whole['rate_source']})")]
    parts += [Text(""), *(Text(still(f"• {defang(note)}")) for note in made["notes"])]
    parts += [Text(still(odd)) for odd in oddities(made["oddities"])]
    return Group(*parts)


def oddities(found: list[dict[str, Any]]) -> list[str]:
    """Oddities as lines, each with its first example."""
    lines = []
    for each in found:
        one = next(iter(each["examples"]), None)
        example = f" (row {one['row']}{': ' + str(one['value'])[:80] if one['value'] else ''})" if one else ""
        file = f"{each['file']}: " if each["file"] else ""
        lines.append(f"• {file}{each['count']:,}: {each['what']}{example}")
    return lines


def _rows(rows: list[dict[str, Any]], made: dict[str, Any], title: str = "") -> Table:
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False)
    converted = f"in {made['currency']}" if made["currency"] else None
    drawn.add_column(title or made["by"], overflow="fold", max_width=36)
    drawn.add_column("currency")
    for name in ("ads", "spend", "impressions", *([converted] if converted else ())):
        drawn.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        first = row.get("month") or row.get("advertiser") or ("" if made["by"] == "currency" or title else "not stated")
        cells = [still(defang(str(first))), row["currency"] or "?", _count(row["ads"]), _span(row, "spend"),
                 _span(row, "impressions"), *([_span(row, "converted")] if converted else [])]  # fmt: skip
        drawn.add_row(*(Text(cell) for cell in cells))
    return drawn


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _span(row: dict[str, Any], what: str) -> str:
    lower, upper = row[f"{what}_lower"], row[f"{what}_upper"]
    if lower is None:
        return "?"
    if lower == upper:
        return _amount(lower)
    return f"{_amount(lower)} – {'open' if upper is None else _amount(upper)}"


def _amount(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"
