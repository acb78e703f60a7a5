"""``inconcert takedown show``: one plan with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show", short_help="Show a plan: whom it touches, who is held back, where it stands.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.option("--why", default="shown in the terminal", show_default=True, help="Why it is read; the log keeps it.")
@working
@standard
def command(
    folder: Path, plan: str, why: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
) -> None:
    """Show PLAN with its items, its blast radius, its rehearsal, approvals, appeals and all that was done."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why=why)
    output(view.to_dict(), telling.plan(view), as_json=as_json, quiet=quiet)
