"""The interface for programs does in a case what its page does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from workbenches import Crowd, network_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[..., Any]


@pytest.fixture
def crowd(spring: Path) -> Crowd:
    return Crowd(spring)


@pytest.fixture
def net(spring: Path) -> str:
    return network_of(spring)


@pytest.fixture
def case(crowd: Crowd, net: str) -> str:
    return str(_made(crowd.send("ada", "/cases", title="Spring", question="One hand?", networks=[net]))["id"])


def _made(answer: Any) -> Any:
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


def _read(crowd: Crowd, name: str, path: str) -> Any:
    return _made(crowd.get(name, f"/api/v1/i/spring-op{path}"))


def test_the_matrix_is_filled_and_a_level_judged(crowd: Crowd, case: str) -> None:
    send = crowd.send
    rows = [_made(send("ada", f"/cases/{case}/hypotheses", text=text, level="organisation"))["id"]
            for text in ("an office for hire did it", "fans of the ferry did it")]  # fmt: skip
    proof = {"text": "Posts keep office hours", "kind": "behavioural", "access": "open", "grade": "B2"}
    column = _made(send("ada", f"/cases/{case}/attribution-evidence", **proof))["id"]
    for row, mark in zip(rows, "CI", strict=True):
        _made(send("ada", "/marks", evidence=column, hypothesis=row, mark=mark))
    judged = {"level": "organisation", "hypothesis": rows[0], "likelihood": "likely", "confidence": "low"}
    _made(send("ada", f"/cases/{case}/judgements", **judged, text="See E1."))
    seen = _read(crowd, "ada", f"/cases/{case}/attribution")
    assert [one["text"] for one in seen["hypotheses"]] == ["an office for hire did it", "fans of the ferry did it"]
    assert len(seen["judgements"]) == 1
    refused = send("ada", f"/cases/{case}/attribution-evidence", **{**proof, "grade": "G9"})
    assert refused.status_code == 422


def test_tags_and_tasks_come_and_go_and_an_event_is_taken_back(crowd: Crowd, case: str) -> None:
    _made(crowd.send("ada", f"/cases/{case}/tags", word="ferry"))
    task = _made(crowd.send("ada", f"/cases/{case}/tasks", what="Ask the ferry company", who="ada", due="2024-05-01"))
    assert [one["id"] for one in _read(crowd, "ada", "/tasks")["rows"]] == [task["id"]]
    assert _made(crowd.send("ada", f"/tasks/{task['id']}/done"))["done_by"] == "ada"
    assert _read(crowd, "ada", f"/cases/{case}")["tags"] == ["ferry"]
    _made(crowd.send("ada", f"/cases/{case}/tags", word="ferry", off=True))
    last = _read(crowd, "ada", f"/cases/{case}/history")["rows"][-1]
    _made(crowd.send("ada", f"/events/{last['id']}/undo", reason="It was right."))
    assert _read(crowd, "ada", f"/cases/{case}")["tags"] == ["ferry"]


def test_evidence_is_the_servers_copy(crowd: Crowd, case: str, net: str) -> None:
    kept = _made(crowd.send("ada", f"/cases/{case}/evidence", kind="network", id=net, comment="The ring."))
    (seen,) = _read(crowd, "ada", f"/cases/{case}")["evidence"]
    assert (seen["id"], seen["comment"]) == (kept["id"], "The ring.")
    assert len(seen["sha256"]) == 64
    assert crowd.send("ada", f"/cases/{case}/evidence", kind="post", id="x:nothing").status_code == 404


def test_a_second_person_is_asked_and_gets_no_matrix_before_the_own_verdict(crowd: Crowd, case: str, net: str) -> None:
    verdict = {"verdict": "confirmed", "reason": "The same sentences."}
    decision = _made(crowd.send("ada", f"/cases/{case}/decisions", **verdict, network_id=net))["id"]
    review = _made(crowd.send("ada", f"/decisions/{decision}/ask-review", of="bob"))["id"]
    assert crowd.get("bob", f"/api/v1/i/spring-op/cases/{case}/attribution").status_code == 403
    assert crowd.get("bob", f"/api/v1/i/spring-op/cases/{case}/compared").status_code == 403
    _made(crowd.send("bob", f"/reviews/{review}", **verdict))
    _read(crowd, "bob", f"/cases/{case}/attribution")
    assert _read(crowd, "bob", f"/cases/{case}/compared")["case_id"] == case
    assert _read(crowd, "bob", f"/cases/{case}")["decisions"][0]["state"] == "agreed"


def test_who_was_overtaken_closes_nothing(crowd: Crowd, case: str) -> None:
    old = _read(crowd, "ada", f"/cases/{case}")["version"]
    closed = _made(crowd.send("bob", f"/cases/{case}/state", to="closed", reason="Done.", version=old))
    assert closed["state"] == "closed"
    assert crowd.send("ada", f"/cases/{case}/state", to="open", reason="No.", version=old).status_code == 409
    assert _made(crowd.send("ada", f"/cases/{case}/state", to="open", reason="No."))["state"] == "open"


def test_a_search_is_kept_for_all_and_its_history_for_nobody_else(crowd: Crowd) -> None:
    crowd.get("ada", "/search?q=bridge")
    made = _made(crowd.send("ada", "/searches", name="German", q="lang:de", kind=["post"], shared=True))
    assert _read(crowd, "ada", "/searches")["history"] == ["bridge"]
    others = _read(crowd, "bob", "/searches")
    assert [one["query"] for one in others["rows"]] == [{"q": "lang:de", "kind": ["post"]}]
    assert others["history"] == []
    _made(crowd.send("ada", f"/searches/{made['id']}/forget"))
    assert _read(crowd, "bob", "/searches")["rows"] == []


def test_receipts_tell_what_became_of_every_row(crowd: Crowd) -> None:
    (row,) = _read(crowd, "ada", "/receipts")["rows"]
    assert row["rows"] == row["kept"]["posts"] + sum(gone["count"] for gone in row["skipped"])
    assert _read(crowd, "ada", f"/receipts/{row['source']}") == row
    assert crowd.get("ada", "/api/v1/i/spring-op/receipts/none").status_code == 404
