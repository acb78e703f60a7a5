"""``inconcert audit``: its commands, one file each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from inconcert.cli.verbs import Verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

LOG = ("verify", "show")
"""Commands on the log of one's own casework, in the order in which a person meets them."""
RECORDS = ("affiliation", "access", "protect", "prevalence", "feed", "boosts", "purge")
"""Commands on records of a platform."""


class Audits(Verbs):
    """The commands in two lists, for they have nothing in common but the word."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Both lists, each under what it is about."""
        self._listed(ctx, formatter, "A platform's own records", RECORDS)
        self._listed(ctx, formatter, "The log of your own casework", LOG)

    def _listed(self, ctx: click.Context, formatter: click.HelpFormatter, title: str, names: Sequence[str]) -> None:
        commands = [(name, self.get_command(ctx, name)) for name in names]
        width = formatter.width - 6 - max(map(len, RECORDS))
        with formatter.section(title):
            formatter.write_dl([(name, one.get_short_help_str(width)) for name, one in commands if one is not None])


@click.group(
    "audit",
    cls=Audits,
    package=__name__,
    helpers=("common",),
    story=(*RECORDS, *LOG),
    short_help="Audit a platform's records; check the log of casework.",
)
def command() -> None:
    """Audit records of a platform: jobs of its staff, access to user data, exposure in its feed.

    And check and read the log of every decision and every read of personal data in your own casework (verify, show).
    """
