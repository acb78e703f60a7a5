"""``inconcert takedown appeal``: take in an objection."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.takedown.offices import at_takedowns, key_of, plan_id
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("appeal", short_help="Write down that somebody objects to an item.")
@click.argument("folder", type=FOLDER)
@click.argument("plan")
@click.argument("item")
@click.option("--text", required=True, metavar="TEXT", help="What they say.")
@click.option("--by", default="owner", show_default=True, metavar="WORD", help="Who objects.")
@click.option("--at", metavar="TIME", help="When they said it, such as 2026-11-29T10:00:00+00:00; else now.")
@working
@standard
def command(
    folder: Path,
    plan: str,
    item: str,
    text: str,
    by: str,
    at: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Take in an appeal against ITEM of PLAN. Somebody who neither wrote nor approved the plan answers it."""
    from inconcert.cli.takedown import telling

    with at_takedowns(folder, casebook, name) as (takedowns, actor):
        view = takedowns.show(actor, plan_id(takedowns, plan), why="to take in an appeal")
        made = takedowns.appeal(actor, view.id, key_of(view, item), by=by, text=text, at=_instant(at))
    output(made.to_dict(), telling.appeal(made), as_json=as_json, quiet=quiet)


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text}' is no time.", todo="Write it as 2026-11-29T10:00:00+00:00.") from None
