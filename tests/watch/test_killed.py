"""``inconcert watch`` killed with SIGKILL at random moments: nothing is lost, nothing is added or told twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import watched

from inconcert.casework import Actor, Casebook, verify
from inconcert.casework.local import local_url
from inconcert.investigation import Investigation
from inconcert.watch.standing import name_of

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 6
"""Kills between one arrival of files and the next."""
QUICK = ("--signal", "same_link", "--signal", "same_text", "--last", "400d", "--quiet")


def command(folder: Path, inbox: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "inconcert", "watch", str(folder), str(inbox), *QUICK, *more]


def arrive(inbox: Path, turn: int) -> None:
    """A crowd and a ring; then more of the ring, which has grown; then another ring."""
    rows = [
        [*watched.crowd(40, 300), *watched.ring(0, 6, 12)],
        watched.ring(0, 10, 12, seed=1, day=1),
        watched.ring(50, 6, 12, seed=2, day=2),
    ][turn]
    half = len(rows) // 2
    for part, some in enumerate((rows[:half], rows[half:])):
        watched.write(inbox / f"{turn}-{part}.jsonl", some)


def told(folder: Path) -> dict[str, Any]:
    """What the watch left: alerts and networks by what they are about, files and posts."""
    book, inv = Casebook.open(local_url(folder)), Investigation.open(folder)
    desk = book.desk(Actor("Ada", frozenset({"investigator"}), "test"))
    alerts = desk.alerts(watch=name_of(inv.folder), closed=True)
    last = desk.last_round(name_of(inv.folder))
    book.close()
    ((posts,),) = inv.posts.aggregate("count(*)").fetchall()
    return {
        "alerts": sorted((one.kind, one.key, one.says) for one in alerts),
        "files": sorted(one["file"].rpartition("/")[2] for one in inv.receipts),
        "posts": posts,
        "run": last.run if last else None,
    }


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_a_watch_that_is_killed_at_random_moments_ends_as_one_that_was_not(seed: int, tmp_path: Path) -> None:
    rng, inbox = random.Random(seed), tmp_path / "inbox"
    killed, calm = (Investigation.create(tmp_path / name, name="spring").folder.path for name in ("killed", "calm"))
    (killed / "investigation.toml").write_bytes((calm / "investigation.toml").read_bytes())
    died = 0
    for turn in range(3):
        arrive(inbox, turn)
        began = time.monotonic()
        subprocess.run(command(calm, inbox, "--once"), check=True, capture_output=True, timeout=300)
        whole = time.monotonic() - began
        for _ in range(KILLS):
            died += killed_after(command(killed, inbox, "--every", "1s"), rng.uniform(0.1, 1.2) * whole)
        subprocess.run(command(killed, inbox, "--once"), check=True, capture_output=True, timeout=300)
        left = told(killed)
        assert left == told(calm)
        assert len({key for _, key, _ in left["alerts"]}) == len(left["alerts"])
        assert verify(local_url(killed)).ok
    assert died == 3 * KILLS
    assert {kind for kind, _, _ in left["alerts"]} >= {"new", "grown"}


def killed_after(words: list[str], seconds: float) -> bool:
    """Start a process and kill it after so long; whether it was still there."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(seconds)
        alive = process.poll() is None
        process.kill()
    return alive
