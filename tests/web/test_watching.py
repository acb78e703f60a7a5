"""A watch that is started and stopped from its page, in the process that really does it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest
from watched import crowd, write
from workbenches import browser, member, settings, team, token

from inconcert.investigation import Investigation
from inconcert.web import watching
from inconcert.web.jobs.desk import Jobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = "/i/spring-op/watch"


def until(true: Callable[[], Any], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    Investigation.create(tmp_path / "spring-op", "Spring op")
    (tmp_path / "incoming").mkdir()
    return tmp_path / "spring-op"


def test_a_watch_is_started_looks_and_is_stopped(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "SHORTEST", 0.1)
    incoming = empty.parent / "incoming"
    with browser(settings(empty)) as client:
        client.headers["x-csrf-token"] = token(client)
        given = {"sources": f"{incoming}\n\n", "every": "1s", "last": "all"}
        assert client.post(f"{PAGE}/start", data=given).status_code == 303
        job = Jobs(Investigation.open(empty).folder).watch()
        assert job is not None
        until(lambda: job.seen()["last"])
        assert "Nothing new." in client.get(PAGE).text
        assert client.post(f"{PAGE}/start", data=given).status_code == 409

        write(incoming / "a.jsonl", crowd(5, 30))
        until(lambda: client.app.state.workbench.casebook.desk(_anybody()).rounds(watching.name_of(_folder(empty))))
        page = client.get(PAGE).text
        assert str(incoming) in page
        assert "running" in page

        # Files are added and runs are made by hand beside it.
        assert Jobs(_folder(empty)).running() is None
        assert client.post(f"/i/spring-op/runs/jobs/{job.id}/stop").status_code == 303
        assert job.state == "stopped"
        page = client.get(PAGE).text
        assert "Start watching" in page
        assert f">{incoming}\n</textarea>" in page
        assert client.post(f"{PAGE}/stop").status_code == 404
        said = [(row.act, row.who, row.why) for row in client.app.state.workbench.casebook.desk(_anybody()).audit()]
        assert ("watch.started", "ada", f"over {incoming}") in said
        assert ("watch.stopped", "ada", "") in said


def test_a_watch_whose_process_is_gone_is_broken_off(empty: Path) -> None:
    with browser(settings(empty)) as client:
        client.headers["x-csrf-token"] = token(client)
        body = {"sources": [str(empty.parent / "incoming")], "every": "1h"}
        started = client.post("/api/v1/i/spring-op/watch", json=body)
        assert started.status_code == 202, started.text
        job = Jobs(_folder(empty)).job(started.json()["id"])
        until(lambda: client.get("/api/v1/i/spring-op/watch").json()["running"])
        os.kill(job.progress["pid"], signal.SIGKILL)
        until(lambda: not job.alive)
        assert "was broken off" in client.get(PAGE).text
        told = client.get("/api/v1/i/spring-op/watch").json()
        assert (told["running"], told["job"]["state"]) == (False, "interrupted")


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"sources": " "}, 400, "nothing to watch"),
        ({"sources": "/nowhere/at/all"}, 400, "there is nothing at"),
        ({"sources": "wss://stream.example/subscribe"}, 403, "not among those"),
        ({"sources": "/", "every": "1s"}, 400, "too often"),
        ({"sources": "/", "every": "soon"}, 400, "not a duration"),
        ({"sources": "/", "last": "some"}, 400, "last"),
    ],
)
def test_what_cannot_be_watched_is_refused(empty: Path, given: dict[str, str], status: int, said: str) -> None:
    with browser(settings(empty)) as client:
        answer = client.post(f"{PAGE}/start", data=given, headers={"x-csrf-token": token(client)})
        assert answer.status_code == status
        assert said in answer.text.lower()
    assert Jobs(_folder(empty)).watch() is None


def test_a_team_watches_what_the_settings_allow_and_nothing_else(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr("inconcert.web.jobs.desk._spawn", lambda place, _environment: started.append(place))
    allowed = f"{empty.parent / 'incoming'}, wss://stream.example/subscribe"
    book = f"sqlite:///{empty.parent}/book.sqlite"
    with team(settings(empty, casebook=book, team=True, watch_sources=allowed)) as desk:
        ida = member(desk, "investigator")
        ida.headers["x-csrf-token"] = token(ida)
        refused = ida.post(f"{PAGE}/start", data={"sources": "/etc"})
        assert refused.status_code == 403
        assert not started
        assert 'name="sources"' not in ida.get(PAGE).text
        assert ida.post(f"{PAGE}/start", data={"also": "wss://stream.example/subscribe"}).status_code == 303
        assert len(started) == 1
        assert book not in (started[0] / "job.json").read_text("utf-8")


def _folder(place: Path) -> Any:
    return Investigation.open(place).folder


def _anybody() -> Any:
    from inconcert.casework import Actor

    return Actor("Reader", frozenset({"admin"}), "test")
