from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import token

from inconcert import Investigation
from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.casework.standing_views import Raised
from inconcert.cli import run
from inconcert.watch.standing import name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.casework import Desk
    from inconcert.found import Found

WATCH = "/i/spring-op/watch"


@pytest.fixture
def found(spring: Path) -> Found:
    return Investigation.open(spring).found()


@pytest.fixture
def desk(spring: Path) -> Iterator[Desk]:
    book = Casebook.open(local_url(spring))
    yield book.desk(Actor("Ada", frozenset({"admin"}), "test"))
    book.close()


def raised(desk: Desk, spring: Path, found: Found, **given: Any) -> str:
    net = found.networks[0].id
    one = Raised("k", given.pop("kind", "new"), found.path.name, net, (f"New network {net}.", "Because."), **given)
    told = {"added": 1, "refused": 0, "networks": 1}
    (alert,) = desk.raise_alerts(name_of(found.folder), [one], run=found.path.name, told=told, networks={})
    return alert.id


def returned(found: Found, case_id: str) -> None:
    step = {"what": "templates", "nats": 8.5, "shared": 3, "rarest": 0.001, "shown": [], "capped": False}
    match = {"operation": "case 1", "case_id": case_id, "network_id": found.networks[0].id, "nats": 1.6}
    match |= {"unrelated": 0.5, "candidate": True, "waterfall": [step], "says": ["May be the return of case 1."]}
    place = found.folder.path / "returns"
    place.mkdir()
    told = {"operations": {case_id: [found.networks[0].id]}, "networks": {found.networks[0].id: [match]}}
    (place / f"{found.path.name}.json").write_text(json.dumps(told))


def test_before_the_first_look_it_says_how_to_start(client: Any) -> None:
    page = client.get(WATCH).text
    assert "Nothing is watched yet" in page
    assert "Start watching" in page


def test_an_alert_is_opened_and_closed_with_a_reason(client: Any, desk: Desk, spring: Path, found: Found) -> None:
    alert = raised(desk, spring, found)
    client.headers["x-csrf-token"] = token(client)
    page = client.get(WATCH).text
    assert "open alert" in page
    opened = client.post(f"{WATCH}/alerts/{alert}/seen", follow_redirects=False)
    assert opened.status_code == 303, opened.text
    assert opened.headers["location"].startswith(f"/i/spring-op/findings/{found.networks[0].id}")
    assert client.post(f"{WATCH}/alerts/{alert}/close", data={"reason": " "}).status_code == 400
    client.post(f"{WATCH}/alerts/{alert}/close", data={"reason": "Known to us"})
    assert "No alert is open" in client.get(WATCH).text
    assert "Known to us" in client.get(f"{WATCH}?closed=1").text
    acts = [(row.act, row.why) for row in desk.audit()]
    assert ("alert.closed", "Known to us") in acts


def test_a_possible_return_stands_on_the_finding_while_its_case_is_confirmed(
    client: Any, desk: Desk, spring: Path, found: Found
) -> None:
    network = found.networks[0]
    case = desk.open_case("Spring", "Who?", [FindingRef.of(found.path.name, network.data)])
    returned(found, case.id)
    address = f"/i/spring-op/findings/{network.id}"
    assert "May be the return" not in client.get(address).text
    confirm(desk, case.id)
    page = client.get(address).text
    assert "May be the return of case 1." in page
    assert "+8.5" in page


def confirm(desk: Desk, case: str) -> None:
    decision = desk.decide(case, "confirmed", "The same hands.")
    bo = desk.book.desk(Actor("Bo", frozenset({"reviewer"}), "test"))
    bo.review(desk.ask_review(decision.id).id if decision.state == "proposed" else _waiting(bo), "confirmed", "Yes.")


def _waiting(desk: Desk) -> str:
    return desk.to_review()[0].review_id


def confirmed(desk: Desk, found: Found) -> str:
    """A case that two people confirm."""
    case = desk.open_case("Spring", "Who?", [FindingRef.of(found.path.name, found.networks[0].data)])
    confirm(desk, case.id)
    return case.id


def test_the_terminal_and_the_report_show_it_while_the_case_holds(
    spring: Path, desk: Desk, found: Found, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = confirmed(desk, found)
    returned(found, case)
    told = "May be the return of case 1."

    def shown(*more: str) -> str:
        assert run(["show", str(spring), *more]) == 0
        return capsys.readouterr().out

    assert told in shown("1")
    assert "+8.5" in shown("1")
    assert told in shown("--json")
    assert told in found.report(tmp_path / "report.html").read_text("utf-8")
    given = next(one for one in desk.history(case) if one.act == "review.given")
    desk.undo(given.id, "We were wrong.")
    assert found.returns == {}
    assert told not in shown("1") + shown("--json")
    assert told not in found.report(tmp_path / "report.html").read_text("utf-8")


def test_without_the_casebook_no_return_is_told_and_that_is_said(
    spring: Path, found: Found, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    returned(found, "c1")
    assert found.returns == {}
    for words in (["show", str(spring)], ["report", str(spring), "--to", str(tmp_path / "report.html")]):
        assert run(words) == 0
        said = capsys.readouterr()
        assert "--casebook" in said.err
        assert "May be the return" not in said.out
    book = Casebook.open(f"sqlite:///{tmp_path / 'team.sqlite'}")
    case = confirmed(book.desk(Actor("Ada", frozenset({"admin"}), "test")), found)
    book.close()
    (found.folder.path / "returns" / f"{found.path.name}.json").unlink()
    (found.folder.path / "returns").rmdir()
    returned(found, case)
    assert run(["show", str(spring), "--casebook", f"sqlite:///{tmp_path / 'team.sqlite'}"]) == 0
    assert "May be the return of case 1." in capsys.readouterr().out
