from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from casebooks import at, finding

from inconcert.casework import verify
from inconcert.casework.salted import salted
from inconcert.casework.standing_views import Raised
from inconcert.errors import Conflict, InputError, NotAllowed

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.casework import Casebook, Desk

MADE: dict[str, Any] = {"elements": [{"family": "links", "keys": ["site push.example"]}], "size": 2}


def confirmed(book: Casebook, desk: Desk) -> str:
    case = desk.open_case("Spring", "Who pushed it?", [finding()])
    decision = desk.decide(case.id, "confirmed", "The same hands.")
    at(book, "Cy").review(desk.ask_review(decision.id).id, "confirmed", "I agree.")
    return case.id


def raised(key: str = "w|new|net-1|", **given: Any) -> Raised:
    return Raised(key, given.pop("kind", "new"), "run-1", "net-1", ("New network net-1.",), **given)


def test_only_a_confirmed_case_keeps_a_fingerprint(book: Casebook, bo: Desk) -> None:
    case = bo.open_case("Spring", "Who pushed it?", [finding()])
    with pytest.raises(NotAllowed, match="confirmed"):
        bo.keep_fingerprint(case.id, bo.salt(), MADE)
    assert not bo.unkept()


def test_a_fingerprint_stays_with_its_case_and_the_newest_one_counts(
    url: str, tmp_path: Path, book: Casebook, bo: Desk
) -> None:
    case = confirmed(book, bo)
    assert bo.unkept() == [case]
    first = bo.keep_fingerprint(case, bo.salt(), MADE)
    second = bo.keep_fingerprint(case, bo.salt(), {**MADE, "size": 3})
    assert second.salt == first.salt
    assert bo.unkept() == []
    (kept,) = bo.fingerprints("compare")
    assert (kept.case_id, kept.number, kept.made["size"]) == (case, 1, 3)
    assert verify(url, files=tmp_path).ok


def test_a_verdict_on_another_network_does_not_take_the_confirmed_one_back(book: Casebook, bo: Desk) -> None:
    one, other = finding(), finding("net-2222222222")
    case = bo.open_case("Spring", "Who pushed it?", [one, other]).id
    decision = bo.decide(case, "confirmed", "The same hands.", one.network_id)
    at(book, "Cy").review(bo.ask_review(decision.id).id, "confirmed", "I agree.")
    bo.decide(case, "benign coordination", "A newsroom.", other.network_id)
    assert bo.operations() == {case: {one.network_id}}
    bo.decide(case, "not enough", "It was a mistake.")
    assert bo.operations() == {}


def test_reading_fingerprints_is_logged_and_needs_a_reason(book: Casebook, bo: Desk, eve: Desk) -> None:
    bo.keep_fingerprint(confirmed(book, bo), bo.salt(), MADE)
    with pytest.raises(InputError):
        bo.fingerprints(" ")
    bo.fingerprints("compared with new networks")
    last = [row for row in eve.audit() if row.act == "fingerprint.read"][-1]
    assert (last.who, last.why) == ("Bo", "compared with new networks")


def test_a_case_that_is_no_longer_confirmed_is_no_operation(book: Casebook, bo: Desk) -> None:
    case = confirmed(book, bo)
    bo.keep_fingerprint(case, bo.salt(), MADE)
    given = next(event for event in bo.history(case) if event.act == "review.given")
    at(book, "Cy").undo(given.id, "I looked at the wrong network.")
    assert bo.fingerprints("compare") == []


def test_a_fingerprint_follows_what_is_confirmed_of_its_case(
    url: str, tmp_path: Path, book: Casebook, bo: Desk
) -> None:
    """A second network confirmed later asks for a new one; a confirmation taken back withdraws it until made anew."""
    one, other = finding(), finding("net-2222222222")
    case = bo.open_case("Spring", "Who pushed it?", [one, other]).id
    for network in (one, other):
        decision = bo.decide(case, "confirmed", "The same hands.", network.network_id)
        at(book, "Cy").review(bo.ask_review(decision.id).id, "confirmed", "I agree.")
        assert bo.unkept() == [case]
        bo.keep_fingerprint(case, bo.salt(), {**MADE, "size": len(bo.operations()[case])})
        assert bo.unkept() == []
    (kept,) = bo.fingerprints("compare")
    assert (kept.made["size"], kept.made["networks"]) == (2, [[one.run, one.network_id], [other.run, other.network_id]])
    given = [event for event in bo.history(case) if event.act == "review.given"][-1]
    at(book, "Cy").undo(given.id, "I looked at the wrong network.")
    assert bo.unkept() == [case]
    assert bo.fingerprints("compare") == []
    with pytest.raises(NotAllowed, match="confirmed"):
        bo.keep_fingerprint(case, bo.salt(), MADE, [(other.run, other.network_id)])
    bo.keep_fingerprint(case, bo.salt(), MADE)
    assert [event.says for event in bo.history(case) if event.act == "fingerprint.kept"] == [
        f"Kept the fingerprint of {one.network_id}",
        f"Kept the fingerprint of {one.network_id}, net-2222222222",
        f"Kept the fingerprint of {one.network_id}",
    ]
    assert verify(url, files=tmp_path).ok


