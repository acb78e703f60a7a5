"""Which casebook a command works on, and as whom."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from inconcert.errors import NoSuchThing, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from inconcert.casework import Desk


def working(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that works on a casebook; the function gets ``casebook`` and ``name``."""
    function = click.option("--as", "name", metavar="NAME", help="Work under this name; the log keeps your own too.")(
        function
    )
    return click.option(
        "--casebook",
        metavar="URL",
        envvar="INCONCERT_CASEBOOK",
        help="The casebook of a team, such as postgresql+psycopg://…; else that of FOLDER.",
    )(function)


def address(folder: Path, casebook: str | None) -> str:
    """Address of the casebook that is meant."""
    from inconcert.casework.local import local_url
    from inconcert.store.folder import Folder

    return casebook or local_url(Folder.open(folder).path)


@contextmanager
def at_desk(folder: Path, casebook: str | None, name: str | None) -> Iterator[Desk]:
    """A desk at the casebook of a folder, or of a team."""
    from inconcert.casework import Casebook
    from inconcert.casework.local import myself

    book = Casebook.open(address(folder, casebook))
    try:
        yield book.desk(myself("cli", name))
    finally:
        book.close()


def case_id(desk: Desk, case: str) -> str:
    """Id of a case, named by its number or its id.

    Raises:
        NoSuchThing: there is none.
    """
    rows = desk.cases()
    found = [row.id for row in rows if case.casefold() in (str(row.number), row.id.casefold())]
    if not found:
        numbers = ", ".join(str(row.number) for row in reversed(rows)) or "none yet"
        raise NoSuchThing(f"there is no case '{case}'.", todo=f"There are: {numbers}.")
    return found[0]


def number(words: str, things: list[str], what: str) -> str:
    """The id of a thing given by its place in a list (1 is the first), or by the id itself.

    Raises:
        UsageError: there is none.
    """
    if words.isdigit() and 0 < int(words) <= len(things):
        return things[int(words) - 1]
    if words not in things:
        raise UsageError(f"there is no {what} '{words}'.", todo=f"There are {len(things)}, counted from 1.")
    return words
