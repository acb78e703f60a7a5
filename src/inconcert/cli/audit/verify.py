"""``inconcert audit verify``: whether the log and the cases hold together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import address, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@click.command("verify", short_help="Find any edit, removal, reordering or cut of the log.")
@click.argument("folder", type=FOLDER)
@click.option("--head", metavar="HASH", help="Hash of an entry that you noted elsewhere; it must be in the log.")
@working
@standard
def command(folder: Path, head: str | None, casebook: str | None, name: str | None, as_json: bool, quiet: bool) -> None:
    """Walk the log of FOLDER's casebook and replay it against the cases; ends with 1 when something does not hold.

    Note the hash that it prints somewhere else: who can write the database and the file beside it can rewrite both,
    and only a copy out of their reach shows that.
    """
    from inconcert.casework import verify

    del name  # nobody's work is done here
    told = verify(address(folder, casebook), head=head)
    lines = [*told.faults, *told.remarks]
    if told.ok:
        lines.append(f"The log holds: {told.entries} entries, head {told.head}")
    output(told.to_dict(), "\n".join(lines), as_json=as_json, quiet=quiet)
    if not told.ok:
        first = "" if told.first_bad is None else f", from entry {told.first_bad} on"
        raise StoreError(
            f"the log does not hold{first}.", todo="Keep the files as they are, and compare with a backup."
        )
