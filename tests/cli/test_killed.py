"""A command that is killed while it writes leaves the table that was there, whole; the next one replaces it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

LEFT = 60
"""Seconds for a command to begin writing."""


def _begun(folder: Path, name: str) -> bool:
    return any(path.name != name for path in folder.iterdir())


@pytest.mark.parametrize("command", [["domains", "match", "--candidates", "-"]])
def test_a_kill_while_a_command_writes_leaves_the_old_table(command: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old\n", "utf-8")
    given = [sys.executable, "-m", "inconcert", *command, "--out", str(out)]
    with subprocess.Popen(given, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        assert run.stdin is not None
        run.stdin.write(b"spiegel.ltd\n" * 1000)
        run.stdin.flush()
        waited = time.monotonic() + LEFT
        while not _begun(tmp_path, out.name) and time.monotonic() < waited:
            time.sleep(0.05)
        assert _begun(tmp_path, out.name)  # it has opened what it writes to, and waits for more names
        os.kill(run.pid, signal.SIGKILL)
    assert out.read_text("utf-8") == "old\n"
    subprocess.run(given, input=b"spiegel.ltd\n", check=True, capture_output=True)
    assert out.read_text("utf-8").splitlines()[1].startswith("spiegel.ltd,spiegel.de,")
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_a_full_disk_leaves_the_old_tables_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("indicator_type,indicator_value,comment,ds\ndomain_name,a.example,,\n", "utf-8")
    given = [sys.executable, "-m", "inconcert", "indicators", "export", str(tmp_path / "in.csv"), "--out", "/dev/full"]
    done = subprocess.run(given, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
