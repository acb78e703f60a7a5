"""``inconcert takedown list``: all plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import case_id, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns

if TYPE_CHECKING:
    from pathlib import Path


@click.command("list", short_help="List the plans, and how often they turned out wrong.")
@click.argument("folder", type=FOLDER)
@click.option("--case", metavar="CASE", help="Plans of this case only.")
@working
@standard
def command(folder: Path, case: str | None, casebook: str | None, name: str | None, as_json: bool, quiet: bool) -> None:
    """List the plans of FOLDER's casebook with where they stand, and count the appeals that were granted."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        found = takedowns.plans(None if case is None else case_id(takedowns.book.desk(actor), case))
        numbers = {row.id: number for number, row in enumerate(takedowns.plans(), 1)}
        wrong = takedowns.overturned()
    told = {
        "plans": [{"number": numbers[one.id], **one.to_dict()} for one in found],
        "overturned": {
            "acted": wrong.acted, "appealed": wrong.appealed, "answered": wrong.answered, "granted": wrong.granted
        },
    }  # fmt: skip
    lines = [telling.rows(found)]
    if wrong.acted:
        lines.append(
            f"{wrong.acted} items carried out, {wrong.appealed} appealed, {wrong.granted} of {wrong.answered} answered "
            "appeals granted."
        )
    output(told, "\n".join(lines), as_json=as_json, quiet=quiet)
