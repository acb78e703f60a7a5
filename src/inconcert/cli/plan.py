"""``inconcert plan``: what a run would look at and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FOLDER, chosen, output, progress, searching, standard
from inconcert.report.defang import still

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@searching
@standard
def command(folder: Path, as_json: bool, quiet: bool, **options: Any) -> None:
    """Say what ``detect`` would cost in the investigation FOLDER, and what dominates it.

    Posts are made comparable, which the run needs anyway and will not do again; no pair is counted.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.planned import lines

    with progress(quiet=quiet) as tell:
        planned = Investigation.open(folder).plan(progress=tell, **chosen(**options))
    output(planned, still("\n".join(lines(planned))), as_json=as_json, quiet=quiet)
