"""``inconcert detect``: signals, ties, networks, findings; goes on where an earlier call stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.common import FOLDER, chosen, note, output, planned, posts_hint, progress, searching, standard

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.found import Found


@click.command()
@click.argument("folder", type=FOLDER)
@searching
@click.option(
    "--against",
    metavar="URL",
    envvar="INCONCERT_CASEBOOK",
    help="Compare the networks with the operations of this casebook; else with those of FOLDER, where there are any.",
)
@standard
def command(folder: Path, against: str | None, as_json: bool, quiet: bool, **options: Any) -> None:
    """Look for coordination in the investigation FOLDER; steps that are done already are kept.

    Before each search, standard error says what it will look at and cost.
    """
    from inconcert.investigation import Investigation
    from inconcert.report.terminal import overview
    from inconcert.returns.keeping import with_returns

    with progress(quiet=quiet) as tell:
        plans = planned(tell, options["memory"], quiet=quiet or as_json)
        found = Investigation.open(folder).detect(progress=tell, planned=plans, **chosen(**options))
    lines = _returns(found, against, quiet=quiet)
    shown = overview(found.data, *lines, *posts_hint(found, folder))
    output(with_returns(found.data, found.returned(against)), shown, as_json=as_json, quiet=quiet)


def _returns(found: Found, against: str | None, *, quiet: bool) -> list[str]:
    """Compare with the operations of a casebook, where there is one, and say what may be a return."""
    from inconcert.casework import Casebook
    from inconcert.casework.local import FILE, local_url, myself
    from inconcert.returns import keeping

    if against is None and not (found.folder.path / FILE).exists():
        return []
    book = Casebook.open(against or local_url(found.folder.path))
    try:
        desk = book.desk(myself("cli"))
        for line in keeping.keep(desk, found.folder):
            note(line, quiet=quiet)
        rows = keeping.look(desk, found.folder, found.path, found.data["networks"])
    finally:
        book.close()
    return [f"{name}: {match['says'][0]}" for name, matches in rows.items() for match in matches]
