"""``inconcert cases purge``: take a person or old cases out, with a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@click.command("purge", short_help="Take a person or old cases out, with a receipt.")
@click.argument("folder", type=FOLDER)
@click.option("--person", metavar="PLATFORM:ID", help="Take this account out of everything.")
@click.option("--also", metavar="WORDS", multiple=True, help="Another name of the person, in notes; may be repeated.")
@click.option("--before", type=click.DateTime(["%Y-%m-%d"]), help="Remove closed cases untouched since this UTC day.")
@click.option("--why", required=True, metavar="TEXT", help="The reason; it stays in the receipt.")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@working
@standard
def command(
    folder: Path,
    person: str | None,
    also: tuple[str, ...],
    before: datetime | None,
    why: str,
    yes: bool,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take a person, or old closed cases, out of the casebook. This cannot be undone.

    The log keeps its entries and their hashes, without their texts. Sources, runs, reports and exports are not reached.
    """
    if (person is None) == (before is None):
        raise UsageError("say who or what is to go.", todo="Give --person or --before, one of them.")
    if not yes:
        click.confirm("This cannot be undone. Go on?", abort=True, err=True)
    with at_desk(folder, casebook, name) as desk:
        receipt = desk.purge_before(before.date(), why) if before else desk.purge_person(str(person), why, also=also)
    counted = ", ".join(f"{count} in {table}" for table, count in receipt.rows.items()) or "none"
    lines = [f"Receipt {receipt.id}", f"Rows changed or removed: {counted}.", f"Texts of the log: {receipt.log_texts}."]
    output(receipt.to_dict(), "\n".join([*lines, *receipt.says]), as_json=as_json, quiet=quiet)
