"""A standing watch in a process of its own, until somebody stops it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from inconcert.casework import Actor, Casebook
from inconcert.store.folder import Folder
from inconcert.watch.bluesky import Bluesky, is_stream
from inconcert.watch.standing import Watch, alone
from inconcert.web.jobs.carrying import CASEBOOK

if TYPE_CHECKING:
    from inconcert.errors import InconcertError
    from inconcert.watch.standing import Ended
    from inconcert.web.jobs.telling import Telling

INCOMING = "incoming"
"""Folder in which the files of streams lie: the same as with the command."""


def stand(about: dict[str, Any], tell: Telling) -> dict[str, Any]:
    """Watch until the process is ended.

    Args:
        about: ``options`` with ``sources``, ``every`` (seconds) and ``last``; ``by``, ``roles`` and ``via`` of who
            wants it.
        tell: Told how far the look under way is, and what the last one came to.

    Raises:
        Locked: another watch runs on the folder.
    """
    folder, options = Folder.open(about["folder"]), about["options"]
    words = options["sources"]
    streams = [
        Bluesky(word, folder.path / INCOMING / f"stream-{number}")
        for number, word in enumerate(filter(is_stream, words), 1)
    ]
    book = Casebook.open(os.environ[CASEBOOK])
    desk = book.desk(Actor(about["by"], frozenset(about["roles"]), about["via"]))

    def say(ended: Ended) -> None:
        tell.anew(last=said_of(ended))

    def late(error: InconcertError) -> None:
        tell.anew(last=f"Put off to the next look: {error.what}")

    try:
        with alone(folder):
            files = [word for word in words if not is_stream(word)]
            Watch(folder, desk, files, streams, last=options["last"], tell=tell).stand(options["every"], say, late=late)
        return {}
    finally:
        book.close()


def said_of(ended: Ended) -> str:
    """What a look came to, in one sentence."""
    if not ended.new:
        return "Nothing new." if not ended.waiting else f"Nothing new; {len(ended.waiting)} files are not whole yet."
    refused = f", {len(ended.refused)} refused" if ended.refused else ""
    return (
        f"Round {ended.number}: {len(ended.added)} files added{refused}, {ended.networks} networks, "
        f"{len(ended.alerts)} new alerts."
    )
