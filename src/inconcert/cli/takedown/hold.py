"""``inconcert takedown hold``: hold one more account back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, key_of, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("hold", short_help="Hold an account back; a new plan takes the place of the old one.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.argument("item")
@click.option("--why", required=True, metavar="TEXT", help="Why it is left alone.")
@working
@standard
def command(
    folder: Path, plan: str, item: str, why: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
) -> None:
    """Hold ITEM of PLAN back. The new plan has no approvals, and none of its authors can approve it."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to hold somebody back")
        chosen = next(one for one in view.items if one.key == key_of(view, item))
        made = takedowns.hold(actor, view.id, chosen.platform, chosen.target, why)
    output(made.document, telling.draft(made), as_json=as_json, quiet=quiet)
