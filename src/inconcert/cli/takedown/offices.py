"""Which casebook a command works on, as whom, and what carries a plan out."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from inconcert.cli.cases.desks import address, working
from inconcert.cli.common import FOLDER, output, progress, standard
from inconcert.errors import NoSuchThing, UsageError
from inconcert.ingest.disk import guarded
from inconcert.takedown.platforms import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from inconcert.casework.views import Actor
    from inconcert.takedown import PlanView, Takedowns
    from inconcert.takedown.plan import Plan
    from inconcert.takedown.platforms.base import Platform


def sending(function: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that reaches targets; the function gets ``platform`` and ``to``."""
    function = click.option(
        "--to", type=click.Path(path_type=Path), metavar="FILE", help="The hand-over file (one in FOLDER/takedown)."
    )(function)
    return click.option(
        "--platform",
        default=FILE,
        show_default=True,
        metavar="NAME",
        help="What carries it out: file, hook, bluesky, mastodon or one of a plug-in; configured in the environment.",
    )(function)


@contextmanager
def at_takedowns(folder: Path, casebook: str | None, name: str | None) -> Iterator[tuple[Takedowns, Actor]]:
    """The takedowns of a folder's casebook, or of a team's, and who works on them."""
    from inconcert.casework import Casebook
    from inconcert.casework.local import myself
    from inconcert.store.folder import Folder
    from inconcert.takedown import Takedowns

    book = Casebook.open(address(folder, casebook))
    try:
        yield Takedowns.open(book, Folder.open(folder)), myself("cli", name)
    finally:
        book.close()


def plan_id(takedowns: Takedowns, words: str) -> str:
    """Id of a plan, named by its number in the list (1 is the first) or its id.

    Raises:
        NoSuchThing: there is none.
    """
    ids = [row.id for row in takedowns.plans()]
    if words.isdigit() and 0 < int(words) <= len(ids):
        return ids[int(words) - 1]
    if words.upper() not in ids:
        raise NoSuchThing(f"there is no plan '{words}'.", todo=f"There are {len(ids)}, counted from 1.")
    return words.upper()


def reasoned(
    word: str, does: Literal["follow", "resume", "stop", "withdraw"], *, short: str, says: str
) -> click.Command:
    """A command that takes a plan and a reason, does one thing, and tells where the plan stands then.

    Args:
        word: Its name.
        does: Method of the takedowns.
        short: What a list of commands says of it.
        says: Its help.
    """

    @click.command(word, short_help=short, help=says)
    @click.argument("folder", type=FOLDER)
    @click.argument("plan")
    @click.option("--reason", required=True, metavar="TEXT", help="Why.")
    @working
    @standard
    def command(
        folder: Path, plan: str, reason: str, casebook: str | None, name: str | None, as_json: bool, quiet: bool
    ) -> None:
        from inconcert.cli.takedown import telling

        with at_takedowns(folder, casebook, name) as (takedowns, actor):
            key = plan_id(takedowns, plan)
            getattr(takedowns, does)(actor, key, reason)
            row = takedowns.row(key)
        output(row.to_dict(), telling.state(row), as_json=as_json, quiet=quiet)

    return command


def key_of(view: PlanView, words: str) -> str:
    """Key of an item, named by its number in the plan, its key, or as platform:account.

    Raises:
        UsageError: there is none.
    """
    if words.isdigit() and 0 < int(words) <= len(view.items):
        return view.items[int(words) - 1].key
    found = [one.key for one in view.items if words in {one.key, f"{one.platform}:{one.target}"}]
    if not found:
        raise UsageError(f"the plan has no item '{words}'.", todo=f"There are {len(view.items)}, counted from 1.")
    return found[0]


@contextmanager
def through(folder: Path, view: PlanView | Plan, platform: str, to: Path | None) -> Iterator[dict[str, Platform]]:
    """What carries a plan out, by platform of its items; connections are given back at the end."""
    from inconcert.store.folder import Folder
    from inconcert.takedown.platforms import through as chosen

    file = to or Folder.open(folder).path / "takedown" / f"{view.id}.ndjson"
    if platform == FILE:
        with guarded(f"making the folder {file.parent}"):
            file.parent.mkdir(parents=True, exist_ok=True)
    made = chosen(platform, {item.platform for item in view.items}, file)
    try:
        yield made
    finally:
        for one in made.values():
            one.close()


@contextmanager
def stepping(stage: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Progress over the items of a plan."""
    with progress(quiet=quiet) as tell:
        yield lambda done, of: tell(stage, done, of)
