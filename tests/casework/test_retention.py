from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, at, finding
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from inconcert.casework import Casebook, Pseudonyms, columns, verify
from inconcert.errors import InputError, NotAllowed, StoreError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Desk

NET = NETWORK["id"]


def everything(book: Casebook) -> str:
    """All that the database says, as text."""
    with book.database.reading() as session:
        tables = ("cases", "findings", "evidence", "notes", "decisions", "audit", "audit_texts", "purge_receipts")
        return "\n".join(str(list(session.execute(text(f"SELECT * FROM {table}")))) for table in tables)


def test_a_person_is_taken_out_of_everything(url: str, tmp_path: Path, book: Casebook, ada: Desk, eve: Desk) -> None:
    case = ada.open_case("About orvela_now", "Who is @orvela_now?", [finding()])
    ada.add_evidence(case.id, "post", {"account": "x:900100"}, {"account": "x:900100", "text": "hers"}, "by Ivana")
    ada.note(case.id, "Ivana Orvela, the one of @Orvela_Now, called")
    ada.note(case.id, "nothing about anybody")
    ada.decide(case.id, "not enough", "Only harbour_eye is odd.", NET)
    receipt = eve.purge_person("x:900100", "request of 1 May by orvela_now", also=["Ivana Orvela", "Ivana"])
    left = everything(book)
    for word in ("900100", "orvela_now", "Orvela_Now", "Ivana", "bridge is falling", "hers"):
        assert word not in left
    for word in ("900200", "harbour_eye", "nothing about anybody", "Only harbour_eye is odd."):
        assert word in left
    assert receipt.of == book.pseudonyms.of("x:900100")
    assert receipt.rows == {"cases": 1, "evidence": 1, "findings": 1, "notes": 1}
    assert receipt.log_texts == 4
    assert eve.receipts() == [receipt]
    seen = ada.case(case.id, why="look")
    assert seen.findings[0].purged
    assert seen.findings[0].sha256 == finding().sha256
    told = verify(url, files=tmp_path)
    assert told.ok, told.faults
    assert "4 entries were purged" in told.remarks[0]


def test_nothing_of_a_purged_person_is_left_in_the_file(tmp_path: Path) -> None:
    book = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    case = at(book, "Ada").open_case("One", "Who?", [finding()])
    at(book, "Ada").note(case.id, "zanzibarword @orvela_now")
    at(book, "Eve", "admin").purge_person("x:900100", "asked", also=["zanzibarword"])
    book.close()
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"zanzibarword" not in held
    assert b"900100" not in held
    assert b"harbour_eye" in held


def test_what_was_purged_cannot_be_undone(ada: Desk, eve: Desk) -> None:
    case = ada.open_case("One", "Who?", [finding()])
    ada.note(case.id, "about @orvela_now")
    written = ada.history(case.id)[-1]
    eve.purge_person("x:900100", "asked")
    with pytest.raises(UsageError, match="purged"):
        ada.undo(written.id, "no")
    with pytest.raises(UsageError, match="cannot be undone"):
        eve.undo(eve.audit()[-1].id, "bring it back")
    assert ada.history(case.id)[-1].says == "Its text was purged."


def test_old_closed_cases_go_with_all_they_hold(
    url: str, tmp_path: Path, book: Casebook, ada: Desk, eve: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = columns.now
    monkeypatch.setattr(columns, "now", lambda: real() - timedelta(days=400))
    old = ada.open_case("Old", "Who?", [finding()])
    ada.hypothesis(old.id, "fans did it", "unknown")
    ada.decide(old.id, "not enough", "So.", NET)
    ada.close_case(old.id, "done")
    still = ada.open_case("Old and open", "Who?")
    monkeypatch.undo()
    new = ada.open_case("New", "Who?")
    ada.close_case(new.id, "done")
    receipt = eve.purge_before((datetime.now(UTC) - timedelta(days=30)).date(), "a year is over")
    assert {row.id for row in ada.cases()} == {still.id, new.id}
    assert receipt.rows == {"cases": 1, "decisions": 1, "findings": 1, "hypotheses": 1}
    assert receipt.log_texts == 4
    assert "harbour_eye" not in everything(book)
    told = verify(url, files=tmp_path)
    assert told.ok, told.faults


def test_a_text_that_goes_without_a_purge_is_a_fault(url: str, tmp_path: Path, book: Casebook, ada: Desk) -> None:
    case = ada.open_case("One", "Who?")
    ada.note(case.id, "x")
    with book.database.writing() as session:
        session.execute(text("UPDATE audit_texts SET body = NULL, salt = NULL"))
    assert "no purge took it out" in verify(url, files=tmp_path).faults[0]


def test_purges_are_for_admins_and_need_a_reason(ada: Desk, eve: Desk) -> None:
    with pytest.raises(NotAllowed):
        ada.purge_before(date(2020, 1, 1), "x")
    with pytest.raises(InputError, match="reason"):
        eve.purge_before(date(2020, 1, 1), " ")
    with pytest.raises(InputError, match="platform:account_id"):
        eve.purge_person("orvela_now", "asked")


def test_a_case_under_pseudonyms_names_nobody(book: Casebook, ada: Desk) -> None:
    case = ada.open_case("About @orvela_now", "Who?", [finding()])
    ada.note(case.id, "See harbour_eye and x:900200.")
    told = json.dumps(ada.case(case.id, why="to show around", pseudonyms=True).to_dict())
    assert not [word for word in ("900100", "900200", "orvela_now", "harbour_eye") if word in told]
    assert told.count(book.pseudonyms.of("x:900100")) >= 4
    assert "Ada" in told


def test_the_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    one, other = Pseudonyms.beside(tmp_path), Pseudonyms.beside(tmp_path)
    assert one.of("x:1") == other.of("x:1") != one.of("x:2")
    key = tmp_path / "casework.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["casework.key"]
    os.chmod(key, 0o640)
    with pytest.raises(StoreError, match="chmod 600"):
        Pseudonyms.beside(tmp_path).of("x:1")
    key.unlink()
    assert Pseudonyms.beside(tmp_path).of("x:1") != one.of("x:1")


@given(
    st.lists(st.from_regex(r"[a-z]{3}_[a-z]{3,9}\d", fullmatch=True), min_size=1, max_size=5, unique=True),
    st.text(max_size=30),
)
def test_handles_are_replaced_wherever_they_stand(
    tmp_path_factory: pytest.TempPathFactory, handles: list[str], around: str
) -> None:
    keyed = Pseudonyms.beside(tmp_path_factory.getbasetemp())
    members = [
        {"platform": "x", "account_id": str(10**9 + place), "handle": handle} for place, handle in enumerate(handles)
    ]
    posts = [{"text": f"{around} @{handle}, {handle.upper()}: {around}"} for handle in handles]
    seen = keyed.view({"members": members, "posts": posts})
    told = json.dumps(
        {"members": seen["members"], "posts": [post["text"].replace(around, "") for post in seen["posts"]]}
    )
    assert not [handle for handle in handles if f'"{handle}"' in told or f"@{handle}" in told]
    assert len({member["account_id"] for member in seen["members"]}) == len(handles)
