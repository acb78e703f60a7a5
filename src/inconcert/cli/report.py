"""``inconcert report``: the findings as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.common import FOLDER, output, standard


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--to", "target", type=FOLDER, default=Path("report.html"), show_default=True, help="File to write.")
@standard
def command(folder: Path, target: Path, as_json: bool, quiet: bool) -> None:
    """Write what the latest run in FOLDER found as one HTML page; it loads nothing from elsewhere."""
    from inconcert.investigation import Investigation

    place = Investigation.open(folder).found().report(target)
    output({"report": str(place)}, f"Wrote {place}.", as_json=as_json, quiet=quiet)
