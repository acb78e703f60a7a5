from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK, at, finding

from inconcert.casework.blind import SCORES
from inconcert.errors import Conflict, NoSuchThing, NotAllowed

if TYPE_CHECKING:
    from inconcert.casework import Casebook, Desk

NET = NETWORK["id"]


def keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data) | {key for value in data.values() for key in keys(value)}
    return {key for value in data for key in keys(value)} if isinstance(data, list) else set()


def test_one_person_cannot_confirm(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    made = ada.decide(case.id, "confirmed", "Same words within seconds.", NET)
    assert (made.state, made.holds) == ("proposed", False)
    assert ada.case(case.id, why="look").verdict is None
    asked = ada.ask_review(made.id)
    with pytest.raises(NotAllowed, match="role"):
        ada.review(asked.id, "confirmed", "I agree with myself.")


def test_the_author_does_not_review_under_any_spelling(book: Casebook, ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    asked = ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NET).id)
    for name in ("Ada", "ADA", " ada", "\uff21da"):
        with pytest.raises(NotAllowed, match="own decision"):
            at(book, name, "admin").review(asked.id, "confirmed", "Yes.")
    assert at(book, "aDa", "approver").to_review() == []


def test_two_who_agree_settle_it(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    asked = ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NET).id)
    given = bo.review(asked.id, "confirmed", "The posts are the same.")
    assert (given.agrees, given.blind, given.by) == (True, True, "Bo")
    seen = ada.case(case.id, why="look")
    assert (seen.verdict, seen.decisions[0].state, seen.decisions[0].holds) == ("confirmed", "agreed", True)
    with pytest.raises(Conflict, match="Bo has given"):
        bo.review(asked.id, "not enough", "No, wait.")


def test_a_reviewer_sees_the_proof_and_nothing_that_was_concluded(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    ada.add_evidence(case.id, "tie", {"a": "x:900100"}, {"p": 1e-9, "objects": 16}, "SECRET opinion")
    ada.note(case.id, "SECRET note")
    ada.tag(case.id, "SECRET tag")
    ada.hypothesis(case.id, "SECRET theory", "country")
    made = ada.decide(case.id, "confirmed", "SECRET reason", NET)
    ada.ask_review(made.id)
    (waiting,) = bo.waiting()
    assert (waiting.number, waiting.title, waiting.asked_by) == (1, "Spring", "Ada")
    assert "reviews.read blind" not in [row.act for row in at(bo.book, "Eve", "admin").audit()]
    (blind,) = bo.to_review()
    assert blind.review_id == waiting.review_id
    assert blind.findings[0].frozen["evidence"][0]["pairs"] == NETWORK["evidence"][0]["pairs"]
    assert blind.evidence[0].frozen == {"objects": 16}
    for shown in (blind, bo.blind_case(blind.review_id), bo.case(case.id, why="look")):
        told = shown.to_dict()
        assert "SECRET" not in json.dumps(told)
        assert not (keys(told["findings"][0]["frozen"]) | keys(told["evidence"][0]["frozen"])) & SCORES
    assert bo.case(case.id, why="look").blind
    assert bo.blinded(network_id=NET)
    (row,) = bo.cases()
    assert (row.blind, row.verdict, row.tags) == (True, None, ())
    said = [(event.act, event.says) for event in bo.history(case.id)]
    assert "SECRET" not in json.dumps(said)
    assert ("decision.made", "Withheld until you have given your verdict.") in said
    assert bo.search("SECRET") == []
    with pytest.raises(NotAllowed, match="blind"):
        bo.attribution(case.id)
    assert not ada.case(case.id, why="look").blind


def test_who_has_seen_the_decision_does_not_review_it(ada: Desk, bo: Desk, cy: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    bo.case(case.id, why="before there was a decision")
    asked = ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NET).id)
    assert cy.case(case.id, why="curious", unblind=True).decisions[0].verdict == "confirmed"
    with pytest.raises(NotAllowed, match="not be blind"):
        cy.review(asked.id, "confirmed", "Sure.")
    assert cy.to_review() == cy.waiting() == []
    assert not cy.blinded(case_id=case.id)
    assert [one.review_id for one in bo.to_review()] == [asked.id]


def test_disagreement_asks_a_third_who_decides(ada: Desk, bo: Desk, cy: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    made = ada.decide(case.id, "confirmed", "Because.", NET)
    bo.review(ada.ask_review(made.id).id, "benign coordination", "Fans.")
    assert ada.case(case.id, why="look").decisions[0].state == "disputed"
    assert bo.to_review() == []
    (third,) = cy.to_review()
    assert third.turn == 3
    with pytest.raises(NotAllowed, match="reviewed this decision before"):
        bo.review(third.review_id, "confirmed", "Changed my mind.")
    cy.review(third.review_id, "benign coordination", "A fan club.")
    seen = ada.case(case.id, why="look")
    assert (seen.decisions[0].state, seen.verdict) == ("overruled", None)


def test_what_two_agreed_on_one_cannot_replace(ada: Desk, bo: Desk, cy: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    bo.review(ada.ask_review(ada.decide(case.id, "confirmed", "Because.", NET).id).id, "confirmed", "Yes.")
    other = cy.decide(case.id, "benign coordination", "On reflection, fans.", NET)
    assert (other.state, other.needs_two) == ("proposed", True)
    assert ada.case(case.id, why="look").verdict == "confirmed"


def test_other_verdicts_hold_at_once(ada: Desk, bo: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    made = ada.decide(case.id, "benign coordination", "A newsroom.")
    assert made.holds
    assert bo.cases()[0].verdict == "benign coordination"
    bo.case(case.id, why="look")
    given = bo.review(ada.ask_review(made.id, of="Bo").id, "benign coordination", "It says so.")
    assert given.blind is False


def test_only_who_was_asked_reviews(ada: Desk, bo: Desk, cy: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    made = ada.decide(case.id, "confirmed", "Because.", NET)
    with pytest.raises(NotAllowed, match="own decision"):
        ada.ask_review(made.id, of="ada")
    asked = ada.ask_review(made.id, of="Cy")
    with pytest.raises(Conflict, match="in review"):
        ada.ask_review(made.id)
    with pytest.raises(NotAllowed, match="Cy was asked"):
        bo.review(asked.id, "confirmed", "Yes.")
    assert cy.review(asked.id, "confirmed", "Yes.").agrees


def test_decisions_are_about_what_is_in_an_open_case(ada: Desk) -> None:
    case = ada.open_case("Spring", "Who?", [finding()])
    with pytest.raises(NoSuchThing, match="no network"):
        ada.decide(case.id, "not enough", "x", "net-other")
    ada.close_case(case.id, "done")
    with pytest.raises(Conflict, match="Reopen"):
        ada.decide(case.id, "not enough", "x")
