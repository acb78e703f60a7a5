"""Long work: told, stopped at once, gone on with."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import token

from inconcert.errors import Locked, NoSuchThing
from inconcert.store.folder import Folder
from inconcert.web.jobs.desk import Jobs
from inconcert.web.jobs.job import Job, Step

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def jobs(spring: Path) -> Jobs:
    return Jobs(Folder.open(spring))


def test_a_run_is_watched_stopped_and_gone_on_with(client: Any, jobs: Jobs) -> None:
    csrf = token(client)
    form = {"csrf": csrf, "fdr": "0.05", "since": "2024-03-02"}
    answer = client.post("/i/spring-op/runs", data=form)
    assert answer.status_code == 303
    page = answer.headers["location"]
    job = jobs.job(page.rpartition("/")[2])
    until(lambda: bool(job.steps))
    assert client.post("/i/spring-op/runs", data=form).status_code == 409

    began = time.monotonic()
    assert client.post(f"{page}/stop", data={"csrf": csrf}).status_code == 303
    assert time.monotonic() - began < 30  # generous: machines differ; that the process is gone is what counts
    assert not job.alive
    assert job.state == "stopped"
    assert "Go on" in client.get(page).text

    gone_on = client.post(f"{page}/again", data={"csrf": csrf}).headers["location"]
    with client.stream("GET", f"{gone_on}/events") as told:
        lines = [line for line in told.iter_lines() if line.startswith("data:")]
    assert '"state": "done"' in lines[-1]
    assert len(lines) > 1
    assert "See the findings" in client.get(gone_on).text
    assert client.get("/i/spring-op/runs/compare").status_code == 200


def test_a_job_whose_process_is_gone_is_broken_off_not_running(spring: Path, jobs: Jobs) -> None:
    place = spring / "jobs" / "20240101-000000-abcdef"
    place.mkdir(parents=True)
    (place / "job.json").write_text('{"kind": "detect", "options": {}}')
    (place / "progress.json").write_text('{"pid": 1, "steps": []}')
    assert jobs.job(place.name).state == "interrupted"
    assert jobs.running() is None
    jobs.job(place.name).stop()
    assert jobs.job(place.name).state == "interrupted"


def test_a_file_that_cannot_be_read_says_why(spring: Path, jobs: Jobs) -> None:
    job = jobs.start("add", "ada", {}, parts=[{"files": [str(spring / "nothing.csv")], "options": {}}])
    with pytest.raises(Locked):
        jobs.start("detect", "ada", {})
    until(lambda: job.state == "failed")
    assert "nothing.csv" in job.seen()["error"]["what"]


@pytest.mark.parametrize("name", ["..", "a/b", "none"])
def test_there_is_no_way_out_of_the_folder_of_jobs(jobs: Jobs, name: str) -> None:
    with pytest.raises(NoSuchThing):
        jobs.job(name)


def test_what_is_left_is_said_only_when_it_can_be_known() -> None:
    assert Step("ties", 25, 100, began=0.0, told=10.0).left == 30.0
    assert Step("ties", 25, 0, began=0.0, told=10.0).left is None
    assert Step("ties", 0, 100, began=0.0, told=10.0).left is None


def test_a_job_shows_itself_before_its_process_spoke(tmp_path: Path) -> None:
    (tmp_path / "job.json").write_text('{"kind": "detect", "options": {}, "by": "ada"}')
    seen = Job(tmp_path).seen()
    assert seen["state"] == "waiting"
    assert seen["steps"] == []
