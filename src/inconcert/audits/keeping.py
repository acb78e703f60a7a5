"""How long the working papers of an audit are kept, and how they go.

What an audit writes in aggregate stays. Working papers (matches to be confirmed, events to be explained) hold what
was said about single people, and carry a last day. A program that does not run deletes nothing: they go at the first
command of ``inconcert audit`` on that folder after their day, or when ``inconcert audit purge`` is run, as a scheduler
can do every night.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from inconcert.errors import InputError, Place
from inconcert.store.files import guarded, write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = "keeping.json"
"""File that says which papers of a folder go, and when."""


class Purged(NamedTuple):
    """What became of a folder."""

    folder: Path
    last_day: str
    gone: tuple[str, ...]
    """Names of files that were deleted."""
    kept: tuple[str, ...]
    """Names of papers whose day has not come."""


def keep(folder: Path, papers: Sequence[str], today: date, days: int) -> str:
    """Write down until when working papers may stay; gives the last day, ISO 8601."""
    last = (today + timedelta(days=days)).isoformat()
    said = {"kind": "inconcert audit", "papers": sorted(papers), "last_day": last}
    write_whole(folder / NAME, (json.dumps(said, indent=2) + "\n").encode())
    return last


def purge(folder: Path, today: date, *, now: bool = False) -> Purged:
    """Delete the working papers of an audit whose last day is over.

    Args:
        folder: What was given with ``--out``.
        today: The present day.
        now: Delete them whether or not their day has come.

    Raises:
        InputError: no audit wrote this folder.
        StoreError: a file cannot be deleted.
    """
    place = folder / NAME
    if not place.is_file():
        raise InputError("this folder holds no working papers of an audit.", where=Place(folder))
    said = json.loads(place.read_text("utf-8"))
    papers = tuple(name for name in said["papers"] if (folder / Path(name).name).is_file())
    if not now and today.isoformat() <= said["last_day"]:
        return Purged(folder, said["last_day"], (), papers)
    with guarded(f"deleting working papers in {folder}"):
        for name in papers:
            (folder / Path(name).name).unlink()
    return Purged(folder, said["last_day"], papers, ())


def overdue(folder: Path, today: date) -> Purged | None:
    """Delete papers of an earlier audit in a folder when their day is over; ``None`` when there is nothing of one."""
    return purge(folder, today) if (folder / NAME).is_file() else None
