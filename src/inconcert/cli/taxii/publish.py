"""``inconcert taxii publish``: let a case be fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.dossiers import telling, told

if TYPE_CHECKING:
    from pathlib import Path


@click.command("publish", short_help="Let a case be fetched.")
@click.argument("folder", type=FOLDER)
@click.option("--case", required=True, metavar="CASE", help="Number or id of the case.")
@click.option("--why", required=True, metavar="TEXT", help="Why it is published; the log keeps it.")
@telling
@working
@standard
def command(
    folder: Path,
    case: str,
    why: str,
    imprint: Path | None,
    handles: str | None,
    tlp: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Let a case of FOLDER that two people confirmed be fetched by everybody with a token of the server.

    Publishing again adds what is new and revokes what is told no more. It takes the role of an approver.
    """
    from inconcert.exchange.taxii.publishing import publish
    from inconcert.store.folder import Folder

    with at_desk(folder, casebook, name) as desk:
        dossier = told(desk, folder, case, imprint, handles, tlp)
        change = publish(desk.book, desk.actor, dossier, Folder.open(folder).path, why)
    data = {"collection": change.collection, "added": change.added, "same": change.same, "revoked": change.revoked}
    text = (
        f"Published as the collection {change.collection}: {change.added} objects new, {change.same} as before, "
        f"{change.revoked} revoked. Programs fetch it from /taxii2/ of `inconcert serve`."
    )
    output(data, text, as_json=as_json, quiet=quiet)
