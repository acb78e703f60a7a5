"""``inconcert takedown rehearse``: look at every target, do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id, sending, stepping, through

if TYPE_CHECKING:
    from pathlib import Path


@click.command("rehearse", short_help="Look at every target and do nothing; approvals are bound to what was seen.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@sending
@working
@standard
def command(
    folder: Path,
    plan: str,
    platform: str,
    to: Path | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Rehearse PLAN: counts, whom it touches, who is held back, and a sample to look at. Earlier approvals are void."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to rehearse it")
        with through(folder, view, platform, to) as ways, stepping("looking", quiet=quiet) as step:
            seen = takedowns.rehearse(actor, view.id, ways, progress=step)
    output(seen.to_dict(), telling.rehearsal(seen), as_json=as_json, quiet=quiet)
