from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from casebooks import NETWORK, at, finding

from inconcert.casework import Casebook, verify
from inconcert.errors import InputError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.casework import Desk


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A casebook with a confirmed case, closed and alone with its files."""
    book = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    ada, bo = at(book, "Ada"), at(book, "Bo")
    case = ada.open_case("Spring", "Who?", [finding()])
    ada.note(case.id, "a note")
    ada.read("account", ["x:900100"], "to see its posts")
    asked = ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NETWORK["id"]).id)
    bo.review(asked.id, "confirmed", "Yes.")
    book.close()
    yield tmp_path


def tamper(place: Path, *statements: str) -> Any:
    connection = sqlite3.connect(place / "casework.sqlite")
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
    return verify(f"sqlite:///{place}/casework.sqlite")


def test_an_untouched_log_holds(place: Path) -> None:
    told = tamper(place)
    assert (told.ok, told.entries, told.faults, told.first_bad) == (True, 6, (), None)
    assert verify(f"sqlite:///{place}/casework.sqlite", head=told.head).ok
    assert not verify(f"sqlite:///{place}/casework.sqlite", head="f" * 64).ok


TAMPERING = {
    "who": ("UPDATE audit SET who = 'Cy' WHERE seq = 4", 4),
    "when": ("UPDATE audit SET at = at + 1 WHERE seq = 2", 2),
    "why": ("UPDATE audit_texts SET body = replace(body, 'Because.', 'Reasons.')", 4),
    "text away": ("UPDATE audit_texts SET body = NULL, salt = NULL WHERE body LIKE '%a note%'", 2),
    "text row away": ("DELETE FROM audit_texts WHERE body LIKE '%a note%'", 2),
    "whom": ("UPDATE audit SET subjects = '[]' WHERE seq = 3", 3),
    "middle away": ("DELETE FROM audit WHERE seq = 3", 3),
    "first away": ("DELETE FROM audit WHERE seq = 1", 1),
    "last away": ("DELETE FROM audit WHERE seq = 6", None),
    "head": ("UPDATE audit_head SET seq = 5", None),
    "head away": ("DELETE FROM audit_head", None),
    "verdict": ("UPDATE decisions SET verdict = 'not enough'", None),
    "row away": ("DELETE FROM notes", None),
    "row more": ("INSERT INTO notes SELECT 'X', case_id, text, \"on\", by, at FROM notes", None),
    "copy": ("UPDATE findings SET frozen = replace(frozen, 'falling', 'stable')", None),
    "garbage": ("UPDATE audit SET at = 'yesterday' WHERE seq = 5", 5),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_found(place: Path, name: str) -> None:
    statement, seq = TAMPERING[name]
    told = tamper(place, statement)
    assert not told.ok
    assert told.faults
    assert seq is None or told.first_bad == seq


def test_entries_that_change_places_are_found(place: Path) -> None:
    told = tamper(
        place,
        "UPDATE audit SET seq = 99 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 99",
    )
    assert (told.ok, told.first_bad) == (False, 2)


CUT = (
    "DELETE FROM reviews",
    "UPDATE decisions SET state = 'proposed'",
    "DELETE FROM audit_texts WHERE id IN (SELECT text_id FROM audit WHERE seq > 4)",
    "DELETE FROM audit WHERE seq > 4",
    "UPDATE audit_head SET seq = 4, hash = (SELECT hash FROM audit WHERE seq = 4)",
)


def test_a_cut_tail_is_found_by_the_file_beside(place: Path) -> None:
    told = tamper(place, *CUT)
    assert told.faults == tuple(fault for fault in told.faults if "file beside notes entry 6" in fault)
    assert told.first_bad == 5


def test_going_on_after_a_cut_does_not_heal_it(place: Path) -> None:
    tamper(place, *CUT)
    book = Casebook.open(f"sqlite:///{place}/casework.sqlite")
    for number in range(5):
        at(book, "Ada").open_case(f"More {number}", "What?")
    book.close()
    assert "file beside notes entry 6" in tamper(place).faults[0]


def test_a_missing_head_file_is_told_and_leaves_a_trace(place: Path) -> None:
    (place / "casework.head").unlink()
    assert "missing" in tamper(place).faults[0]
    book = Casebook.open(f"sqlite:///{place}/casework.sqlite")
    at(book, "Ada").open_case("Next", "What?")
    acts = [row.act for row in at(book, "Eve", "admin").audit()]
    book.close()
    assert acts[-2:] == ["case.opened", "log.head missing"]
    assert tamper(place).ok


def test_a_head_file_with_something_else_is_told(place: Path) -> None:
    (place / "casework.head").write_text("nothing to see\n")
    assert not tamper(place).ok


def test_there_must_be_a_casebook(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no casebook"):
        verify(f"sqlite:///{tmp_path}/casework.sqlite")


def test_every_read_says_who_what_when_from_where_and_why(book: Casebook, ada: Desk, eve: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    ada.case(case.id, why="to prepare the meeting")
    ada.read("account", ["x:900100", "x:900200"], "to see who replied")
    ada.read("account", ["x:1"], "other")
    (row,) = eve.audit(about="x:900100")
    assert (row.who, row.via, row.act, row.thing, row.why) == (
        "Ada", "test", "data.read", "account", "to see who replied",
    )  # fmt: skip
    assert len(row.subjects) == 2
    assert "900100" not in str(row)
    acts = [(one.act, one.why) for one in eve.audit()]
    assert ("case.read", "to prepare the meeting") in acts
    assert acts[-1] == ("audit.read", "audit")
    assert [one.act for one in ada.my_reads()] == ["data.read", "data.read", "case.read"]
    assert len(eve.audit(limit=2)) == 2
    assert eve.audit(since=row.at)[0].seq == row.seq
    with pytest.raises(InputError):
        ada.read("account", ["x:1"], " ")
