"""``inconcert search``: posts, accounts and sites of an investigation by what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.common import FOLDER, output, progress, standard
from inconcert.search.hits import KINDS

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("query")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these; may be repeated (all).")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Rows shown.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Rows left out before.")
@standard
def command(
    folder: Path, query: str, kinds: tuple[str, ...], limit: int, offset: int, as_json: bool, quiet: bool
) -> None:
    """Search posts, accounts and sites in the investigation FOLDER; the index is made, or brought up to date, first.

    QUERY: words (all must be there), "a phrase", -without, one OR other, word*, from:handle, lang:de,
    site:example.org, on:telegram, after:2022-01-01, before:2022-02-01. Accents, case and compatibility forms do not
    matter; scripts without spaces are found by any part of a word. Quote QUERY as one argument for the shell.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.found import hits
    from inconcert.search.query import parse

    # Before the index is made, which can take minutes.
    parse(query)
    with progress(quiet=quiet) as tell:
        found = Investigation.open(folder).search(query, kinds=kinds, limit=limit, offset=offset, progress=tell)
    output(found.to_dict(), hits(found), as_json=as_json, quiet=quiet)
