"""What the verbs share: options, output, progress."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from inconcert.found import Found

Decorated = TypeVar("Decorated", bound="Callable[..., Any]")

FILES = click.Path(path_type=str)
"""Files, folders, globs or ``-``: what is behind the word is looked at by ingest."""

FOLDER = click.Path(path_type=Path)


def _stack(*options: Callable[[Any], Any]) -> Callable[[Decorated], Decorated]:
    def decorate(function: Decorated) -> Decorated:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


standard = _stack(
    click.option("--json", "as_json", is_flag=True, help="Write the result as JSON to standard output."),
    click.option("--quiet", "-q", is_flag=True, help="Write nothing but errors, and the result with --json."),
)
"""Options of every verb; the function gets ``as_json`` and ``quiet``."""

reading = _stack(
    click.option("--format", "format", metavar="NAME", help="Format of the files; recognised when not given."),
    click.option(
        "--map",
        "mapping",
        metavar="RECIPE|COLUMNS",
        help="A recipe file (TOML), or columns as account=name,text=body,time=created.",
    ),
    click.option("--time-format", metavar="PATTERN", help="How times are written, such as '%d-%m-%Y %H:%M'."),
    click.option("--timezone", metavar="ZONE", help="Zone of times that carry none, such as UTC or Europe/Prague."),
    click.option("--platform", metavar="NAME", help="Platform of the rows where the file does not say it."),
)
"""How files are read; the function gets ``format, mapping, time_format, timezone, platform``, ``None`` unless given."""

searching = _stack(
    click.option("--fdr", type=click.FloatRange(0, 1, min_open=True), help="False discovery rate over ties (0.01)."),
    click.option("--memory", metavar="SIZE", help="Memory limit, such as 2GB; more is spilled to disk (2GB)."),
    click.option("--engine", metavar="NAME", help="Engine that searches: duckdb or spark (duckdb)."),
    click.option("--seed", type=click.IntRange(0), help="Seed of everything random (0)."),
    click.option("--signal", "signals", metavar="NAME", multiple=True, help="Run only this signal; may be repeated."),
    click.option("--since", metavar="DAY", help="Look only at posts from this UTC day on, such as 2024-03-01."),
    click.option("--until", metavar="DAY", help="Look only at posts up to this UTC day, itself included."),
    click.option("--last", metavar="DAYS", help="Look only at the last days of the material, such as 30d."),
    click.option(
        "--register",
        metavar="FILE|shipped",
        help="CSV of declared accounts: platform, account (or handle), owner; 'shipped' for the list that comes along.",
    ),
    click.option("--brands", metavar="FILE", help="Names to protect beside the shipped ones: a domain a line."),
)
"""How coordination is looked for; the function gets ``fdr, memory, engine, seed, signals, since, until, last,
register, brands``, empty unless given."""


def chosen(**options: Any) -> dict[str, Any]:
    """The options that were given, as changes to the default settings."""
    return {name: value for name, value in options.items() if value not in (None, ())}


def output(data: Any, text: str | RenderableType, *, as_json: bool, quiet: bool = False) -> None:
    """Write a result to standard output: ``data`` as JSON, or ``text`` for a person; with ``quiet`` only JSON.

    ``text`` is a plain string, or anything that rich can draw.
    """
    if as_json:
        import orjson

        flags = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
        click.echo(orjson.dumps(data, default=str, option=flags), nl=False)
    elif not quiet:
        if isinstance(text, str):
            click.echo(text)
        else:
            console().print(text)


def posts_hint(found: Found, folder: Path) -> list[str]:
    """How to see the posts behind what was found, as a line to copy; nothing when nothing was found."""
    return [f"With the posts: inconcert show {quote(str(folder))} 1"] if found.networks else []


def note(message: str, *, quiet: bool = False) -> None:
    """Write a remark to standard error, where it does not disturb the result."""
    if not quiet:
        click.echo(message, err=True)


def console(*, stderr: bool = False) -> Any:
    """A rich console; as wide as the terminal, or 100 columns in a file or pipe."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(file=stream, width=None if stream.isatty() else 100, highlight=False, soft_wrap=False)


class Silent:
    """Progress that is not shown; remarks go to standard error as ever."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` are done; the total is 0 when it is unknown."""

    def note(self, message: str, *, quiet: bool = False) -> None:
        """Write a remark to standard error, where it does not disturb bars or the result."""
        note(message, quiet=quiet)


class _Bars(Silent):
    """One bar a stage."""

    def __init__(self, bar: Any) -> None:
        self._bar, self._stages = bar, dict[str, Any]()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._stages:
            self._stages[stage] = self._bar.add_task(stage, total=total or None)
        self._bar.update(self._stages[stage], completed=done, total=total or None)

    def note(self, message: str, *, quiet: bool = False) -> None:
        if not quiet:
            self._bar.console.print(message, markup=False, soft_wrap=True)


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[Silent]:
    """A bar on standard error while the block runs, one line per stage; nothing when it is not a terminal."""
    if quiet or not sys.stderr.isatty():
        yield Silent()
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,.0f}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console(stderr=True)) as bar:
        yield _Bars(bar)


def planned(tell: Silent, memory: str | None, *, quiet: bool) -> Callable[[str, dict[str, Any]], None] | None:
    """What writes the plan of each search to standard error as it begins; ``None`` when nobody wants to read it.

    Args:
        tell: progress of the run.
        memory: the memory option as given.
        quiet: write nothing.
    """
    if quiet:
        return None
    from inconcert.report.defang import still
    from inconcert.report.planned import before
    from inconcert.settings import DEFAULTS

    def told(signal: str, plan: dict[str, Any]) -> None:
        for line in before(signal, plan, memory or DEFAULTS.memory):
            tell.note(still(line))

    return told
