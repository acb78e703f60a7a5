"""Further processes for the first pass: a job is done when its pieces are there, whatever a process says besides."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import arrivals
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.investigation import Investigation
from inconcert.signals import arrival, workers
from inconcert.signals.pieces import Job

if TYPE_CHECKING:
    from inconcert.store.folder import Folder

POSTS = arrivals.posts()
NOISY = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from inconcert.signals import pieces
run = pieces.Job.run
def noisy(job, told):
    {noise}
    run(job, told)
pieces.Job.run = noisy
pieces.serve()
"""


def jobs(tmp_path: Path) -> list[Job]:
    """One for each of six files of posts."""
    investigation = Investigation.create(tmp_path / "folder")
    for number in range(6):
        investigation.add(arrivals.write(POSTS[number::6], tmp_path / f"{number}.parquet"))
    return [task.job for task in _tasks(investigation.folder)]


def _tasks(folder: Folder) -> list[arrival._Task]:
    sources = [arrival._source(folder, receipt) for receipt in folder.sources()]
    days = [(source, source.reach) for source in sources if source is not None]
    return [task for source, reach in days for task in arrival._tasks(source, reach)]


@pytest.mark.parametrize(
    "noise", ["print('noise', flush=True)", "told('noise')", "told(None)", "sys.exit()", "raise ValueError('a fault')"]
)
def test_a_job_is_done_when_its_pieces_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, noise: str) -> None:
    monkeypatch.setattr(workers, "_SERVE", NOISY.format(noise=noise))
    wanted, rows = jobs(tmp_path), list[int]()
    for job in workers.done(wanted, 2, rows.append):
        assert (Path(job.target) / f"{job.group:06}-0000.parquet").exists()
        wanted.remove(job)
    assert wanted == []
    assert sum(rows) == (len(POSTS) if "print" in noise else 0)


@given(st.lists(st.integers(0, 9)), st.booleans(), st.booleans())
def test_only_its_own_end_ends_a_job(rows: list[int], ends: bool, own: bool) -> None:
    job = Job("posts.parquet", 1, 0, 9, "", "here")
    last = [asdict(job if own else replace(job, group=2))] if ends else []
    seen = list[int]()
    assert workers._ended(map(json.dumps, [*rows, *last]), asdict(job), seen.append) is (ends and own)
    assert seen == rows


@pytest.mark.parametrize("memory", ["500MB", "1GB", "2GB", "3GB", "64GB"])
def test_further_processes_leave_room_for_the_one_that_sorts_what_they_make(
    memory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 8)
    count = workers.processes(10**7, 100, memory)
    assert count <= 8
    assert count == 0 or workers.left(count, memory) >= workers.OWN
