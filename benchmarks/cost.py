"""What a command costs, with everything it starts: CPU, wall time, memory, disk. Linux only (``/proc``, ``wait4``)."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
POLL = 0.02
"""Seconds between two looks at the memory and the disk of a process tree."""
GRACE = 10.0
"""Seconds that processes left behind by a command have to end by themselves."""
SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER``: orphans of a command become our children, so that their CPU is counted too."""


class Failed(RuntimeError):
    """A measured command ended with an error; the message holds the end of what it said, ``cost`` what it took."""

    def __init__(self, message: str, cost: Cost) -> None:
        super().__init__(message)
        self.cost = cost


@dataclass(frozen=True)
class Cost:
    """What a run took. Added up, CPU and wall are summed; memory and disk are the larger of the two."""

    cpu: float
    """User and system seconds of the process and everything it started."""
    wall: float
    memory: int
    """Largest sum of resident memory over the process tree, in bytes. Pages shared by two processes count in both."""
    disk: int = 0
    """Largest growth of the watched folder, in bytes; files already unlinked but still open count."""
    said: str = field(default="", compare=False, repr=False)
    """Standard output."""

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            max(self.memory, other.memory),
            max(self.disk, other.disk),
            self.said + other.said,
        )

    def told(self) -> dict[str, Any]:
        """The JSON objects in the lines of standard output, a later one over an earlier one; ``{}`` without any."""
        found: dict[str, Any] = {}
        for line in self.said.splitlines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                found |= said if isinstance(said, dict) else {}
        return found


def run(
    command: Sequence[str | Path],
    *,
    disk: Path | None = None,
    env: Mapping[str, str] | None = None,
    limit: float | None = None,
    each: Callable[[int], object] | None = None,
) -> Cost:
    """Run ``command`` from the project's folder and measure it with everything it starts.

    Args:
        command: Program and arguments.
        disk: Folder whose growth is watched (temporary files); made when it is not there.
        env: Variables set on top of our own.
        limit: Seconds of wall time after which it is killed.
        each: Told the bytes that are resident at every look.

    Raises:
        Failed: It ended with an error, or was killed at the limit.
    """
    _adopt_orphans()
    if disk is not None:
        disk.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        ours = set(_children(os.getpid()))
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
            cwd=ROOT,
            env={**os.environ, **(env or {})},
        )
        with Watch(ours, disk, each) as watch, _deadline(process.pid, limit):
            used = _wait(process)
            wall = time.perf_counter() - began
            late = _reap(ours)
        said, complaint = _read(out), _read(errors)
    memory = watch.memory or used.ru_maxrss * 1024  # over before the first look
    cost = Cost(used.ru_utime + used.ru_stime + late, wall, memory, watch.disk, said)
    if process.returncode:
        end = (complaint or said)[-2000:]
        raise Failed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{end}", cost)
    return cost


class Watch(threading.Thread):
    """Looks at the memory and the disk of all our children but those of ``without``, until the block ends."""

    def __init__(self, without: set[int], folder: Path | None, each: Callable[[int], object] | None = None) -> None:
        super().__init__(daemon=True)
        self._each = each or (lambda _now: None)
        self.without, self.folder, self.memory, self.disk = without, folder, 0, 0
        self._at_first = held(folder, ()) if folder else 0
        self._done = threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self._done.wait(POLL):
            self.look()

    def look(self) -> None:
        """Look once. A process's own high-water mark catches what fell between two looks."""
        tree = list(_tree(_children(os.getpid()), self.without))
        sizes = [_resident(process) for process in tree]
        now = sum(now for now, _ in sizes)
        self._each(now)
        self.memory = max(self.memory, now, max((peak for _, peak in sizes), default=0))
        if self.folder:
            self.disk = max(self.disk, held(self.folder, tree) - self._at_first)

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self.join()


def held(folder: Path, processes: Iterable[int]) -> int:
    """Bytes that the files under ``folder`` take on disk, with unlinked ones that ``processes`` hold open."""
    sizes: dict[tuple[int, int], int] = {}
    for base, _, names in os.walk(folder):
        for name in names:
            _note(sizes, Path(base, name), follow=False)
    for process in processes:
        with contextlib.suppress(OSError):  # it ended while we looked
            for entry in Path(f"/proc/{process}/fd").iterdir():
                target = str(entry.readlink())
                if target.endswith(" (deleted)") and target.startswith(f"{folder}/"):
                    _note(sizes, entry, follow=True)
    return sum(sizes.values())


def _note(sizes: dict[tuple[int, int], int], path: Path, *, follow: bool) -> None:
    with contextlib.suppress(OSError):
        seen = path.stat(follow_symlinks=follow)
        sizes[seen.st_dev, seen.st_ino] = seen.st_blocks * 512


def _resident(process: int) -> tuple[int, int]:
    """Bytes resident now and at most so far; zeros once it has ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8", "replace").splitlines()
    except OSError:
        return 0, 0
    found = {
        key: int(value.split()[0]) * 1024
        for key, _, value in (line.partition(":") for line in lines)
        if "VmHWM" in key or "VmRSS" in key
    }
    return found.get("VmRSS", 0), found.get("VmHWM", 0)


def _tree(roots: Iterable[int], without: set[int]) -> Iterator[int]:
    for process in roots:
        if process not in without:
            yield process
            yield from _tree(_children(process), without)


def _children(process: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            found += map(int, (task / "children").read_text("ascii").split())
    return found


def _wait(process: subprocess.Popen[bytes]) -> Any:
    """What a process used, once it has ended; it does not go on without us when we are interrupted."""
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        _kill(process.pid)
        process.wait()
        raise
    process.returncode = os.waitstatus_to_exitcode(status)
    return used


def _adopt_orphans() -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "cannot become the parent of orphaned processes")


def _reap(ours: set[int]) -> float:
    """CPU seconds of what the command left behind; killed when it does not end within the grace."""
    spent, until = 0.0, time.monotonic() + GRACE
    while left := [child for child in _children(os.getpid()) if child not in ours]:
        for child in left:
            if time.monotonic() > until:
                os.kill(child, 9)
            ended, _, used = os.wait4(child, os.WNOHANG)
            spent += used.ru_utime + used.ru_stime if ended else 0.0
        time.sleep(POLL)
    return spent


@contextlib.contextmanager
def _deadline(process: int, limit: float | None) -> Iterator[None]:
    timer = threading.Timer(limit or 0, _kill, (process,))
    if limit is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _kill(session: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(session, 9)


def _read(file: Any) -> str:
    file.seek(0)
    return str(file.read(), "utf-8", "replace")
