"""One piece of long work, as its files tell it."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from inconcert.ingest.disk import write_whole

if TYPE_CHECKING:
    from pathlib import Path

ABOUT, PROGRESS, STOPPED, LOCK = "job.json", "progress.json", "stopped", "lock"
ENDED = frozenset({"done", "failed", "stopped", "interrupted"})
"""States in which nothing more happens by itself."""


@dataclass(frozen=True)
class Step:
    """How far one step is."""

    name: str
    done: int
    total: int
    """0 when unknown."""
    began: float
    told: float
    """When it was last heard of, in seconds since 1970."""

    @property
    def left(self) -> float | None:
        """Seconds until it is done at the pace so far, ``None`` when that cannot be said."""
        spent = self.told - self.began
        if not self.total or not self.done or spent < 1 or self.done > self.total:
            return None
        return spent * (self.total - self.done) / self.done


@dataclass(frozen=True)
class Job:
    """A piece of work and where it stands. All of it is in a folder, so that another process can tell."""

    place: Path

    @property
    def id(self) -> str:
        """Its name."""
        return self.place.name

    @property
    def about(self) -> dict[str, Any]:
        """What is to be done: ``kind``, ``options``, ``folder``, ``by``, ``asked_at``."""
        return _json(self.place / ABOUT)

    @property
    def kind(self) -> str:
        """What sort of work it is."""
        return str(self.about.get("kind", ""))

    @property
    def progress(self) -> dict[str, Any]:
        """What the worker last told: ``steps``, and at the end ``result`` or ``error``; empty before it began."""
        return _json(self.place / PROGRESS)

    @property
    def alive(self) -> bool:
        """Whether a worker holds it; known from a lock, which ends with the process whatever ends it."""
        with suppress(FileNotFoundError), (self.place / LOCK).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    @property
    def state(self) -> str:
        """``waiting``, ``running``, ``done``, ``failed``, ``stopped`` by somebody, or ``interrupted`` by a crash."""
        told = self.progress
        if "result" in told or "error" in told:
            return "done" if "result" in told else "failed"
        if self.alive:
            return "running"
        if (self.place / STOPPED).exists():
            return "stopped"
        return "waiting" if not told and time.time() - self.place.stat().st_mtime < 15 else "interrupted"

    @property
    def steps(self) -> list[Step]:
        """The steps so far, in the order in which they began."""
        return [Step(**each) for each in self.progress.get("steps", [])]

    def stop(self) -> None:
        """End it at once; steps that were done stay done. Nothing happens when it has ended.

        A takedown ends itself, after the item that is under way: what a platform was asked must not be left in the air.
        """
        if self.state in ENDED:
            return
        write_whole(self.place / STOPPED, b"")
        if self.kind == "takedown":
            return
        for _ in range(40):
            worker = self.progress.get("pid")
            if worker and self.alive:
                with suppress(ProcessLookupError):
                    os.killpg(int(worker), signal.SIGKILL)
            if worker and not self.alive:
                return
            time.sleep(0.02)

    def seen(self) -> dict[str, Any]:
        """The job for a page."""
        about, told, state = self.about, self.progress, self.state
        steps = [
            {
                "name": step.name,
                "done": step.done,
                "total": step.total,
                "left": step.left,
                "spent": step.told - step.began,
            }
            for step in self.steps
        ]
        return {
            "id": self.id,
            "kind": about.get("kind"),
            "by": about.get("by"),
            "asked_at": about.get("asked_at"),
            "options": about.get("options", {}),
            "state": state,
            "ended": state in ENDED,
            "steps": steps,
            "last": told.get("last"),
            "result": told.get("result"),
            "error": told.get("error"),
            "ended_at": told.get("ended_at"),
        }


def _json(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
