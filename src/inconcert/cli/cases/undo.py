"""``inconcert cases undo``: take back something that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, number, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("undo", short_help="Take back something that was done in a case.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.argument("event", required=False)
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@working
@standard
def command(
    folder: Path,
    case: str,
    event: str | None,
    reason: str,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take back EVENT of CASE, by its number in the history or its id; without it, the last one.

    The history keeps both. An undo can be undone.
    """
    from inconcert.cli.cases import telling

    with at_desk(folder, casebook, name) as desk:
        history = [one.id for one in desk.history(case_id(desk, case))]
        undone = desk.undo(number(event or str(len(history)), history, "event"), reason)
    output(undone.to_dict(), telling.inert(undone.says), as_json=as_json, quiet=quiet)
