"""``inconcert cases``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("list", "open", "show", "note", "decide", "review", "hypotheses", "close", "undo", "purge", "pseudonyms")
"""Commands in the order in which a person meets them."""


@click.group(
    "cases",
    cls=Verbs,
    package=__name__,
    helpers=("desks", "telling"),
    story=STORY,
    short_help="Work on findings together: cases, decisions, reviews, attribution.",
)
def command() -> None:
    """Keep cases on findings: with reasons, a second person, a log of everything, and undo.

    A case is named by its number or its id. Who can write the folder may do everything in it; the log says who did.
    """
