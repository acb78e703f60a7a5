"""``inconcert takedown resume``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("resume", short_help="Let a stopped plan go on.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@working
@standard
def command(
    folder: Path, plan: str, reason: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
) -> None:
    """Let a stopped PLAN go on, after you found out why it stopped. Its approvals must still hold."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        key = plan_id(takedowns, plan)
        takedowns.resume(actor, key, reason)
        row = takedowns.row(key)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
