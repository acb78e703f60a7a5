"""An investigation to look at in the workbench, and a browser's part of its protocol, for tests of routes and pages."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from inconcert.investigation import Investigation
from inconcert.simulate.scenarios import simulate
from inconcert.simulate.write import write_world
from inconcert.web.app import create_app
from inconcert.web.settings import ServerSettings

if TYPE_CHECKING:
    from pathlib import Path

with warnings.catch_warnings():
    # Starlette would rather have a fork of httpx in its test client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

BASE = "http://127.0.0.1:8400"


def world(folder: Path, posts: int = 9000) -> Path:
    """A simulated world with planted operations, investigated; the folder of the investigation."""
    write_world(simulate("mixed", seed=1, posts=posts), folder / "world")
    made = Investigation.create(folder / "spring-op", "Spring op")
    made.add(*(folder / "world" / f"{name}.parquet" for name in ("posts", "accounts", "deletions")))
    made.detect(shuffles=5)
    return folder / "spring-op"


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
