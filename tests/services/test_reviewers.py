"""Fifty people at once against PostgreSQL, and a server that dies under them."""

from __future__ import annotations

import os
import pwd
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from casebooks import NETWORK, PROGRAMS, at, crash, finding, server, start
from sqlalchemy import make_url

from inconcert.casework import Casebook, verify
from inconcert.errors import InconcertError

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not PROGRAMS.exists(), reason="needs PostgreSQL 15"),
]
PEOPLE, SECONDS = 50, 4


def test_fifty_reviewers_lose_nothing(tmp_path: Path) -> None:
    with server() as url:
        book = Casebook.open(url, files=tmp_path)
        try:
            _fifty(book, url, tmp_path)
        finally:
            book.close()


def _fifty(book: Casebook, url: str, files: Path) -> None:
    case = at(book, "Ada").open_case("One", "Who?", [finding()])
    together, end = Barrier(PEOPLE), []

    def review(number: int) -> list[str]:
        desk, made = at(book, f"Person {number}"), []
        together.wait()
        end.append(time.monotonic() + SECONDS)
        while time.monotonic() < end[0]:
            made.append(desk.decide(case.id, "not enough", f"{number} says so.", NETWORK["id"]).id)
            desk.case(case.id, why="review")
        return made

    with ThreadPoolExecutor(PEOPLE) as pool:
        said = [key for made in pool.map(review, range(PEOPLE)) for key in made]
    kept = {one.id for one in at(book, "Ada").case(case.id, why="count").decisions}
    assert len(said) >= PEOPLE
    assert set(said) == kept
    told = verify(url, files=files)
    assert told.ok, told.faults


def test_what_was_acknowledged_outlives_the_server(tmp_path: Path) -> None:
    with server() as url:
        home = Path(str(make_url(url).query["host"]))
        user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        book = Casebook.open(url, files=tmp_path)
        case = at(book, "Ada").open_case("One", "Who?")

        def write(number: int) -> list[str]:
            made, desk = [], at(book, f"Person {number}")
            try:
                while True:
                    made.append(desk.note(case.id, "x").id)
            except InconcertError:
                return made

        with ThreadPoolExecutor(5) as pool:
            running = [pool.submit(write, number) for number in range(5)]
            time.sleep(1)
            crash(home, user)
            said = [key for one in running for key in one.result()]
        start(home, user)
        kept = {note.id for note in at(book, "Ada").case(case.id, why="count").notes}
        assert said
        assert set(said) <= kept
        told = verify(url, files=tmp_path)
        book.close()
        assert told.ok, told.faults
