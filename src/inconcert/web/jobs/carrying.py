"""Carrying a plan out, taking it back or rehearsing it, in a process of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from inconcert.casework import Actor, Casebook
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns
from inconcert.takedown.platforms import through

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from inconcert.web.jobs.telling import Telling

CASEBOOK = "INCONCERT_CASEBOOK"
"""Variable of the worker that holds the address of the casebook, which may hold a password and is written nowhere."""
STEPS = {"apply": "carrying out", "undo": "taking back", "rehearse": "looking at targets"}
"""What can be done to a plan in a job, and what its step is called."""


def handover(folder: Folder, plan_id: str) -> Path:
    """The hand-over file of a plan of an investigation: the one that the command line writes, too."""
    return folder.path.resolve() / "takedown" / f"{plan_id}.ndjson"


def carry(about: dict[str, Any], tell: Telling, cancelled: Callable[[], bool]) -> dict[str, Any]:
    """Do what a job is about.

    Args:
        about: ``options`` with ``plan`` and ``what`` (a key of :data:`STEPS`); ``word`` (what carries it out),
            ``names`` (platforms of its items), ``by``, ``roles`` and ``via`` of who wants it; for ``undo`` also
            ``keys`` (``None``: all) and ``reason``.
        tell: Told how many are done.
        cancelled: Whether somebody stopped it.

    Returns:
        ``plan``; ``waits``: why it went no further, empty when it did all.
    """
    folder, plan, what = Folder.open(about["folder"]), about["options"]["plan"], about["options"]["what"]
    actor = Actor(about["by"], frozenset(about["roles"]), about["via"])
    file = handover(folder, plan)
    file.parent.mkdir(exist_ok=True)
    means = through(about["word"], set(about["names"]), file)
    book = Casebook.open(os.environ[CASEBOOK])
    try:
        done = Takedowns.open(book, folder)

        def progress(so_far: int, of: int) -> None:
            tell(STEPS[what], so_far, of)

        if what == "rehearse":
            done.rehearse(actor, plan, means, progress=progress)
            return {"plan": plan, "waits": ""}
        if what == "undo":
            keys, why = about.get("keys"), about["reason"]
            waits = done.undo(actor, plan, keys, why, means, progress=progress, cancelled=cancelled)
        else:
            waits = done.apply(actor, plan, means, progress=progress, cancelled=cancelled)
        return {"plan": plan, "waits": waits or ""}
    finally:
        book.close()
        for one in means.values():
            one.close()
