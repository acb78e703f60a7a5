"""``inconcert ads creatives``: the same creative run by many pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.ads.summary import Condition, oddities, read, wanted_of
from inconcert.cli.common import FILES, output, progress, reading, standard
from inconcert.report.defang import defang, defang_object, still

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

TARGET = click.Path(path_type=Path, dir_okay=False)
SHOWN = 15
"""Creatives shown to a person; the files and the JSON hold all."""


@click.command("creatives", short_help="Find the same creative run by many pages, and pages that lived for a few days.")
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--out", type=TARGET, help="Write the creatives here (.csv).")
@click.option("--pages", "pages_to", type=TARGET, help="Write the pages with their ads and lives here (.csv).")
@click.option("--actions", "actions_to", type=TARGET, help="Write who ran what when here (.parquet), as actions.")
@click.option("--least-pages", type=click.IntRange(2), default=2, show_default=True, help="Pages a creative needs.")
@click.option("--short-life", type=click.IntRange(1), default=7, show_default=True, help="Days of a short-lived page.")
@click.option("--where", type=Condition(), multiple=True, help="Take only rows with column=value (or !=); repeatable.")
@click.option("--memory", metavar="SIZE", default="1GB", show_default=True, help="Memory limit; the rest is on disk.")
@reading
@standard
def command(
    files: tuple[str, ...],
    out: Path | None,
    pages_to: Path | None,
    actions_to: Path | None,
    least_pages: int,
    short_life: int,
    where: tuple[tuple[str, str, bool], ...],
    memory: str,
    as_json: bool,
    quiet: bool,
    **how: Any,
) -> None:
    """Find what several pages ran alike in the ads of FILES: text, near duplicates, template, picture, landing site.

    Each row tells how many pages ran it in how many ads, under how many payers, and how many other creatives of the
    same files are on as many pages. An alert means: at least five pages, nearly all with a single such ad, and not
    under one payer. It is a reason to look, not a finding: pages of one owner and clients of one agency share ads too.
    """
    from inconcert.ads.creatives import Limits, pages, shared
    from inconcert.ads.gather import Ads
    from inconcert.ads.objects import actions, compare
    from inconcert.errors import StoreError
    from inconcert.ingest.ad_reading import ad_options

    for place in filter(None, (out, pages_to, actions_to)):
        if not place.parent.is_dir():
            raise StoreError(f"there is no folder '{place.parent}' for {place.name}.", todo="Make it, then run again.")
    with progress(quiet=quiet) as tell, Ads(memory) as ads:
        ads.read(files, ad_options(**how), wanted_of(where, None, None), tell)
        compare(ads)
        found, lived = shared(ads, Limits(least_pages, short_life)), pages(ads)
        if actions_to:
            _parquet(actions_to, actions(ads))
        made = {"creatives": found, "pages": counted(lived), **read(ads)}
    if out:
        write(out, found)
    if pages_to:
        write(pages_to, lived)
    output(made, table(made), as_json=as_json, quiet=quiet)


def counted(lived: Sequence[dict[str, Any]]) -> dict[str, int]:
    """How many pages there are, and how many of them are short-lived, have one ad, or name no payer."""
    return {
        "pages": len(lived),
        "with_one_ad": sum(page["ads"] == 1 for page in lived),
        "short_lived": sum(page["short_lived"] for page in lived),
        "without_disclaimer": sum(page["without_disclaimer"] > 0 for page in lived),
    }


def write(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Rows as a table that opens in a spreadsheet; lists are joined with `` | ``.

    Raises:
        DiskFull: there is no room left.
        StoreError: the file cannot be written.
    """
    from inconcert.ads.creatives import COLUMNS
    from inconcert.store.sheets import sheet

    with sheet(path, list(rows[0]) if rows else COLUMNS, marked=True) as put:
        for row in rows:
            put([_cell(value) for value in row.values()])


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(str(one) for one in value if one is not None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _parquet(path: Path, table: Any) -> None:
    import pyarrow.parquet as pq

    from inconcert.store.sheets import replacing

    with replacing(path) as aside:
        pq.write_table(table, aside)


def table(made: dict[str, Any]) -> RenderableType:
    """The creatives for a person."""
    from rich.console import Group
    from rich.text import Text

    pages, found = made["pages"], made["creatives"]
    parts: list[RenderableType] = [Text(
        f"{pages['pages']:,} pages: {pages['with_one_ad']:,} with one ad, {pages['short_lived']:,} short-lived, "
        f"{pages['without_disclaimer']:,} with ads without a disclaimer."
    )]  # fmt: skip
    for each in found[:SHOWN]:
        shown = (each["example"] or each["creative"] or "").replace("\n", " ")[:90]
        mark, pages_ = "! " if each["alert"] else "  ", ", ".join(filter(None, each["page_names"]))
        lines = (
            "",
            f"{mark}{each['kind']}: {still(defang_object(defang(shown)))}",
            f"    {each['why']}",
            still(defang(f"    {pages_}")),
        )
        parts += map(Text, lines)
    if not found:
        parts += [Text("No creative was run by several pages.")]
    if len(found) > SHOWN:
        parts += [Text(""), Text(f"… and {len(found) - SHOWN:,} more; --out writes all.")]
    parts += [Text(still(odd)) for odd in oddities(made["oddities"])]
    return Group(*parts)
