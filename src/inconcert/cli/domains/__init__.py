"""``inconcert domains``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("match", "families")
"""Commands in the order in which a person meets them."""


@click.group(
    "domains",
    cls=Verbs,
    package=__name__,
    story=STORY,
    short_help="Find look-alike domains, and families of throw-away ones.",
)
def command() -> None:
    """Look at names of domains alone: nothing is fetched."""
