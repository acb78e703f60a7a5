"""``inconcert new``: an empty investigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--name", default="", help="Name of the investigation; the name of the folder when not given.")
@standard
def command(folder: Path, name: str, as_json: bool, quiet: bool) -> None:
    """Make an empty investigation in FOLDER, which must be new or empty."""
    from inconcert.store.folder import Folder

    made = Folder.create(folder, name)
    text = f"Made the investigation {made.about['name']}. Add files: inconcert add {folder} FILE..."
    output({"path": str(folder), **made.about}, text, as_json=as_json, quiet=quiet)
