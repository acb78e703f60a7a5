"""The watch behind its page and the interface: what may be watched, how it is started and stopped."""

from __future__ import annotations

from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert.errors import Locked, NoSuchThing, NotAllowed, UsageError
from inconcert.model import durations
from inconcert.model.horizon import last_days
from inconcert.watch.bluesky import is_stream
from inconcert.watch.standing import LAST, name_of, running, told
from inconcert.web.jobs.carrying import CASEBOOK
from inconcert.web.jobs.desk import Jobs
from inconcert.web.jobs.job import ENDED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.web.here import Here
    from inconcert.web.jobs.job import Job

EVERY, SHORTEST = "10m", 10.0
"""From one look to the next when nothing else is said, and the fewest seconds."""


def state(here: Here) -> dict[str, Any]:
    """What is watched now.

    Returns:
        ``running``; ``told`` (see :func:`inconcert.watch.standing.told`); ``job``: the watch that was started here,
        ``None`` when there was none, or it ran before one that somebody started otherwise.
    """
    folder, job = here.opened.folder, Jobs(here.opened.folder).watch()
    under_way = running(folder)
    ours = job is not None and (job.state not in ENDED or not under_way)
    return {"running": under_way, "told": told(folder), "job": job.seen() if job and ours else None}


def start(here: Here, sources: Sequence[str], every: str, last: str) -> Job:
    """Start a watch.

    Args:
        here: The investigation, and who wants it.
        sources: Files, folders, globs; addresses of streams that the settings name.
        every: Time from one look to the next.
        last: Days that are looked at; empty: 30, ``all``: all of the material.

    Raises:
        UsageError: a source is not there, or a time is none.
        NotAllowed: a source may not be watched from here.
        Locked: a watch runs already.
    """
    words = [allowed(here, word.strip()) for word in sources if word.strip()]
    if not words:
        raise UsageError("nothing to watch was named.", todo="Write the path of a file or folder.")
    options = {"sources": words, "every": _seconds(every.strip() or EVERY), "last": _days(last.strip() or LAST)}
    if running(here.opened.folder):
        raise Locked("a watch runs on this investigation already.", todo="Stop it first, or let it go on.")
    here.desk.watch_began(name_of(here.opened.folder), words)
    actor = here.actor
    return Jobs(here.opened.folder).start(
        "watch", actor.name, options, environment={CASEBOOK: here.bench.casebook_url},
        roles=sorted(actor.roles), via=actor.via,
    )  # fmt: skip


def stop(here: Here) -> Job:
    """Stop the watch that was started here; what it has added and raised stays.

    Raises:
        NoSuchThing: none that was started here runs.
    """
    job = Jobs(here.opened.folder).watch()
    if job is None or job.state in ENDED:
        todo = "One that was started on the command line is ended there, with Ctrl-C."
        raise NoSuchThing("no watch that was started here runs.", todo=todo)
    here.desk.watch_ended(name_of(here.opened.folder))
    job.stop()
    return job


def allowed(here: Here, word: str) -> str:
    """A source that may be watched, as a whole path.

    Raises:
        NotAllowed: it may not.
        UsageError: there is nothing of that name.
    """
    settings = here.bench.settings
    if word in settings.watchable:
        return word
    if is_stream(word):
        todo = "Whoever runs the server allows it with INCONCERT_WATCH_SOURCES."
        raise NotAllowed(f"the stream '{word}' is not among those that may be watched from here.", todo=todo)
    if settings.team:
        todo = "Whoever runs the server names folders with INCONCERT_WATCH_SOURCES, or starts `inconcert watch`."
        raise NotAllowed("files of the server are not named from a browser.", todo=todo)
    place = Path(word).expanduser().absolute()
    if not place.exists() and not glob(str(place), recursive=True):  # noqa: PTH207  # any root
        raise UsageError(
            f"there is nothing at '{word}'.", todo="Write the whole path of a file or folder that is there."
        )
    return str(place)


def _seconds(every: str) -> float:
    try:
        found = durations.seconds(every)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if found < SHORTEST:
        raise UsageError(f"'{every}' is too often.", todo=f"Look every {SHORTEST:g} s or more seldom, such as 10m.")
    return found


def _days(last: str) -> str | None:
    if last == "all":
        return None
    last_days(last, "2000-01-01T00:00:00Z")  # refuses what is no number of days
    return last
