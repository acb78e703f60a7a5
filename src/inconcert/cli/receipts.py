"""``inconcert receipts``: what became of every row of every file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, output, standard
from inconcert.report.defang import still

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@standard
def command(folder: Path, as_json: bool, quiet: bool) -> None:
    """Show the receipts of all files in the investigation FOLDER, in the order in which they were added."""
    from inconcert.ingest.receipt import Receipt
    from inconcert.store.folder import Folder

    found = [Receipt.from_dict(each) for each in Folder.open(folder).sources()]
    text = "\n\n".join(still(each.text()) for each in found) or f"Nothing was added to {folder} yet."
    output([each.to_dict() for each in found], text, as_json=as_json, quiet=quiet)
