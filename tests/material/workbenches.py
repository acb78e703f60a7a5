"""An investigation to look at in the workbench, and a browser's part of its protocol, for tests of routes and pages."""

from __future__ import annotations

import csv
import re
import warnings
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Any

from inconcert.casework import Actor
from inconcert.casework.words import ROLES
from inconcert.investigation import Investigation
from inconcert.web.app import create_app
from inconcert.web.security import csrf_token
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
WORDS = [
    "river",
    "market",
    "morning",
    "council",
    "bridge",
    "train",
    "garden",
    "weather",
    "school",
    "library",
    "cinema",
    "window",
    "harbour",
    "music",
    "bread",
    "tram",
    "festival",
    "team",
    "match",
    "road",
    "lamp",
    "letter",
    "street",
    "museum",
    "coffee",
    "kitchen",
    "forest",
    "hill",
    "island",
    "engine",
    "paper",
    "clock",
]


def world(folder: Path) -> Path:
    """A small crowd and a ring that pushes the same links within minutes, looked at; the investigation's folder."""
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


PASSWORD = "correct horse battery"


@contextmanager
def team(made: ServerSettings) -> Iterator[TestClient]:
    """A server for a team with one person for each role, called like it."""
    app = create_app(made)
    with TestClient(app, BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        people = app.state.workbench.casebook.people
        people.first_admin("admin", PASSWORD, via="test")
        desk = app.state.workbench.casebook.desk(Actor("admin", frozenset({"admin"}), "test"))
        for role in ROLES[:-1]:
            desk.add_user(role, [role], password=PASSWORD)
        yield client


def member(client: TestClient, role: str | None) -> TestClient:
    """A browser of the person of a role, signed in; ``None``: of somebody unknown."""
    made = TestClient(client.app, BASE, raise_server_exceptions=False, follow_redirects=False)
    if role is not None:
        assert sign_in(made, role, PASSWORD).status_code == 303
    return made


def sign_in(client: TestClient, name: str, password: str, **more: str) -> Any:
    """What happens when somebody fills in the form."""
    page = client.get("/sign-in").text
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found
    return client.post("/sign-in", data={"csrf": found[1], "name": name, "password": password, **more})


class Crowd:
    """Several people at one folder, each under a name of their own, in one server."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.client = folder, browser(settings(folder))
        self.bench = self.client.app.state.workbench

    def get(self, name: str, path: str, **given: Any) -> Any:
        """What somebody gets; a path that is not of the interface is one inside the investigation."""
        self.bench.settings = replace(self.bench.settings, name=name)
        return self.client.get(path if path.startswith(("/i/", "/api/", "/admin")) else f"/i/spring-op{path}", **given)

    def post(self, name: str, path: str, /, **data: Any) -> Any:
        """What is answered to a form that somebody sends."""
        token = csrf_token(self.client.cookies[f"inconcert-{self.bench.settings.port}"])
        self.bench.settings = replace(self.bench.settings, name=name)
        where = path if path.startswith("/i/") else f"/i/spring-op{path}"
        return self.client.post(where, data={"csrf": token, **data})

    def send(self, name: str, path: str, /, **body: Any) -> Any:
        """What the interface answers to somebody."""
        token = csrf_token(self.client.cookies[f"inconcert-{self.bench.settings.port}"])
        self.bench.settings = replace(self.bench.settings, name=name)
        return self.client.post(f"/api/v1/i/spring-op{path}", json=body, headers={"x-csrf-token": token})


def network_of(folder: Path) -> str:
    """Id of the strongest network of the latest run."""
    return str(Investigation.open(folder).found().networks[0].id)


def confirmed(folder: Path, *, reviewed: bool = True) -> tuple[str, str]:
    """A case of the folder's casebook that ada decided and bob, unless told not to, confirmed; and its network."""
    from inconcert.casework import Casebook, FindingRef

    found = Investigation.open(folder).found()
    network = found.networks[0]
    book = Casebook.open(f"sqlite:///{folder.resolve() / 'casework.sqlite'}")
    try:
        ada, bob = (book.desk(Actor(name, frozenset(ROLES), "test")) for name in ("ada", "bob"))
        case = ada.open_case("Spring", "One hand?", [FindingRef.of(found.path.name, network.data)])
        decision = ada.decide(case.id, "confirmed", "The same sentences, minutes apart.", network.id)
        review = ada.ask_review(decision.id)
        if reviewed:
            bob.review(review.id, "confirmed", "I see the same.")
        return case.id, network.id
    finally:
        book.close()
