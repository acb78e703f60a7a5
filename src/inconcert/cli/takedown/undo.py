"""``inconcert takedown undo``: take back what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli import stopping
from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, key_of, plan_id, sending, stepping, through
from inconcert.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("undo", short_help="Take items back, one, some or all of them.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.argument("items", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Everything that can be taken back; the plan is stopped.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@sending
@working
@standard
def command(
    folder: Path,
    plan: str,
    items: tuple[str, ...],
    everything: bool,
    reason: str,
    platform: str,
    to: Path | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take ITEMS of PLAN back, the last first, so that each target is as it was before."""
    from inconcert.cli.takedown import telling

    if everything == bool(items):
        raise UsageError("say which items, or --all.")
    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to take it back")
        keys = None if everything else [key_of(view, one) for one in items]
        with through(folder, view, platform, to) as ways, stepping("taking back", quiet=quiet) as step:
            said = takedowns.undo(actor, view.id, keys, reason, ways, progress=step, cancelled=stopping.asked.is_set)
        row = takedowns.row(view.id)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
    if said is not None:
        raise InputError(said, todo="Look at it, then do it again.")