def test_a_purge_takes_fingerprint_and_alerts_with_the_case(
    url: str, tmp_path: Path, book: Casebook, bo: Desk, eve: Desk
) -> None:
    case = confirmed(book, bo)
    bo.keep_fingerprint(case, bo.salt(), MADE)
    bo.raise_alerts("w", [raised(kind="returned", case_id=case), raised("w|new|net-2|")], run="r", told={}, networks={})
    bo.close_case(case, "done")
    receipt = eve.purge_before((datetime.now(UTC) + timedelta(days=1)).date(), "retention")
    assert (receipt.rows["fingerprints"], receipt.rows["alerts"]) == (1, 1)
    assert bo.fingerprints("compare") == []
    assert [one.key for one in bo.alerts()] == ["w|new|net-2|"]
    assert verify(url, files=tmp_path).ok


def test_purging_a_person_takes_their_hash_out_of_a_fingerprint(
    url: str, tmp_path: Path, book: Casebook, bo: Desk, eve: Desk
) -> None:
    case, salt = confirmed(book, bo), bo.salt()
    own = {"family": "accounts", "keys": [salted(salt, "x:900100")]}
    other = {"family": "accounts", "keys": [salted(salt, "x:900200")]}
    bo.keep_fingerprint(case, salt, {"elements": [own, other]})
    eve.purge_person("x:900100", "their request")
    (kept,) = bo.fingerprints("compare")
    assert kept.made["elements"] == [other]
    assert verify(url, files=tmp_path).ok


def test_an_alert_is_raised_once_and_closed_once_with_a_reason(
    url: str, tmp_path: Path, book: Casebook, ada: Desk
) -> None:
    (first,) = ada.raise_alerts("w", [raised()], run="run-1", told={"added": 1}, networks={"net-1": {}})
    assert ada.raise_alerts("w", [raised()], run="run-2", told={"added": 1}, networks={"net-1": {"a": 1}}) == []
    assert [one.number for one in ada.rounds("w")] == [2, 1]
    last = ada.last_round("w")
    assert last is not None
    assert (last.run, last.networks, ada.rounds("w")[1].networks) == ("run-2", {"net-1": {"a": 1}}, {})
    assert ada.see_alert(first.id).seen_by == "Ada"
    assert at(book, "Bo").see_alert(first.id).seen_by == "Ada"
    with pytest.raises(InputError):
        ada.close_alert(first.id, "")
    assert ada.close_alert(first.id, "Known to us").reason == "Known to us"
    with pytest.raises(Conflict, match="Ada"):
        ada.close_alert(first.id, "again")
    assert ada.alerts() == []
    assert len(ada.alerts(closed=True)) == 1
    assert verify(url, files=tmp_path).ok


def test_a_viewer_raises_and_closes_nothing(book: Casebook, ada: Desk) -> None:
    (alert,) = ada.raise_alerts("w", [raised()], run="run-1", told={}, networks={})
    viewer = at(book, "Vi", "viewer")
    for forbidden in (
        lambda: viewer.raise_alerts("w", [], run=None, told={}, networks={}),
        lambda: viewer.close_alert(alert.id, "no"),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_who_may_still_review_blind_hears_nothing_of_the_verdict(book: Casebook, bo: Desk) -> None:
    case = confirmed(book, bo)
    bo.keep_fingerprint(case, bo.salt(), MADE)
    bo.raise_alerts("w", [raised(kind="returned", case_id=case)], run="r", told={}, networks={})
    again = bo.decide(case, "confirmed", "Still.")
    bo.ask_review(again.id)
    dee = at(book, "Dee", "reviewer")
    assert dee.fingerprints("compare") == []
    assert dee.alerts() == []
