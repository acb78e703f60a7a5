"""``inconcert taxii withdraw``: revoke what was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("withdraw", short_help="Revoke what was published.")
@click.argument("folder", type=FOLDER)
@click.option("--case", required=True, metavar="CASE", help="Number or id of the case.")
@click.option("--why", required=True, metavar="TEXT", help="Why it is taken back; the log keeps it.")
@working
@standard
def command(
    folder: Path, case: str, why: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
) -> None:
    """Revoke everything that was published of a case of FOLDER, so that whoever fetched it learns so.

    It takes the role of an approver. What was revoked stays revoked, as STIX wants it.
    """
    from inconcert.exchange.taxii.publishing import withdraw
    from inconcert.store.folder import Folder

    with at_desk(folder, casebook, name) as desk:
        change = withdraw(desk.book, desk.actor, case_id(desk, case), Folder.open(folder).path, why)
    data = {"collection": change.collection, "revoked": change.revoked}
    output(data, f"Revoked {change.revoked} objects of {change.collection}.", as_json=as_json, quiet=quiet)
