"""``inconcert returns``: networks of the latest run that may be the return of a confirmed operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, note, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@working
@standard
def command(folder: Path, casebook: str | None, name: str | None, as_json: bool, quiet: bool) -> None:
    """Compare the networks of the latest run in FOLDER with the fingerprints of confirmed operations.

    Confirmed cases that have no fingerprint yet get one first, where their run is in FOLDER. A match is a candidate for
    people to look at: nothing follows from it by itself.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.defang import still
    from inconcert.report.returned import told
    from inconcert.returns import keeping

    found = Investigation.open(folder).found()
    with at_desk(folder, casebook, name) as desk:
        left = keeping.keep(desk, found.folder)
        known = keeping.operations(desk)
        rows = keeping.look(desk, found.folder, found.path, found.data["networks"])
    for line in left:
        note(still(line), quiet=quiet)
    data: dict[str, Any] = {
        "run": found.path.name, "operations": [one.operation for one in known],
        "networks": [{"id": network, "returns": matches} for network, matches in rows.items()],
    }  # fmt: skip
    output(data, told(rows, len(known), len(found.networks)), as_json=as_json, quiet=quiet)
