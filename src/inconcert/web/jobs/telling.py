"""What a job says of itself while it is done."""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

from inconcert.ingest.disk import write_whole
from inconcert.web.jobs.job import PROGRESS

if TYPE_CHECKING:
    from pathlib import Path

OFTEN = 0.2
"""Seconds between two writings of the progress."""


class Telling:
    """Writes down how far the work is."""

    def __init__(self, place: Path) -> None:
        self.place, self._steps, self._written = place, dict[str, dict[str, Any]](), 0.0
        self._said: dict[str, Any] = {}
        self._write()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Take note that ``done`` of ``total`` of a step are done; the total is 0 when it is unknown."""
        now = time.time()
        known = self._steps.setdefault(step, {"name": step, "began": now})
        known.update(done=int(done), total=int(total), told=now)
        if now - self._written >= OFTEN:
            self._write()

    def anew(self, **said: Any) -> None:
        """Begin with the steps once more, for work that is done again and again; ``said`` stays until the next time."""
        self._steps, self._said = {}, said
        self._write()

    def last(self) -> None:
        """Write down how far it was when somebody stopped it."""
        self._write()

    def end(self, **how: Any) -> None:
        """Write down how it ended: ``result`` or ``error``."""
        self._write(ended_at=time.time(), **how)

    def _write(self, **more: Any) -> None:
        self._written = time.time()
        told = {"pid": os.getpid(), "steps": list(self._steps.values()), **self._said, **more}
        write_whole(self.place / PROGRESS, json.dumps(told).encode())
