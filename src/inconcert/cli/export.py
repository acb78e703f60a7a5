"""``inconcert export``: the findings in other forms."""

from __future__ import annotations

from pathlib import Path

import click

from inconcert.cli.common import FOLDER, output, standard


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("forms", nargs=-1, metavar="[FORM]...")
@click.option("--to", "target", type=FOLDER, default=Path(), help="File, or folder for several forms.  [default: .]")
@standard
def command(folder: Path, forms: tuple[str, ...], target: Path, as_json: bool, quiet: bool) -> None:
    """Write what the latest run in FOLDER found in each FORM; without one, list the forms."""
    from inconcert.plugins import registered

    if not forms:
        known = {name: exporter.title for name, exporter in sorted(registered("exporters").items())}
        lines = "\n".join(f"{name:<14} {title}" for name, title in known.items())
        output(known, lines, as_json=as_json, quiet=quiet)
        return
    from inconcert.found import exporter_named
    from inconcert.investigation import Investigation
    from inconcert.store.files import guarded

    found = Investigation.open(folder).found()
    for form in forms:
        exporter_named(form)  # refused before anything is written
    if len(forms) > 1:
        with guarded(f"making the folder {target}"):
            target.mkdir(parents=True, exist_ok=True)
    places = [str(found.export(form, target)) for form in forms]
    output({"files": places}, "\n".join(f"Wrote {place}." for place in places), as_json=as_json, quiet=quiet)
