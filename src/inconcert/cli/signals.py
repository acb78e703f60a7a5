"""``inconcert signals``: what can be asked, and how each question fools you."""

from __future__ import annotations

from typing import Any

import click

from inconcert.cli.common import output, standard


@click.command()
@standard
def command(as_json: bool, quiet: bool) -> None:
    """List the signals: what each asks, and how it fools you."""
    from inconcert.plugins import registered

    found = [
        {
            "name": name,
            "family": signal.family,
            "question": signal.question,
            "limits": signal.limits,
            "lacks": signal.lacks(),
        }
        for name, signal in registered("signals").items()
    ]
    text = "\n\n".join(map(_told, found))
    output({"signals": found}, text, as_json=as_json, quiet=quiet)


def _told(signal: dict[str, Any]) -> str:
    lacks = f"\n    It stands back here: {signal['lacks']}." if signal["lacks"] else ""
    return f"{signal['name']}: {signal['question']}\n    {signal['limits']}{lacks}"
