"""Pushing to a real TAXII 2.1 server: OpenTAXII, in an environment of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from serving import free_port
from taxii_server import PASSWORD, USER

from inconcert.cli import run
from inconcert.exchange.taxii import pushing

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.services

WANTED = ("opentaxii==0.10.0b1", "sqlalchemy<2", "marshmallow<4")
"""The stable release cannot list collections, and this one does not run with newer ones of the others."""
SERVER = Path(__file__).parents[1] / "material" / "taxii_server.py"
INSTALL_SECONDS, START_SECONDS = 300, 30


@pytest.fixture(scope="session")
def interpreter(request: pytest.FixtureRequest) -> str:
    """Python with OpenTAXII: that of INCONCERT_OPENTAXII, else one that is made here and kept for the next time."""
    if given := os.environ.get("INCONCERT_OPENTAXII"):
        return given
    place = request.config.cache.mkdir("opentaxii")
    home, python = place / "venv", place / "venv" / "bin" / "python"
    with (place / "lock").open("w") as lock:
        # Each worker of the tests comes here by itself; one makes it, the others wait.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "whole").exists():
            shutil.rmtree(home, ignore_errors=True)
            said = _installed(home, python)
            if said:
                pytest.skip(f"OpenTAXII cannot be installed here: {said}")
            (home / "whole").touch()
    return str(python)


def _installed(home: Path, python: Path) -> str:
    """Install it; what went wrong, empty when nothing did."""
    if uv := shutil.which("uv"):
        steps = [[uv, "venv", "--quiet", "--python", sys.executable, home],
                 [uv, "pip", "install", "--quiet", "--prerelease", "allow", "--python", python, *WANTED]]  # fmt: skip
    else:
        steps = [[sys.executable, "-m", "venv", "--without-pip", home],
                 [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--pre", *WANTED]]  # fmt: skip
    for step in steps:
        try:
            done = subprocess.run([str(each) for each in step], capture_output=True, text=True, check=False,
                                  timeout=INSTALL_SECONDS)  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["no reason given"])[-1]
    return ""


@pytest.fixture
def collection(interpreter: str, tmp_path: Path) -> Iterator[str]:
    """Address of a collection on a server that runs for this test."""
    port, home = free_port(), tmp_path / "server"
    home.mkdir()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([interpreter, "-P", str(SERVER), str(port), str(home)], stdout=log, stderr=log)
    try:
        for _ in range(START_SECONDS * 10):
            if (home / "collection").exists() and _answers(port):
                break
            assert process.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}{(home / 'collection').read_text()}"
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(pushing.USER, USER)
    monkeypatch.setenv(pushing.PASSWORD, PASSWORD)


def there(address: str, **asked: Any) -> list[dict[str, Any]]:
    from taxii2client.v21 import Collection

    with Collection(address, user=USER, password=PASSWORD) as found:
        return list(found.get_objects(**asked).get("objects", ()))


def test_a_case_is_pushed_again_and_filtered(
    collection: str, allowed: None, confirmed_case: Path, tmp_path: Path, capsys: Any
) -> None:
    import json

    folder = shutil.copytree(confirmed_case, tmp_path / "spring")
    given = ["taxii", "push", str(folder), "--case", "1", "--to", collection, "--handles", "shown", "--json"]
    assert run(given) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["succeeded"] == first["sent"] > 20
    assert run(given) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["sent"], again["there"]) == (0, first["sent"])
    found = there(collection)
    assert len(found) == first["sent"]
    assert {one["type"] for one in there(collection, type="indicator")} == {"indicator"}
    (operation,) = there(collection, type="intrusion-set")
    assert there(collection, id=operation["id"]) == [operation]
    (definition,) = there(collection, type="extension-definition")
    assert definition["extension_types"] == ["property-extension"]


def test_the_server_itself_takes_the_same_again(collection: str, allowed: None, tmp_path: Path) -> None:
    from confirmed import dossier

    from inconcert.exchange.stix import bundle

    objects = bundle(dossier(tmp_path))["objects"]
    where = pushing.Collection.at(collection)
    with pushing.client(where.server, pushing._headers()) as http:
        for _ in range(2):
            state = pushing._added(http, where, objects, time.sleep)
            assert (state["success_count"], state["failure_count"]) == (len(objects), 0)


def test_a_wrong_password_sends_nothing(collection: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from inconcert.takedown.platforms.base import Refused

    monkeypatch.setenv(pushing.USER, USER)
    monkeypatch.setenv(pushing.PASSWORD, "wrong")
    with pytest.raises(Refused, match="401"):
        pushing.push(pushing.Collection.at(collection), [{"type": "note", "id": "note--1"}])
