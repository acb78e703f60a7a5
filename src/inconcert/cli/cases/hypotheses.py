"""``inconcert cases hypotheses``: attribution by competing hypotheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.casework.words import ACCESSES, CONFIDENCES, LEVELS, LIKELIHOODS, MARKS, SORTS
from inconcert.cli.cases.desks import at_desk, case_id, number, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Desk


@click.command("hypotheses", short_help="Weigh hypotheses about who is behind it.")
@click.argument("folder", type=FOLDER)
@click.argument("case")
@click.option("--add", "theory", metavar="TEXT", help="Put up a hypothesis; takes --level.")
@click.option("--level", type=click.Choice(LEVELS), help="Level of the hypothesis, or level that is judged.")
@click.option("--evidence", metavar="TEXT", help="Put up evidence; takes --kind, --access and --grade.")
@click.option("--kind", type=click.Choice(SORTS), default="behavioural", show_default=True, help="Kind of evidence.")
@click.option("--access", type=click.Choice(ACCESSES), default="open", show_default=True, help="Who can look again.")
@click.option("--grade", metavar="A1..F6", default="F6", show_default=True, help="Admiralty grade of the source.")
@click.option(
    "--mark",
    "marks",
    nargs=3,
    multiple=True,
    metavar="E H C|I|N",
    help="Evidence and hypothesis by number: consistent, inconsistent, neutral; may be repeated.",
)
@click.option("--judge", metavar="TEXT", help="Judge --level, with the reasoning; takes the next three.")
@click.option("--prefer", metavar="H", help="Hypothesis preferred, by number.")
@click.option("--likelihood", type=click.Choice(tuple(LIKELIHOODS)), help="How likely it is.")
@click.option(
    "--confidence", type=click.Choice(CONFIDENCES), default="low", show_default=True, help="How sure you are."
)
@working
@standard
def command(
    folder: Path,
    case: str,
    theory: str | None,
    level: str | None,
    evidence: str | None,
    kind: str,
    access: str,
    grade: str,
    marks: tuple[tuple[str, str, str], ...],
    judge: str | None,
    prefer: str | None,
    likelihood: str | None,
    confidence: str,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Show the matrix of CASE: hypotheses and how each piece of evidence stands to them; options change it.

    Hypotheses (H1, H2 …) and evidence (E1, E2 …) are counted in the order in which they were put up.
    """
    from inconcert.cli.cases import telling

    with at_desk(folder, casebook, name) as desk:
        key = case_id(desk, case)
        if theory is not None:
            desk.hypothesis(key, theory, _needed(level))
        if evidence is not None:
            desk.attribution_evidence(key, evidence, kind, access, grade)
        for piece, rival, mark in marks:
            _mark(desk, key, piece, rival, mark)
        if judge is not None:
            chosen = None if prefer is None else _hypothesis(desk, key, prefer)
            desk.judge(key, _needed(level), chosen, likelihood, confidence, judge)
        view = desk.attribution(key)
    output(view.to_dict(), telling.matrix(view), as_json=as_json, quiet=quiet)


def _needed(level: str | None) -> str:
    if level is None:
        raise UsageError("the level is not given.", todo=f"Add --level: {', '.join(LEVELS)}.")
    return level


def _mark(desk: Desk, key: str, piece: str, rival: str, mark: str) -> None:
    if mark.upper() not in MARKS:
        raise UsageError(f"there is no mark '{mark}'.", todo="Write C, I or N.")
    desk.mark(_labelled(desk, key, piece, "E", "evidence"), _hypothesis(desk, key, rival), mark.upper())


def _hypothesis(desk: Desk, key: str, rival: str) -> str:
    return _labelled(desk, key, rival, "H", "hypothesis")


def _labelled(desk: Desk, key: str, given: str, letter: str, what: str) -> str:
    """Id of what a label such as E1, or its number alone, means."""
    ids = [one for one, label in desk.attribution(key).labels.items() if label.startswith(letter)]
    return number(given.upper().removeprefix(letter), ids, what)
