"""``inconcert formats``: the sources that are recognised."""

from __future__ import annotations

import click

from inconcert.cli.common import output, standard


@click.command()
@standard
def command(as_json: bool, quiet: bool) -> None:
    """List the formats that are recognised; any other table can be read with --map."""
    from inconcert.plugins import registered

    found = [{"name": name, "title": form.title} for name, form in sorted(registered("formats").items())]
    width = max((len(one["name"]) for one in found), default=0)
    text = "\n".join(f"{one['name']:<{width}}  {one['title']}" for one in found)
    output({"formats": found}, text, as_json=as_json, quiet=quiet)
