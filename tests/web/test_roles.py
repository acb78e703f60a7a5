"""All routes, all roles: nobody gets further than the role that a route declares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from fastapi import APIRouter
from fastapi.routing import iter_route_contexts
from workbenches import member, settings, team

from inconcert.casework.words import ROLES
from inconcert.errors import PluginError
from inconcert.investigation import Investigation
from inconcert.web import app as application
from inconcert.web.asking import may
from inconcert.web.jobs import desk as jobs
from inconcert.web.security import SAFE_METHODS, csrf_token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LET = {401, 403}
"""Answers of somebody who is kept out."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server for a team with one person of each role, over an empty investigation; no run really begins."""
    folder = tmp_path_factory.mktemp("roles")
    Investigation.create(folder / "spring-op", "Spring op")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jobs, "_spawn", lambda _place, _environment: None)
        book = f"sqlite:///{folder}/book.sqlite"
        with team(settings(folder / "spring-op", casebook=book, team=True)) as made:
            yield made


def declared(app: Any) -> list[tuple[str, str, str | None]]:
    """Method, path and least role of every route."""
    from inconcert.web.asking import Needs

    found = []
    for route in iter_route_contexts(app.routes):
        if route.methods is None:
            continue
        needs = [each.dependency for each in route.dependencies if isinstance(each.dependency, Needs)]
        found += [(method, route.path, needs[0].least if needs else None) for method in sorted(route.methods)]
    return found


def address(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda part: "spring-op" if part[1] == "inv" else "nothing-here", path)


def test_every_route_says_whom_it_is_for(desk: Any) -> None:
    routes = declared(desk.app)
    assert len(routes) > 50
    assert {path for _, path, least in routes if least is None} == application.PUBLIC


def test_nobody_gets_past_the_role_of_a_route(desk: Any) -> None:
    wrong = []
    for role in (None, *ROLES):
        client = member(desk, role)
        secret = client.cookies.get("inconcert-8400", "")
        for method, path, least in declared(desk.app):
            if least is None or path.endswith(("/events", "/leave")):
                continue
            # A change without its token is kept out whoever asks; with it, an empty form is refused as such.
            answer = client.request(method, address(path), headers={"x-csrf-token": csrf_token(secret)})
            let = role is not None and ROLES.index(role) >= ROLES.index(least)
            kept_out = answer.status_code in LET or answer.headers.get("location", "").startswith("/sign-in")
            if let == kept_out:
                wrong.append((role, method, path, least, answer.status_code, answer.text[-300:]))
    assert not wrong


def test_no_change_goes_through_without_its_token(desk: Any) -> None:
    client = member(desk, "admin")
    wrong = []
    for method, path, least in declared(desk.app):
        if method not in SAFE_METHODS and least is not None:
            answer = client.request(method, address(path), headers={"accept": "application/json"})
            if answer.status_code != 403 or "too old" not in answer.text:
                wrong.append((method, path, answer.status_code))
    assert not wrong


def test_a_route_that_declares_no_role_cannot_be_served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Careless:
        __name__ = "careless"
        router = APIRouter()

    Careless.router.add_api_route("/open-to-all", lambda: "everything")
    Investigation.create(tmp_path / "spring-op")
    monkeypatch.setattr(application, "_modules", lambda package: [Careless] if package == "pages" else [])
    with pytest.raises(PluginError, match="open-to-all"):
        application.create_app(settings(tmp_path / "spring-op"))


def test_a_role_may_what_those_below_it_may() -> None:
    from inconcert.casework import Actor

    reviewer = Actor("ben", frozenset({"reviewer"}), "web 127.0.0.1")
    assert [may(reviewer, role) for role in ROLES] == [True, True, True, False, False]
    assert not may(Actor("eve", frozenset({"nobody"}), ""), "viewer")
