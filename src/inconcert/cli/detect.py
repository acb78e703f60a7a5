"""``inconcert detect``: signals, ties, networks, findings; goes on where an earlier call stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FOLDER, chosen, output, planned, posts_hint, progress, searching, standard

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@searching
@standard
def command(folder: Path, as_json: bool, quiet: bool, **options: Any) -> None:
    """Look for coordination in the investigation FOLDER; steps that are done already are kept.

    Before each search, standard error says what it will look at and cost.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.terminal import overview

    with progress(quiet=quiet) as tell:
        plans = planned(tell, options["memory"], quiet=quiet or as_json)
        found = Investigation.open(folder).detect(progress=tell, planned=plans, **chosen(**options))
    output(found.data, overview(found.data, *posts_hint(found, folder)), as_json=as_json, quiet=quiet)
