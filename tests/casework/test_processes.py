"""Several processes and threads at once, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, at, finding
from sqlalchemy import text

from inconcert.casework import Casebook, verify
from inconcert.errors import Conflict, InconcertError

if TYPE_CHECKING:
    from inconcert.casework import Desk

WRITER = Path(__file__).parents[1] / "material" / "casebook_writer.py"
ENOUGH = 8


def writer(url: str, files: Path, case: str, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, WRITER, url, files, case, name], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def acknowledged(process: subprocess.Popen[str], number: int) -> list[str]:
    """Read so many acknowledgements, kill the process at once, and read what it had said before it died."""
    assert process.stdout is not None
    with process:
        said = [process.stdout.readline() for _ in range(number)]
        process.kill()
        # Not by communicate(): it reads past what readline() holds already, and tells of half a line.
        lines = [*said, *process.stdout]
    return [line.strip() for line in lines if line.endswith("\n")]


def test_two_processes_write_at_once_and_what_was_acknowledged_outlives_a_kill(
    url: str, tmp_path: Path, book: Casebook, ada: Desk
) -> None:
    case = ada.open_case("One", "Who?")
    both = [writer(url, tmp_path, case.id, name) for name in ("Bo", "Cy")]
    said = [acknowledged(process, ENOUGH) for process in both]
    kept = {note.id: note.by for note in ada.case(case.id, why="count").notes}
    for name, ids in zip(("Bo", "Cy"), said, strict=True):
        assert len(ids) >= ENOUGH
        assert all(kept.get(key) == name for key in ids)
    told = verify(url, files=tmp_path)
    assert told.ok, told.faults
    ada.note(case.id, "and on")
    assert verify(url, files=tmp_path).ok


def test_many_threads_decide_on_what_they_saw_and_one_wins(url: str, tmp_path: Path, book: Casebook, ada: Desk) -> None:
    case = ada.open_case("One", "Who?", [finding()])

    def decide(number: int) -> bool:
        try:
            at(book, f"Person {number}").decide(case.id, "not enough", "So.", NETWORK["id"], version=case.version)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(decide, range(8))) == 1
    assert len(ada.case(case.id, why="count").decisions) == 1
    assert verify(url, files=tmp_path).ok


def test_processes_may_open_a_new_casebook_at_once(tmp_path: Path) -> None:
    code = "import sys; from inconcert.casework import Casebook; Casebook.open(sys.argv[1]).close()"
    url = f"sqlite:///{tmp_path}/casework.sqlite"
    several = [subprocess.Popen([sys.executable, "-c", code, url], stderr=subprocess.PIPE) for _ in range(3)]
    assert [process.communicate()[1] for process in several] == [b"", b"", b""]
    assert verify(url).entries == 0


def test_a_busy_casebook_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inconcert.casework import database

    monkeypatch.setattr(database, "PATIENCE", 0)
    book = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    other = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    with book.database.writing() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(InconcertError, match="written by others"):
            at(other, "Ada").open_case("One", "Who?")
    book.close()
    other.close()
