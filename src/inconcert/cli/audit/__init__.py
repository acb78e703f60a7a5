"""``inconcert audit``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("verify", "show")
"""Commands in the order in which a person meets them."""


@click.group("audit", cls=Verbs, package=__name__, story=STORY, short_help="Check and read the log of casework.")
def command() -> None:
    """Check and read the log of every decision and every read of personal data."""
