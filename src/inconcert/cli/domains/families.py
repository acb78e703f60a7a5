"""``inconcert domains families``: names of one hand, without any brand."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.common import note, output, progress, standard

_FILE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@click.option(
    "--candidates",
    required=True,
    metavar="FILE",
    type=_FILE,
    help="Names, one a line, or a CSV with a column `domain` and perhaps `registered`; - is standard input.",
)
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="CSV to write: candidate, family and why.")
@click.option("--phrases", type=click.IntRange(0), default=50, help="Largest families whose source is looked for (50).")
@standard
def command(candidates: Path, out: Path | None, phrases: int, as_json: bool, quiet: bool) -> None:
    """Group throw-away names that are scrambles, numbered copies or bursts of one another."""
    from inconcert.report.defang import still
    from inconcert.sites.families import reading, tables
    from inconcert.sites.families.find import find
    from inconcert.sites.families.phrases import with_sources

    listed = reading.read(candidates, lambda said: note(still(said), quiet=quiet))
    with progress(quiet=quiet) as tell:
        found = with_sources(find(listed, tell=tell), phrases, tell)
    if out is not None:
        tables.write(out, listed, found)
    strange = sum(not one.host for one in listed)
    if strange:
        note(
            f"{strange:,} of {len(listed):,} candidates are no host names; they stand alone in the table.", quiet=quiet
        )
    output(tables.summary(listed, found), still(tables.told(listed, found)), as_json=as_json, quiet=quiet)
