"""The process that does one job: ``python -m inconcert.web.jobs.worker FOLDER-OF-THE-JOB``."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from inconcert.errors import Cancelled, InconcertError
from inconcert.ingest.disk import clear, write_whole
from inconcert.web.jobs.job import LOCK, PROGRESS, STOPPED, Job

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


def work(place: Path) -> None:
    """Do the job in ``place``; how it ended is written there."""
    job = Job(place)
    with (place / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        tell = Telling(place)
        if (place / STOPPED).exists():
            return
        try:
            tell.end(result=KINDS[job.about["kind"]](job.about, tell))
        except Cancelled:
            tell.last()
        except InconcertError as error:
            tell.end(error={"what": str(error), "todo": error.todo})
        except Exception as error:  # whatever it is, the page has to say that it failed
            tell.end(error={"what": f"{type(error).__name__}: {error}", "todo": "See the log of the job."})
            raise


def _detect(about: dict[str, Any], tell: Telling) -> dict[str, Any]:
    from inconcert.investigation import Investigation

    found = Investigation.open(about["folder"]).detect(progress=tell, **about["options"])
    networks = found.data["networks"]
    return {"run": found.path.name, "networks": len(networks), "alerts": sum(bool(each["alert"]) for each in networks)}


def _add(about: dict[str, Any], tell: Telling) -> dict[str, Any]:
    from inconcert.ingest.add import add
    from inconcert.store.folder import Folder

    folder, receipts = Folder.open(about["folder"]), list[Any]()
    for part in about["parts"]:
        if part.get("inside"):
            os.chdir(part["inside"])  # so that a receipt calls an uploaded file by its own name
        receipts += add(folder, part["files"], progress=tell, **part["options"])
    os.chdir(about["folder"])
    for staged in about.get("staged", []):
        clear(Path(staged))
    return {
        "sources": [each.source for each in receipts],
        "already": [each.source for each in receipts if each.already],
    }


def _takedown(about: dict[str, Any], tell: Telling) -> dict[str, Any]:
    from inconcert.web.jobs.carrying import carry

    return carry(about, tell, (tell.place / STOPPED).exists)


def _watch(about: dict[str, Any], tell: Telling) -> dict[str, Any]:
    from inconcert.web.jobs.watching import stand

    return stand(about, tell)


KINDS = {"detect": _detect, "add": _add, "takedown": _takedown, "watch": _watch}
"""What can be done, by name."""


if __name__ == "__main__":
    work(Path(sys.argv[1]))
