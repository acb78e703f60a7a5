"""``inconcert indicators import``: files of indicators, read tolerantly."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.common import note, output, standard

_FILES = click.Path(exists=True, path_type=Path)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILES, metavar="FILE…")
@standard
def command(files: tuple[Path, ...], as_json: bool, quiet: bool) -> None:
    """Read files of indicators, or folders of them, in either of Meta's column schemas; nothing is lost."""
    from inconcert.indicators import reading, tables
    from inconcert.report.defang import still

    read = reading.read(files)
    for odd in read.oddities:
        note(still(str(odd)), quiet=quiet)
    output(tables.as_data(read), still(tables.counted(read)), as_json=as_json, quiet=quiet)
