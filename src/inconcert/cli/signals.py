"""``inconcert signals``: what can be asked, and how each question fools you."""

from __future__ import annotations

import click

from inconcert.cli.common import output, standard


@click.command()
@standard
def command(as_json: bool, quiet: bool) -> None:
    """List the signals: what each asks, and how it fools you."""
    from inconcert.plugins import registered

    found = [
        {"name": name, "family": signal.family, "question": signal.question, "limits": signal.limits}
        for name, signal in registered("signals").items()
    ]
    text = "\n\n".join(f"{one['name']}: {one['question']}\n    {one['limits']}" for one in found)
    output({"signals": found}, text, as_json=as_json, quiet=quiet)
