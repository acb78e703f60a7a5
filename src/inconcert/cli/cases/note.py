"""``inconcert cases note``: write a note, a tag or a task into a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("note", short_help="Write a note into a case.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.argument("text")
@click.option("--tag", "tags", metavar="WORD", multiple=True, help="Put this word on the case too; may be repeated.")
@working
@standard
def command(
    folder: Path,
    case: str,
    text: str,
    tags: tuple[str, ...],
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write TEXT as a note into CASE."""
    with at_desk(folder, casebook, name) as desk:
        key = case_id(desk, case)
        written = desk.note(key, text)
        for tag in tags:
            desk.tag(key, tag)
    output(written.to_dict(), "Written.", as_json=as_json, quiet=quiet)
