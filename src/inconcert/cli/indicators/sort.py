"""``inconcert indicators sort``: what a list of indicators is about."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.common import note, output, standard


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option("--out", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), help="Folder for the tables.")
@standard
def command(files: tuple[Path, ...], out: Path | None, as_json: bool, quiet: bool) -> None:
    """Sort indicators: sites that imitate brands, families of names, petitions, channels, accounts."""
    from inconcert.indicators import reading, sorted_tables
    from inconcert.indicators.sorting import sort
    from inconcert.report.defang import still

    read = reading.read(files)
    for odd in read.oddities:
        note(still(str(odd)), quiet=quiet)
    found = sort(read.indicators)
    if out is not None:
        sorted_tables.write(out, found)
    output(sorted_tables.as_data(found), still(sorted_tables.told(found)), as_json=as_json, quiet=quiet)
