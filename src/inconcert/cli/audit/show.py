"""``inconcert audit show``: the log: who, what, when, from where, why."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.report.defang import still

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from inconcert.casework.views import AuditRow


@click.command("show", short_help="Show the log.")
@click.argument("folder", type=FOLDER)
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]), help="Entries from this instant on, UTC.")
@click.option("--about", metavar="PLATFORM:ID", help="Entries about this account: who has read it?")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The newest entries, so many.")
@working
@standard
def command(
    folder: Path,
    since: datetime | None,
    about: str | None,
    limit: int,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the log of FOLDER's casebook, oldest first; that it was read is logged."""
    with at_desk(folder, casebook, name) as desk:
        rows = desk.audit(None if since is None else since.replace(tzinfo=UTC), about=about, limit=limit)
    output({"entries": [row.to_dict() for row in rows]}, _text(rows), as_json=as_json, quiet=quiet)


def _text(rows: list[AuditRow]) -> str:
    lines = [
        f"{row.seq:>6} {row.at:%Y-%m-%d %H:%M:%S} UTC {row.who} ({row.via}) {row.act}"
        + (f" {row.thing}" if row.thing else "")
        + (f" — {row.why}" if row.why else "")
        for row in rows
    ]
    return still("\n".join(lines) or "The log is empty.")
