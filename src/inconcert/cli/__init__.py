"""The command line: one file per verb, loaded when the verb is used.

A verb is a module ``inconcert.cli.<verb>`` with a click command named ``command``; nothing else has to be told.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

import click

from inconcert import __version__
from inconcert.cli.stopping import STOPPED, asked, stop_quickly
from inconcert.errors import Cancelled, InconcertError, nearest
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Sequence

HELPERS = {"common", "stopping"}
"""Modules of this package that are not verbs."""

STORY = ("investigate", "new", "add", "receipts", "plan", "detect", "show", "report", "export", "signals", "formats")
"""Verbs in the order in which a person meets them; the others follow by name."""

INTERRUPTED = 130
"""Exit code of a run that was stopped with Ctrl-C, as shells expect it."""


class Verbs(click.Group):
    """A group that finds its commands as modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Verbs, in the order of the story."""
        found = {module.name for module in iter_modules(__path__)} - HELPERS
        told = [verb for verb in STORY if verb in found]
        return told + sorted(found - set(told))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a verb, or ``None`` when there is no such verb."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest verbs as a suggestion."""
        verbs = self.list_commands(ctx)
        if args[0] not in verbs and not args[0].startswith("-"):
            raise click.UsageError(f"There is no command '{args[0]}'. {nearest(args[0], verbs)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: inconcert investigate FILE... --out DIR",
)
@click.version_option(__version__, prog_name="inconcert")
def group() -> None:
    """Find covert influence operations: who acts together more than chance explains."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused input, 2 wrong usage, 130 stopped by the user."""
    stop_quickly()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; errors become one message on standard error."""
    try:
        result = group.main(None if arguments is None else list(arguments), "inconcert", standalone_mode=False)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  # what is not ours is raised again
        return _explain(error)
    return result if isinstance(result, int) else 0


def _explain(error: BaseException) -> int:
    # A library that is interrupted may raise an error of its own instead of KeyboardInterrupt.
    if asked.is_set() or isinstance(error, (KeyboardInterrupt, click.Abort, Cancelled)):
        click.echo(f"\n{STOPPED}", err=True)
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        error.show()
        return error.exit_code
    if isinstance(error, InconcertError):
        # A message may quote the material.
        click.echo(f"Error: {still(error)}", err=True)
        return error.exit_code
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):  # `inconcert show … | head` is no error
        sys.stderr.close()
        return 0
    if isinstance(error, OSError) and error.filename is not None:
        click.echo(f"Error: {still(error.filename)}: {error.strerror}. Check the name, rights and the drive.", err=True)
        return InconcertError.exit_code
    raise error
