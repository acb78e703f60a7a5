"""The index grows with the material, survives a kill, and is built anew when it must be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from inconcert.errors import Locked
from inconcert.investigation import Investigation
from inconcert.search import build, index
from inconcert.search.layout import place

if TYPE_CHECKING:
    from collections.abc import Callable

    from inconcert.store.folder import Folder

    Add = Callable[..., Folder]


def found(folder: Folder, query: str = "bridge") -> list[str]:
    return sorted(row.id for row in index(folder).query(query, kinds=("post",)).rows)


def test_what_is_added_later_is_found(add: Add) -> None:
    folder = add({"text": "a bridge"})
    assert found(folder) == ["x:0"]
    add({"text": "another bridge", "handle": "newcomer"}, source="b" * 16, first=5)
    assert found(folder) == ["x:0", "x:5"]
    assert index(folder).query("newcomer", kinds=("account",)).total_at_least == 1


def test_nothing_is_done_twice(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = add({"text": "a bridge"})
    index(folder)
    monkeypatch.setattr(build, "_write", lambda *_: pytest.fail("it was written again"))
    index(folder)


def test_a_repeated_post_is_found_once(add: Add) -> None:
    add({"text": "a bridge"})
    assert found(add({"text": "a bridge"}, {"text": "b bridge"}, source="b" * 16)) == ["x:0", "x:1"]


def test_what_was_removed_is_not_found(add: Add) -> None:
    add({"text": "a bridge"})
    folder = add({"text": "b bridge"}, source="b" * 16, first=5)
    assert len(found(folder)) == 2
    Investigation(folder).remove("b" * 16)
    assert not place(folder.path).exists()
    assert found(folder) == ["x:0"]


@pytest.mark.parametrize("harm", ["deleted", "broken"])
def test_a_lost_or_broken_index_is_built_anew(add: Add, harm: str) -> None:
    folder = add({"text": "a bridge"})
    index(folder)
    for left in place(folder.path).parent.glob("index.sqlite*"):
        left.unlink() if harm == "deleted" else left.write_bytes(b"no database" * 100)
    assert found(folder) == ["x:0"]


def test_a_build_that_stopped_goes_on_where_it_was(add: Add, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "PIECE", 2)
    folder = add(*({"text": f"bridge https://site{n}.example"} for n in range(7)))
    told: list[int] = []

    def stop(_step: str, done: int, _of: int) -> None:
        told.append(done)
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index(folder, stop)
    told.clear()
    again = index(folder, lambda step, done, of: told.append(done) if "posts" in step else None)
    assert told == [6, 7]
    assert again.query("bridge", kinds=("post",)).total_at_least == 7
    assert again.query("site3", kinds=("site",)).rows[0].snippet == "site3.example · 1 post"


KILLED = """
import os, signal, sys
from inconcert.search import build, index
from inconcert.store.folder import Folder
build.PIECE = 50
def tell(step, done, of):
    print(done, flush=True)
index(Folder.open(sys.argv[1]), tell)
"""


def test_a_kill_loses_nothing(add: Add) -> None:
    folder = add(*({"text": f"bridge number {n}"} for n in range(3000)))
    with subprocess.Popen([sys.executable, "-c", KILLED, str(folder.path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert int(child.stdout.readline()) == 50
        os.kill(child.pid, signal.SIGKILL)
    whole = index(folder)
    assert whole.query("bridge", kinds=("post",)).total_at_least == 3000
    assert [row.id for row in whole.query('"number 77"', kinds=("post",)).rows] == ["x:77"]


def test_two_builds_do_not_meet(add: Add) -> None:
    folder = add({"text": "a bridge"})

    def meanwhile(_step: str, _done: int, _of: int) -> None:
        index(folder)

    with pytest.raises(Locked, match="another process"):
        index(folder, meanwhile)
