"""``inconcert cases review``: give a second person's verdict, blind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.casework.words import VERDICTS
from inconcert.cli.cases.desks import at_desk, number, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework.views import BlindCase


@click.command("review", short_help="See what waits for your review, and give your verdict.")
@click.argument("folder", type=FOLDER)
@click.argument("place", required=False)
@click.argument("verdict", type=click.Choice(VERDICTS), required=False)
@click.option("--reason", metavar="TEXT", help="Why; it goes with a verdict.")
@working
@standard
def command(
    folder: Path,
    place: str | None,
    verdict: str | None,
    reason: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """List what you may review; with PLACE in that list and a VERDICT, give it.

    You see the question and the proof. What others decided and every score is withheld until then.
    """
    with at_desk(folder, casebook, name) as desk:
        waiting = desk.to_review()
        if place is None:
            output({"to_review": [one.to_dict() for one in waiting]}, _text(waiting), as_json=as_json, quiet=quiet)
            return
        if verdict is None or reason is None:
            raise UsageError("a review is a verdict with a reason.", todo="Give VERDICT and --reason.")
        chosen = number(place, [one.review_id for one in waiting], "review")
        given = desk.review(chosen, verdict, reason)
    told = "You agree: it is settled." if given.agrees else "You do not agree: see the case for what happens now."
    output(given.to_dict(), told, as_json=as_json, quiet=quiet)


def _text(waiting: list[BlindCase]) -> str:
    from inconcert.cli.cases import telling

    if not waiting:
        return "Nothing waits for your review."
    lines = []
    for place, one in enumerate(waiting, 1):
        lines += [f"{place} · case {one.number}: {one.title}", f"  Question: {one.question}"]
        lines += telling.findings(one.findings)
    return telling.inert("\n".join(lines))
