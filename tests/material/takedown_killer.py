"""Run ``inconcert takedown apply`` and kill it at the nth write, for every n; then run it again and tell what came out.

Each run is a child of its own, killed with SIGKILL before or after a write of the journal, of the head of the log, or
of the hand-over file::

    python takedown_killer.py FOLDER STRIDE
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from inconcert.casework import verify
from inconcert.casework.heads import HeadFile
from inconcert.casework.local import local_url
from inconcert.cli import run
from inconcert.takedown.booked import BookJournal
from inconcert.takedown.platforms import handover


class Deaths:
    """Counts moments between writes, and dies at the chosen one."""

    def __init__(self, at: int) -> None:
        self.left = at

    def moment(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, place: Any, name: str) -> None:
        """Let the process be able to die before and after a function."""
        real = getattr(place, name)

        def mortal(*given: Any, **more: Any) -> Any:
            self.moment()
            made = real(*given, **more)
            self.moment()
            return made

        setattr(place, name, mortal)


def applied(folder: Path, dies_at: int | None) -> int:
    """Status of a child that applies the plan, and dies on the way if so told."""
    child = os.fork()
    if child == 0:
        sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115  # ends with the process
        if dies_at is not None:
            deaths = Deaths(dies_at)
            deaths.around(BookJournal, "_keep")
            deaths.around(HeadFile, "advance")
            deaths.around(handover.os, "fsync")
        os._exit(run(["takedown", "apply", str(folder), "1", "--as", "ann"]))
    return os.waitpid(child, 0)[1]


def outcome(template: Path, room: Path, dies_at: int) -> dict[str, Any] | None:
    """What was left after a death and another run; ``None`` when the first run came to its end alive."""
    shutil.rmtree(room, ignore_errors=True)
    shutil.copytree(template, room)
    first = applied(room, dies_at)
    second = applied(room, None)
    if not os.WIFSIGNALED(first):
        return None
    file = next((room / "takedown").glob("*.ndjson"))
    return {
        "dies_at": dies_at,
        "again": os.waitstatus_to_exitcode(second),
        "handed": [json.loads(line)["target"] for line in file.read_text("utf-8").splitlines()],
        "log": list(verify(local_url(room)).faults),
    }


def main(template: Path, stride: int) -> None:
    """Write every outcome as a line of JSON."""
    # One and the same place each time: a plan is carried out where it was rehearsed.
    room, kept = template, template.with_name("kept")
    template.rename(kept)
    dies_at = 1
    while (told := outcome(kept, room, dies_at)) is not None:
        sys.stdout.write(f"{json.dumps(told)}\n")
        dies_at += stride


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
