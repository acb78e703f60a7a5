"""``inconcert indicators``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("import", "sort", "export")
"""Commands in the order in which a person meets them."""


@click.group("indicators", cls=Verbs, package=__name__, story=STORY, short_help="Read and write published indicators.")
def command() -> None:
    """Read indicators as platforms publish them."""
