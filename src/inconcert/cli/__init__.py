"""The command line: one file per verb, loaded when the verb is used.

A verb is a module ``inconcert.cli.<verb>`` with a click command named ``command``; nothing else has to be told. A
package is a verb with verbs of its own: ``inconcert.cli.domains.match``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from inconcert import __version__
from inconcert.cli.stopping import STOPPED, asked, stop_quickly
from inconcert.cli.verbs import Verbs
from inconcert.errors import Cancelled, InconcertError
from inconcert.report.defang import still

if TYPE_CHECKING:
    from collections.abc import Sequence

STORY = (
    "investigate",
    "new",
    "add",
    "receipts",
    "plan",
    "detect",
    "show",
    "report",
    "export",
    "open",
    "serve",
    "signals",
    "formats",
)
"""Verbs in the order in which a person meets them; the others follow by name."""

INTERRUPTED = 130
"""Exit code of a run that was stopped with Ctrl-C, as shells expect it."""


@click.group(
    cls=Verbs,
    package=__name__,
    helpers=("common", "dossiers", "stopping", "verbs"),
    story=STORY,
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
