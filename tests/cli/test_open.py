"""``inconcert open`` and ``inconcert serve``, as processes."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from inconcert.cli import run
from inconcert.investigation import Investigation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    made = subprocess.Popen([sys.executable, "-m", "inconcert", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        yield made
    finally:
        made.send_signal(signal.SIGINT)
        made.communicate(timeout=60)


def said(process: subprocess.Popen[str]) -> dict[str, str]:
    assert process.stdout is not None
    text = ""
    while not text.rstrip().endswith("}"):
        line = process.stdout.readline()
        assert line, "it ended before it said anything"
        text += line
    return dict(json.loads(text))


def test_the_printed_link_opens_the_investigation_once(tmp_path: Path) -> None:
    Investigation.create(tmp_path / "spring", "Spring")
    with started("open", str(tmp_path / "spring"), "--port", "0", "--no-browser", "--name", "ben", "--json") as process:
        link = said(process)["link"]
        assert link.startswith("http://127.0.0.1:")
        with httpx.Client(follow_redirects=True) as client:
            client.get(link)
            page = client.get(link.partition("/enter")[0] + "/i/spring/runs").text
            assert "Spring" in page
            assert "ben" in page
        assert httpx.get(link).status_code == 401


def test_serve_asks_for_sign_in(tmp_path: Path) -> None:
    Investigation.create(tmp_path / "spring", "Spring")
    with started("serve", str(tmp_path / "spring"), "--port", "0", "--json") as process:
        address = said(process)["address"]
        answer = httpx.get(f"{address}/i/spring/runs")
        assert answer.headers["location"].startswith("/sign-in")


def test_what_cannot_be_served_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["open", str(tmp_path / "none"), "--no-browser"]) == 1
    assert "not an investigation" in capsys.readouterr().err
    for name in ("a", "b"):
        Investigation.create(tmp_path / name)
    assert run(["serve", str(tmp_path / "a"), str(tmp_path / "b"), "--port", "0"]) == 2
    assert "--casebook" in capsys.readouterr().err
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert run(["serve", str(tmp_path / "a"), "--port", port]) == 2
    assert "another --port" in capsys.readouterr().err
