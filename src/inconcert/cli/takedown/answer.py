"""``inconcert takedown answer``: answer an appeal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, sending, through
from inconcert.errors import NoSuchThing

if TYPE_CHECKING:
    from pathlib import Path


@click.command("answer", short_help="Answer an appeal; a granted one takes the item back and reopens the case.")
@click.argument("folder", type=FOLDER)
@click.argument("appeal")
@click.option("--grant/--dismiss", "granted", required=True, default=None, help="Whether it was right.")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--later", is_flag=True, help="Take the item back later; the plan says that it is owed.")
@sending
@working
@standard
def command(
    folder: Path,
    appeal: str,
    granted: bool,
    reason: str,
    later: bool,
    platform: str,
    to: Path | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Answer APPEAL, by its id, as somebody who neither wrote nor approved the plan."""
    from inconcert.cli.takedown import telling

    key = appeal.upper()
    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        plans = [one.plan_id for one in takedowns.appeals() if one.id == key]
        if not plans:
            raise NoSuchThing(f"there is no appeal '{appeal}'.", todo="See: inconcert takedown show.")
        if later or not granted:
            made = takedowns.answer(actor, key, granted=granted, reason=reason)
        else:
            view = takedowns.show(actor, plans[0], why="to answer an appeal")
            with through(folder, view, platform, to) as ways:
                made = takedowns.answer(actor, key, granted=True, reason=reason, through=ways)
    output(made.to_dict(), telling.appeal(made), as_json=as_json, quiet=quiet)
