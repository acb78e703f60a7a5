"""``inconcert sites``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("hands", "clones", "copies", "chains")
"""Commands in the order in which a person meets them."""


@click.group(
    "sites",
    cls=Verbs,
    package=__name__,
    helpers=("tables",),
    story=STORY,
    short_help="Find sites of the same hands, cloned pages, copied articles, redirect chains.",
)
def command() -> None:
    """Look at saved pages and exports of site records: nothing is fetched, nothing in a page is run."""
