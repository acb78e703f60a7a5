"""``inconcert cases show``: one case with everything in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("show", short_help="Show a case with its history.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.option("--why", default="shown in the terminal", show_default=True, help="Why it is read; the log keeps it.")
@click.option("--unblind", is_flag=True, help="See verdicts and scores although you could still review it blind.")
@click.option("--pseudonyms", is_flag=True, help="Show accounts under keyed pseudonyms.")
@click.option("--compare", is_flag=True, help="Show what is new beside operations that were confirmed earlier.")
@working
@standard
def command(
    folder: Path,
    case: str,
    why: str,
    unblind: bool,
    pseudonyms: bool,
    compare: bool,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show CASE with its findings, decisions, reviews, notes and history; the reading is logged."""
    from inconcert.cli.cases import telling

    with at_desk(folder, casebook, name) as desk:
        key = case_id(desk, case)
        view = desk.case(key, why=why, unblind=unblind, pseudonyms=pseudonyms)
        history = [] if pseudonyms else desk.history(key)
        told = {**view.to_dict(), "history": [one.to_dict() for one in history]}
        text = telling.case(view, history)
        if compare:
            beside = desk.compare(key)
            shown = desk.book.pseudonyms.view(beside.to_dict()) if pseudonyms else beside.to_dict()
            told["comparison"] = shown
            text = "\n".join([text, "Beside earlier operations", *map(telling.inert, shown["says"])])
    output(told, text, as_json=as_json, quiet=quiet)
