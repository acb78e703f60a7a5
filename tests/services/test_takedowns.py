"""Takedowns in a team's casebook: the journal in PostgreSQL, one carrier at a time, a stop that is heard at once."""

from __future__ import annotations

from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from casebooks import PROGRAMS, server
from platforms import Memory
from takedowns import AUTHOR, FIRST, MEMBERS, NETWORK_ID, SECOND, a_network, an_investigation, confirm

from inconcert.casework import Casebook, verify
from inconcert.errors import Locked, NotAllowed
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Pace

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(not PROGRAMS.exists(), reason="needs PostgreSQL 15"),
]


def test_a_team_carries_one_plan_out_once(tmp_path: Path) -> None:
    place = an_investigation(tmp_path / "harbour")
    platform = Memory(accounts={f"m{number}": {"suspended": False} for number in range(MEMBERS)})
    with server() as url:
        book, other = (Casebook.open(url, files=tmp_path / "files") for _ in range(2))
        try:
            case = confirm(book, a_network())
            takedowns = Takedowns.open(book, Folder.open(place))
            wish = Wish("suspend", "one network", ("p",), "1", pace=Pace(first=MEMBERS, wait_seconds=0))
            plan = takedowns.plan(AUTHOR, case.id, NETWORK_ID, wish)
            seen = takedowns.rehearse(AUTHOR, plan.id, {"x": platform})
            for actor in (FIRST, SECOND):
                takedowns.approve(actor, plan.id, seen.sha256, "read it")
            _two_at_once(takedowns, Takedowns.open(other), plan.id, platform)
            assert takedowns.row(plan.id).standing == "carried out"
            takedowns.undo(FIRST, plan.id, None, "an appeal", {"x": platform}, sleep=platform.passed)
            assert takedowns.row(plan.id).standing == "taken back"
        finally:
            book.close()
            other.close()
        told = verify(url, files=tmp_path / "files")
        assert told.ok, told.faults
    assert platform.acted == platform.reversed == {f"m{number}": 1 for number in range(MEMBERS)}


def _two_at_once(one: Takedowns, other: Takedowns, plan_id: str, platform: Memory) -> None:
    """While one carries it out, another may not, and a stop by a third is heard before the next item."""
    begun, go_on = Event(), Event()
    said: list[str | None] = []

    def progress(done: int, _of: int) -> None:
        if done == 2:
            begun.set()
            assert go_on.wait(30)

    def carry() -> None:
        said.append(one.apply(AUTHOR, plan_id, {"x": platform}, progress=progress, sleep=platform.passed))

    carrying = Thread(target=carry)
    carrying.start()
    assert begun.wait(30)
    with pytest.raises(Locked):
        other.apply(AUTHOR, plan_id, {"x": platform}, sleep=platform.passed)
    other.stop(FIRST, plan_id, "a journalist?")
    go_on.set()
    carrying.join()
    assert said == ["a journalist?"]
    assert sum(platform.acted.values()) == 2
    with pytest.raises(NotAllowed, match="stopped"):
        other.apply(AUTHOR, plan_id, {"x": platform})
    other.resume(FIRST, plan_id, "no")
    assert other.apply(AUTHOR, plan_id, {"x": platform}, sleep=platform.passed) is None
