"""``inconcert remove``: take added files out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@standard
def command(folder: Path, sources: tuple[str, ...], as_json: bool, quiet: bool) -> None:
    """Take SOURCES, added to the investigation FOLDER before, out again, as if they had never been added.

    A source is named by its id, as `inconcert receipts` shows it, or by the name of its file. Runs made before stay as
    they are, with what they copied from it: delete their folders where that must go too.
    """
    from inconcert.investigation import Investigation

    gone = Investigation.open(folder).remove(*sources)
    output({"removed": gone}, f"Removed: {', '.join(gone)}", as_json=as_json, quiet=quiet)
