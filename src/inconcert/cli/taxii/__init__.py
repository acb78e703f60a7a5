"""``inconcert taxii``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = ("publish", "list", "withdraw", "push")
"""Commands in the order in which a person meets them."""


@click.group("taxii", cls=Verbs, package=__name__, story=STORY, short_help="Publish a confirmed case by TAXII 2.1.")
def command() -> None:
    """Let a confirmed case be fetched by TAXII 2.1 from `inconcert serve`, or push it to another server.

    Nothing is published by itself, and nothing is sent anywhere but to the server that is named.
    """
