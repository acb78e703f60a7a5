"""``inconcert takedown settle``: say what became of a call without an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, key_of, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("settle", short_help="Say what became of an item that no platform can tell about.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.argument("item")
@click.option("--done/--not-done", required=True, default=None, help="What you found out.")
@click.option("--reason", required=True, metavar="TEXT", help="How you found out.")
@working
@standard
def command(
    folder: Path,
    plan: str,
    item: str,
    done: bool,
    reason: str,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Say of ITEM of PLAN whether it was done, after you asked whoever runs the platform.

    An item that was refused, as with a wrong password, is tried again after --not-done.
    """
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to settle an item")
        takedowns.settle(actor, view.id, key_of(view, item), done=done, reason=reason)
        row = takedowns.row(view.id)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
