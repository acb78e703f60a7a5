"""``inconcert taxii push``: hand a case to another server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, note, output, standard
from inconcert.cli.dossiers import leave, telling, told

if TYPE_CHECKING:
    from pathlib import Path


@click.command("push", short_help="Hand a case to another server.")
@click.argument("folder", type=FOLDER)
@click.option("--case", required=True, metavar="CASE", help="Number or id of the case.")
@click.option("--to", "address", required=True, metavar="URL", help="Collection: https://host/api/collections/ID/.")
@click.option("--recipient", metavar="NAME", help="Whose server it is; needed where the case is marked TLP:RED.")
@telling
@working
@standard
def command(
    folder: Path,
    case: str,
    address: str,
    recipient: str | None,
    imprint: Path | None,
    handles: str | None,
    tlp: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Push a case of FOLDER that two people confirmed to a collection of a TAXII 2.1 server, as STIX.

    Credentials come from the environment: INCONCERT_TAXII_TOKEN, or INCONCERT_TAXII_USER and INCONCERT_TAXII_PASSWORD.
    Doing it again adds nothing; what is told no more is revoked there. Before anything is sent, the log says what goes
    where.
    """
    from inconcert.dossier import form_named
    from inconcert.exchange.taxii.publishing import hand_over
    from inconcert.exchange.taxii.pushing import Collection
    from inconcert.report.defang import still
    from inconcert.store.folder import Folder

    where = Collection.at(address)
    with at_desk(folder, casebook, name) as desk:
        dossier = told(desk, folder, case, imprint, handles, tlp)
        leave(desk, dossier, [form_named("stix")], recipient)
        desk.read("taxii push", (), f"case {dossier.case.number} pushed to {where}")
    done = hand_over(dossier, Folder.open(folder).path, where)
    for each in done.failed:
        note(still(f"Refused: {each}"), quiet=quiet)
    data = {"to": str(where), "sent": done.sent, "there": done.there, "succeeded": done.succeeded,
            "failed": list(done.failed)}  # fmt: skip
    text = f"Pushed {done.succeeded} of {done.sent} objects; {done.there} were there already."
    output(data, text, as_json=as_json, quiet=quiet)
    if done.failed:
        raise click.exceptions.Exit(1)
