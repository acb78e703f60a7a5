"""``inconcert cases list``: all cases of an investigation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list", short_help="List the cases.")
@click.argument("folder", type=FOLDER)
@click.option("--state", type=click.Choice(["open", "closed"]), help="Only open or only closed cases.")
@click.option("--text", metavar="WORDS", help="Only cases with these words in title, question or tags.")
@working
@standard
def command(
    folder: Path,
    state: str | None,
    text: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """List the cases of the investigation in FOLDER, the newest first."""
    from inconcert.cli.cases import telling

    with at_desk(folder, casebook, name) as desk:
        found = desk.cases(state=state, text=text)
    output({"cases": [row.to_dict() for row in found]}, telling.rows(found), as_json=as_json, quiet=quiet)
