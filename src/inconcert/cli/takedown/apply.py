"""``inconcert takedown apply``: carry out what was approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli import stopping
from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id, sending, stepping, through
from inconcert.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("apply", short_help="Carry out an approved plan: the first few, a look, then the rest.")
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
    """Carry out PLAN as far as it may go now. Stopped or killed at any moment, the same command goes on from there.

    It ends with 1 when something was not as people approved it; nothing more is done then until somebody resumes it.
    """
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to carry it out")
        with through(folder, view, platform, to) as ways, stepping("carrying out", quiet=quiet) as step:
            takedowns.apply(actor, view.id, ways, progress=step, cancelled=stopping.asked.is_set)
        row = takedowns.row(view.id)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
    if row.standing == "stopped":
        raise InputError(row.says, todo="Look at it, then resume it, or take back what was done.")
