"""``inconcert ads``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("summary", "creatives")
"""Commands in the order in which a person meets them."""


@click.group(
    "ads",
    cls=Verbs,
    package=__name__,
    story=STORY,
    short_help="Add up what ads cost, with bounds and currencies kept.",
)
def command() -> None:
    """Look at ads from files of ad libraries."""
