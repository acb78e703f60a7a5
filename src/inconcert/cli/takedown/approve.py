"""``inconcert takedown approve``: let a plan be carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, plan_id

if TYPE_CHECKING:
    from pathlib import Path


@click.command("approve", short_help="Approve a plan as it was rehearsed; two people must, neither of them its author.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.option("--rehearsal", required=True, metavar="HASH", help="Hash of the rehearsal that you read.")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may be done.")
@working
@standard
def command(
    folder: Path,
    plan: str,
    rehearsal: str,
    reason: str,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Approve PLAN. It is bound to the rehearsal you read: a change of the plan, or a new rehearsal, voids it."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        key = plan_id(takedowns, plan)
        takedowns.approve(actor, key, rehearsal, reason)
        row = takedowns.row(key)
    output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)
