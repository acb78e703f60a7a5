"""``inconcert cases open``: open a case on findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("open", short_help="Open a case on findings.")
@click.argument("folder", type=FOLDER)
@click.argument("networks", nargs=-1)
@click.option("--question", required=True, metavar="TEXT", help="What is asked about them.")
@click.option("--title", metavar="TEXT", help="Title of the case (made from the networks).")
@working
@standard
def command(
    folder: Path,
    networks: tuple[str, ...],
    question: str,
    title: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Open a case on NETWORKS of the latest run in FOLDER.

    A network is named as for `inconcert show`: by its place (1 is the strongest) or its id. The case keeps a copy of
    each, with its hash. Without NETWORKS the case begins empty.
    """
    from inconcert.casework import FindingRef
    from inconcert.cli.cases import telling
    from inconcert.investigation import Investigation

    frozen = []
    if networks:
        found = Investigation.open(folder).found()
        frozen = [FindingRef.of(found.path.name, found.network(one).data) for one in networks]
    named = title or ", ".join(ref.network_id for ref in frozen) or question
    with at_desk(folder, casebook, name) as desk:
        view = desk.open_case(named, question, frozen)
        output(view.to_dict(), telling.case(view, desk.history(view.id)), as_json=as_json, quiet=quiet)
