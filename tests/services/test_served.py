"""A served workbench that is killed in the middle of decisions, over SQLite and over PostgreSQL."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from casebooks import PROGRAMS, at, kill, owner, server, start
from sqlalchemy import make_url

from inconcert.casework import Casebook, verify
from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.services
PEOPLE, SECONDS, ENOUGH = 6, 60, 60
IN = "/i/spring-op"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty casebook."""
    with ExitStack() as stack:
        if request.param == "postgresql":
            if not PROGRAMS.exists():
                pytest.skip("needs PostgreSQL 15")
            yield stack.enter_context(server())
        else:
            yield f"sqlite:///{tmp_path / 'book.sqlite'}"


@contextmanager
def opened(folder: Path, url: str, files: Path) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """``inconcert open`` in a process of its own, and somebody who came in by its link."""
    environment = {**os.environ, "INCONCERT_CASEBOOK": url, "XDG_DATA_HOME": str(files)}
    command = [sys.executable, "-m", "inconcert", "open", str(folder), "--no-browser", "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout
            said = ""
            while not said.rstrip().endswith("}"):
                said += process.stdout.readline()
            link = json.loads(said)["link"]
            with httpx.Client(base_url=link.partition("/enter")[0], timeout=30, trust_env=False) as client:
                assert client.get(link).status_code == 303
                yield process, client
        finally:
            process.kill()


class Deciders:
    """People who decide until the server is gone."""

    def __init__(self, client: httpx.Client, case: str) -> None:
        self._client, self._lock = client, Lock()
        self._address = f"/api/v1{IN}/cases/{case}/decisions"
        token = re.search(r'name="csrf" content="(\w+)"', client.get(f"{IN}/runs").text)
        assert token
        self._headers = {"x-csrf-token": token[1]}
        self.said, self.other = list[str](), list[int]()

    def decide(self, number: int) -> None:
        """Decide, again and again."""
        body = {"verdict": "not enough", "reason": f"{number} says so."}
        while True:
            try:
                answer = self._client.post(self._address, json=body, headers=self._headers)
            except httpx.TransportError:
                return
            with self._lock:
                if answer.status_code == 201:
                    self.said.append(answer.json()["id"])
                else:
                    self.other.append(answer.status_code)


def test_nothing_acknowledged_is_lost_when_the_web_server_is_killed(url: str, tmp_path: Path) -> None:
    folder = tmp_path / "spring-op"
    Investigation.create(folder, "Spring op")
    book = Casebook.open(url, files=tmp_path / "inconcert" if url.startswith("postgresql") else None)
    case = at(book, "ada", "admin").open_case("Spring", "Who?").id
    with opened(folder, url, tmp_path) as (process, client):
        people = Deciders(client, case)
        threads = [Thread(target=people.decide, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        end = time.monotonic() + SECONDS
        while len(people.said) < ENOUGH and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        for thread in threads:
            thread.join(60)
    kept = {one.id for one in at(book, "ada", "admin").case(case, why="count").decisions}
    assert len(people.said) >= ENOUGH
    assert not people.other
    assert set(people.said) <= kept
    with opened(folder, url, tmp_path) as (_, again):
        shown: dict[str, Any] = again.get(f"/api/v1{IN}/cases/{case}").json()
    assert {one["id"] for one in shown["decisions"]} == kept
    told = verify(url, files=book.database.files)
    book.close()
    assert told.ok, told.faults


@pytest.mark.skipif(not PROGRAMS.exists(), reason="needs PostgreSQL 15")
def test_a_database_that_is_killed_is_told_of_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "spring-op"
    Investigation.create(folder, "Spring op")
    with server() as url:
        book = Casebook.open(url, files=tmp_path / "inconcert")
        case = at(book, "ada", "admin").open_case("Spring", "Who?").id
        book.close()
        page = f"{IN}/cases/{case}"
        with opened(folder, url, tmp_path) as (_, client):
            assert client.get(page).status_code == 200
            kill(Path(str(make_url(url).query["host"])))
            for _ in range(3):
                answer = client.get(page)
                assert answer.status_code == 503
                assert answer.headers["retry-after"]
                assert "does not answer" in answer.text
            start(Path(str(make_url(url).query["host"])), owner())
            answers = [client.get(page).status_code for _ in range(8)]
            assert answers == [200] * 8
