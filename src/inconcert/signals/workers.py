"""Further processes for the first pass, one a core: it is plain Python, which one process does on one core only."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import asdict
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from inconcert.model.machine import cores
from inconcert.model.sizes import in_bytes
from inconcert.signals.pieces import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from inconcert.signals.pieces import Job

WORTH = 400_000
"""Posts with text from which further processes pay: each takes two seconds to start."""
BYTES = 600_000_000
"""Memory of one process: compiled loops, language model, one piece."""
OWN = 700_000_000
"""Memory that stays for the process that has others: itself, and the database in which it sorts their pieces."""
_SERVE = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from inconcert.signals.pieces import serve; serve()"


def processes(texts: int, jobs: int, memory: str) -> int:
    """How many further processes to use for so many posts with text in so many jobs; 0 to do it in this one."""
    count = min(cores(), jobs, (in_bytes(memory) - OWN) // BYTES)
    return count if count > 1 and texts >= WORTH and sys.executable else 0


def left(count: int, memory: str) -> int:
    """Bytes of a memory setting that so many further processes leave to this one."""
    return in_bytes(memory) - count * BYTES


def done(jobs: Sequence[Job], count: int, told: Callable[[int], None]) -> Iterator[Job]:
    """Do the jobs in ``count`` further processes (0: in this one); yields each when it is done.

    Args:
        jobs: What is to be done.
        count: Number of processes.
        told: Called with the rows of each piece, in the thread of the caller.
    """
    if not count:
        for job in jobs:
            job.run(told)
            yield job
        return
    with _Pool(count) as pool:
        running = {pool.submit(job): job for job in jobs}
        while running:
            ended, _ = wait(running, timeout=0.2, return_when=FIRST_COMPLETED)
            while not pool.rows.empty():
                told(pool.rows.get())
            for future in ended:
                job = running.pop(future)
                if not future.result():
                    job.run()  # what stopped the process stops this one with its true name, or was of its own
                yield job


class _Pool:
    """Threads that each hold one process."""

    def __init__(self, count: int) -> None:
        self.rows: SimpleQueue[int] = SimpleQueue()
        self._free: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        self._all = [_start() for _ in range(count)]
        for each in self._all:
            self._free.put(each)
        self._threads = ThreadPoolExecutor(count)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._all:
            process.kill()
            process.wait()
        self._threads.shutdown()
        for process in self._all:
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()

    def submit(self, job: Job) -> Future[bool]:
        return self._threads.submit(self._run, job)

    def _run(self, job: Job) -> bool:
        """Whether a process did the job.

        One that failed or told of another job is not used again: what it still says would pass for the next one's.
        """
        process = self._free.get()
        assert process.stdin is not None  # noqa: S101  # both are pipes
        assert process.stdout is not None  # noqa: S101  # both are pipes
        did = False
        try:
            with suppress(OSError, ValueError):
                process.stdin.write(written(job))
                process.stdin.flush()
                did = _ended(process.stdout, asdict(job), self.rows.put)
        finally:
            if not did:
                process.kill()
            self._free.put(process)
        return did


def _ended(said: Iterable[str], job: dict[str, Any], told: Callable[[int], None]) -> bool:
    """Whether a process says at last that this very job is done; ``told`` gets the rows of each piece before."""
    for line in said:
        rows = json.loads(line)
        if not isinstance(rows, int):
            return bool(rows == job)
        told(rows)
    return False


def _start() -> subprocess.Popen[str]:
    # A session of its own: Ctrl-C stops the parent, which then ends this one.
    return subprocess.Popen(  # noqa: S603  # this very Python
        [sys.executable, "-c", _SERVE, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
