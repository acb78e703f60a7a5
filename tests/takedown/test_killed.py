"""Killed with SIGKILL between any two writes, ``inconcert takedown apply`` run again hands every item over once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from takedowns import an_investigation

from inconcert.cli import run

ITEMS = 3
KILLER = Path(__file__).parents[1] / "material" / "takedown_killer.py"


def approved(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(an_investigation(place, ITEMS))
    asked = ("--action", "suspend", "--reason", "one network", "--policy", "p", "--per-minute", "60000")
    assert run(["takedown", "plan", folder, "1", *asked, "--as", "ann", "--quiet"]) == 0
    capsys.readouterr()
    assert run(["takedown", "rehearse", folder, "1", "--as", "ann", "--json"]) == 0
    seen = json.loads(capsys.readouterr().out)["sha256"]
    for name in ("bo", "cy"):
        given = ("--rehearsal", seen, "--reason", "read", "--as", name, "--quiet")
        assert run(["takedown", "approve", folder, "1", *given]) == 0


def deaths(place: Path, stride: int) -> list[dict]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, str(KILLER), str(place), str(stride)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def holds(told: list[dict]) -> None:
    for one in told:
        assert one["again"] == 0, one
        assert one["handed"] == [f"m{number}" for number in range(ITEMS)], one
        assert one["log"] == [], one


def test_killed_here_and_there(tmp_path, capsys):
    approved(tmp_path / "harbour", capsys)
    told = deaths(tmp_path / "harbour", 9)
    assert len(told) >= 4
    holds(told)


@pytest.mark.slow
def test_killed_between_any_two_writes(tmp_path, capsys):
    approved(tmp_path / "harbour", capsys)
    told = deaths(tmp_path / "harbour", 1)
    assert [one["dies_at"] for one in told] == list(range(1, len(told) + 1))
    assert len(told) >= 30
    holds(told)
