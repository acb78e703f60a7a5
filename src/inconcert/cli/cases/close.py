"""``inconcert cases close``: close a case, or open it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("close", short_help="Close a case, or reopen it.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--reopen", is_flag=True, help="Open a closed case again.")
@working
@standard
def command(
    folder: Path,
    case: str,
    reason: str,
    reopen: bool,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Close CASE with a reason; with --reopen, open it again."""
    with at_desk(folder, casebook, name) as desk:
        key = case_id(desk, case)
        view = (desk.reopen if reopen else desk.close_case)(key, reason)
    output(view.to_dict(), f"Case {view.number} is {view.state}.", as_json=as_json, quiet=quiet)
