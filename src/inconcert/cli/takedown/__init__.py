"""``inconcert takedown``: its commands, one file each."""

from __future__ import annotations

import click

from inconcert.cli.verbs import Verbs

STORY = (
    "plan", "list", "show", "hold", "rehearse", "approve", "withdraw", "apply", "look", "stop", "resume", "settle",
    "undo", "appeal", "answer",
)  # fmt: skip
"""Commands in the order in which a person meets them."""


@click.group(
    "takedown",
    cls=Verbs,
    package=__name__,
    helpers=("offices", "telling"),
    story=STORY,
    short_help="Carry out what was decided: plan, rehearse, approve, apply, undo, appeal.",
)
def command() -> None:
    """Carry out a decision safely: only for a network that two people confirmed, only when two others approve.

    Nothing is sent anywhere unless you choose a platform and configure it; without that a hand-over file is written. A
    plan is named by its number or its id, an item by its number, its key, or as platform:account.
    """
