"""``inconcert evaluate``: how much is found, and how much wrongly, at the default settings."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, note, output, standard
from inconcert.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.evaluate.base import EvaluationSet


@click.command("evaluate", short_help="Measure what is found, and what is found wrongly, at the default settings.")
@click.option("--only", metavar="NAME", multiple=True, help="A set, or a kind of sets; may be repeated.")
@click.option("--seeds", type=click.IntRange(1), default=5, show_default=True, help="Seeds of what is drawn at random.")
@click.option("--posts", type=click.IntRange(200), default=30_000, show_default=True, help="Posts of simulated worlds.")
@click.option(
    "--out", type=FOLDER, metavar="DIR", help="Keep the runs here, to go on after a stop; thrown away when not given."
)
@click.option(
    "--page", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the figures into this page."
)
@click.option(
    "--decided",
    type=FOLDER,
    metavar="FOLDER",
    help="Measure instead what was carried out from FOLDER's casebook, against the appeals that were granted.",
)
@working
@standard
def command(
    only: tuple[str, ...],
    seeds: int,
    posts: int,
    out: Path | None,
    page: Path | None,
    decided: Path | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Measure what inconcert finds, and what it finds wrongly, through its public door at the default settings.

    Organic sets give accounts placed in a network per 10,000, operations and planted rings give recall and precision,
    decoys say how many open and innocent groups are placed too. Real sets are looked for in the folder that
    INCONCERT_DATA names, else in ../shared/data; a set that is not there is left out, saying so. Simulated sets always
    run. Settings are never fitted to a set, and a figure of one code is never reused for another.

    Kinds: organic, operation, transplant, simulated, adversary, rings, matched, calibration, time-to-detection,
    operators, returns, viewpoint, declared, parity. With --out every run and every score is kept: the whole can be
    measured in pieces with --only, a stopped command goes on, and --page then takes what is there. The figures are set
    beside aims that were fixed in the code before anything was measured. The page needs the lines '<!-- figures -->'
    and '<!-- end of figures -->'; what stands between them is replaced.

    With --decided nothing is searched: the figures are those of a casebook's own takedowns, by grade and by signal of
    the networks. They are never part of the others and of no page.
    """
    from inconcert.evaluate.bench import Bench, data_folder
    from inconcert.evaluate.page import check, table, update
    from inconcert.evaluate.sets import chosen, evaluate

    if decided is not None and (only or page or out):
        raise UsageError("a casebook's own figures stand alone.", todo="Leave out --only, --page and --out.")
    sets = chosen(only) if decided is None else (_own(decided, casebook, name),)
    if page:
        if only:
            raise UsageError("a page has the figures of all sets.", todo="Leave out --only, or leave out --page.")
        check(page)
    with _place(out) as place:
        made = evaluate(Bench(place, data_folder(), seeds, posts, partial(note, quiet=quiet)), sets)
    if page:
        update(page, made)
    output(made.to_dict(), table(made), as_json=as_json, quiet=quiet)


def _own(folder: Path, casebook: str | None, name: str | None) -> EvaluationSet:
    """What became of the takedowns of a casebook, as somebody may see it."""
    from inconcert.evaluate.decided import decided
    from inconcert.takedown.learning import outcomes

    with at_desk(folder, casebook, name) as desk:
        return decided(outcomes(desk.book, desk.actor))


@contextmanager
def _place(out: Path | None) -> Iterator[Path]:
    """The folder of the runs; one that is gone at the end when none was named."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        yield out
        return
    with TemporaryDirectory(prefix="inconcert-evaluate-") as folder:
        yield Path(folder)
