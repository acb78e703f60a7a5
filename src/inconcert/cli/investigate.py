"""``inconcert investigate``: from files to findings in one call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import (
    FILES,
    FOLDER,
    chosen,
    note,
    output,
    planned,
    posts_hint,
    progress,
    reading,
    searching,
    standard,
)
from inconcert.report.defang import still

if TYPE_CHECKING:
    from pathlib import Path

READING = ("format", "mapping", "time_format", "timezone", "platform")


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option("--out", required=True, type=FOLDER, metavar="DIR", help="Folder for the findings and the investigation.")
@click.option(
    "--brand-pages",
    type=FOLDER,
    multiple=True,
    metavar="PATH",
    help="Saved pages of protected sites: pages of the sites that networks push are compared with them.",
)
@reading
@searching
@standard
def command(
    files: tuple[str, ...], out: Path, brand_pages: tuple[Path, ...], as_json: bool, quiet: bool, **options: Any
) -> None:
    """Read FILES, look for accounts that act together more than chance explains, and write what was found.

    DIR gets findings.json, ties.parquet and report.html; the investigation itself is kept in DIR/investigation, so that
    the same call again goes on where it stopped, and a call with more files adds them.
    """
    from inconcert.investigation import Investigation, publish
    from inconcert.report.terminal import overview

    how = chosen(**{name: options.pop(name) for name in READING})
    with progress(quiet=quiet) as tell:
        made = Investigation.at(out / "investigation", name=out.resolve().name)
        added = made.add(*files, progress=tell, brand_pages=brand_pages, **how)
        note(still("\n\n".join(receipt.text() for receipt in added)), quiet=quiet)
        plans = planned(tell, options["memory"], quiet=quiet or as_json)
        found = made.detect(progress=tell, planned=plans, **chosen(**options))
        places = publish(found, out)
    data = {"files": [str(place) for place in places], **found.data}
    hints = (*posts_hint(found, out), f"The report: {out / 'report.html'}")
    output(data, overview(found.data, *hints), as_json=as_json, quiet=quiet)
