"""An investigation to look at in the workbench, and a browser's part of its protocol, for tests of routes and pages."""

from __future__ import annotations

import csv
import re
import warnings
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any

from inconcert.investigation import Investigation
from inconcert.web.app import create_app
from inconcert.web.settings import ServerSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

with warnings.catch_warnings():
    # Starlette would rather have a fork of httpx in its test client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8400"
START = datetime(2024, 3, 1, tzinfo=UTC)
COLUMNS = ("id", "user", "handle", "created", "body", "lang")
WORDS = (
    "river market morning council bridge train garden weather school library cinema window harbour music bread tram "
    "festival team match road lamp letter street museum coffee kitchen forest hill island engine paper clock"
).split()


def world(folder: Path) -> Path:
    """A small crowd and a ring that pushes the same links within minutes, looked at; the folder of the investigation."""
    table = folder / "posts.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        rows.writerows(sorted([*_crowd(), *_ring()], key=itemgetter(3)))
    made = Investigation.create(folder / "spring-op", "Spring op")
    made.add(table, mapping="id=id,account=user,text=body,time=created,handle=handle,lang=lang", platform="x")
    made.detect(shuffles=2)
    return folder / "spring-op"


def _crowd() -> Iterator[list[str]]:
    chance = Random(1)
    for number in range(700):
        who = chance.randrange(60)
        words = " ".join(chance.sample(WORDS, 7))
        link = f" https://news.example/{chance.randrange(90)}" if chance.random() < 0.5 else ""
        at = START + timedelta(seconds=chance.randrange(20 * 86_400))
        yield [f"c{number}", f"u{who}", f"person{who}", at.isoformat(), words + link, "en"]


def _ring() -> Iterator[list[str]]:
    chance = Random(2)
    for story in range(9):
        moment = START + timedelta(days=2 * story, hours=9)
        for who in range(7):
            at = moment + timedelta(seconds=chance.randrange(240))
            text = f"The bridge must be closed now, they hide the report {story} https://bridge-truth.example/{story}"
            yield [f"r{story}-{who}", f"ring{who}", f"bridge_{who}", at.isoformat(), text, "en"]


def settings(*folders: Path, **changes: Any) -> ServerSettings:
    """Settings of a server of these investigations."""
    return ServerSettings(investigations=folders, name=changes.pop("name", "ada"), **changes)


def browser(made: ServerSettings, *, enter: bool = True) -> TestClient:
    """A client that came in by the one-time link."""
    app = create_app(made)
    client = TestClient(app, BASE, raise_server_exceptions=False, follow_redirects=False)
    if enter:
        answer = client.get("/enter", params={"key": app.state.workbench.link.key()})
        assert answer.status_code == 303
    return client


def token(client: TestClient, page: str = "/i/spring-op/runs") -> str:
    """The token that stands on a page."""
    found = re.search(r'<meta name="csrf" content="(\w+)">', client.get(page).text)
    assert found, "the page carries no token"
    return found[1]
