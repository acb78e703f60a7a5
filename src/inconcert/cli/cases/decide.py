"""``inconcert cases decide``: decide about a case, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.casework.words import VERDICTS
from inconcert.cli.cases.desks import at_desk, case_id, working
from inconcert.cli.common import FOLDER, output, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command("decide", short_help="Decide about a case, with a reason.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.argument("verdict", type=click.Choice(VERDICTS))
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--network", metavar="ID", help="The network of the case it is about; else the case as a whole.")
@click.option("--ask", metavar="NAME", help="Ask this person for a review; 'anybody' asks whoever may.")
@working
@standard
def command(
    folder: Path,
    case: str,
    verdict: str,
    reason: str,
    network: str | None,
    ask: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Decide about CASE: confirmed, 'benign coordination', 'not enough' or 'needs more'.

    A confirmation holds when a second person agrees, who does not see it before giving a verdict.
    """
    from inconcert.cli.cases import telling

    with at_desk(folder, casebook, name) as desk:
        made = desk.decide(case_id(desk, case), verdict, reason, network)
        if ask is not None or made.needs_two:
            desk.ask_review(made.id, None if ask in (None, "anybody") else ask)
            made = next(one for one in desk.case(made.case_id, why="decided").decisions if one.id == made.id)
    output(made.to_dict(), telling.inert("\n".join(telling.decision(made)).strip()), as_json=as_json, quiet=quiet)
