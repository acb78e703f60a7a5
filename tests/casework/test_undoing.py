from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, at, finding, state

from inconcert.errors import Conflict, NoSuchThing, NotAllowed, UsageError

if TYPE_CHECKING:
    from inconcert.casework import Casebook, Desk

NET = NETWORK["id"]


def last(desk: Desk, case_id: str) -> str:
    return desk.history(case_id)[-1].id


def test_undo_restores_what_was_before_and_can_be_undone(book: Casebook, ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    before = state(book)
    ada.decide(case.id, "not enough", "Two ties.")
    after = state(book)
    undone = ada.undo(last(ada, case.id), "too early")
    assert state(book) == before
    assert (undone.act, undone.why) == ("undone", "too early")
    ada.undo(undone.id, "not too early after all")
    assert state(book) == after
    opened, decided, first, second = ada.history(case.id)
    assert (decided.undone_by, first.undone_by, second.undone_by) == (None, second.id, None)
    assert (first.undoes, second.undoes) == (decided.id, first.id)
    assert opened.can_undo


def test_a_version_seen_before_an_undo_is_old(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    seen = ada.rename(case.id, "Summer")
    ada.undo(last(ada, case.id), "no")
    with pytest.raises(Conflict):
        ada.rename(case.id, "Autumn", version=seen.version)
    assert ada.case(case.id, why="look").title == "Spring"


def test_what_was_changed_again_is_not_undone(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    ada.rename(case.id, "Summer")
    renamed = last(ada, case.id)
    bo.rename(case.id, "Autumn")
    with pytest.raises(Conflict, match="Bo"):
        ada.undo(renamed, "no")
    ada.decide(case.id, "confirmed", "Because.", NET)
    decided = ada.history(case.id)[-1]
    ada.ask_review(ada.case(case.id, why="look").decisions[0].id)
    with pytest.raises(Conflict):
        ada.undo(decided.id, "no")
    with pytest.raises(Conflict, match="rests on it|changed again"):
        ada.undo(ada.history(case.id)[0].id, "no")


def test_others_acts_are_undone_by_approvers_only(book: Casebook, ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    ada.note(case.id, "a note")
    with pytest.raises(NotAllowed, match="approver"):
        bo.undo(last(ada, case.id), "I do not like it")
    at(book, "Di", "approver").undo(last(ada, case.id), "names a private person")
    assert ada.case(case.id, why="look").notes == ()


def test_after_undoing_the_own_review_one_is_not_blind_any_more(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    asked = ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NET).id)
    bo.review(asked.id, "not enough", "No.")
    given = next(event for event in bo.history(case.id) if event.act == "review.given")
    bo.undo(given.id, "I misread")
    with pytest.raises(NotAllowed, match="not be blind"):
        bo.review(asked.id, "confirmed", "Yes.")


def test_reads_people_and_purges_are_not_undone(ada: Desk, eve: Desk) -> None:
    case = ada.open_case("Spring", "Who?")
    ada.case(case.id, why="look")
    read = ada.my_reads()[0]
    with pytest.raises(UsageError, match="cannot be undone"):
        ada.undo(read.id, "x")
    eve.add_user("Vi", ["viewer"])
    with pytest.raises(UsageError, match="cannot be undone"):
        eve.undo(eve.audit()[-1].id, "x")
    with pytest.raises(NoSuchThing):
        ada.undo("nothing", "x")
