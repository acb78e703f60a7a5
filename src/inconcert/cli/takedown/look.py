"""``inconcert takedown look``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("look", short_help="Say that the first stage was looked at; the rest may follow.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@working
@standard
def command(
    folder: Path, plan: str, reason: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
) -> None:
    """Let the rest of PLAN follow, after you looked at what the first few did."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        key = plan_id(takedowns, plan)
        takedowns.follow(actor, key, reason)
        row = takedowns.row(key)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
