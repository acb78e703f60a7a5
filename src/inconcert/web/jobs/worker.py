"""The process that does one job: ``python -m inconcert.web.jobs.worker FOLDER-OF-THE-JOB``."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import Any

from inconcert.errors import Cancelled, InconcertError
from inconcert.ingest.disk import clear
from inconcert.web.jobs.job import LOCK, STOPPED, Job
from inconcert.web.jobs.telling import Telling


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
