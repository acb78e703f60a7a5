"""What a person who owes a blind review can find out about the network: nothing that was concluded of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from workbenches import Crowd, confirmed

from inconcert.web.screens.blind import masked
from inconcert.web.screens.listing import Narrowing, listing

if TYPE_CHECKING:
    from pathlib import Path

IN, API = "/i/spring-op", "/api/v1/i/spring-op"


class Reader:
    """Somebody who reads."""

    def __init__(self, crowd: Crowd, name: str) -> None:
        self.crowd, self.name = crowd, name

    def get(self, path: str, **given: Any) -> Any:
        return self.crowd.get(self.name, path, **given)


@pytest.fixture
def owed(spring: Path) -> tuple[Reader, Reader, str]:
    """Ada, who decided; Bob, who is asked to review; the network."""
    _, net = confirmed(spring, reviewed=False)
    crowd = Crowd(spring)
    return Reader(crowd, "ada"), Reader(crowd, "bob"), net


def test_no_page_and_no_title_tells_a_blind_reader_the_rank(owed: Any) -> None:
    ada, bob, net = owed
    tie = re.search(r'href="([^"]+/tie\?[^"]+)"', ada.get(f"{IN}/findings/{net}").text)
    assert tie
    pages = ("/findings", f"/findings/{net}", f"/findings/{net}/ties", tie[1].removeprefix(IN).replace("&amp;", "&"),
             "/assets/account?id=x:ring0")  # fmt: skip
    for page in pages:
        assert re.search(r"[Nn]etwork 1\b", ada.get(IN + page).text), page
        seen = bob.get(IN + page)
        assert seen.status_code == 200
        assert not re.search(r"[Nn]etwork 1\b", seen.text), page
        assert net in seen.text
        assert "grade-" not in seen.text


def test_ties_come_without_evidence_and_in_no_order_of_it(owed: Any) -> None:
    ada, bob, net = owed
    for page in (f"/findings/{net}", f"/findings/{net}/ties"):
        assert "Evidence (nats)" in ada.get(IN + page).text
        assert "Evidence (nats)" not in bob.get(IN + page).text
    links = bob.get(f"{IN}/findings/{net}/graph.json", params={"open": "all"}).json()["links"]
    assert len({round(nats / pairs, 6) for _, _, nats, pairs in links}) == 1


def test_the_interface_tells_no_score_whether_or_not_a_network_is_named(owed: Any) -> None:
    ada, bob, net = owed
    for asked in ({}, {"network": net}, {"account": "x:ring0"}):
        assert "q" in ada.get(f"{API}/ties", params=asked).json()["rows"][0]
        rows = bob.get(f"{API}/ties", params={**asked, "limit": 500}).json()["rows"]
        assert rows
        assert not {"p", "q", "expected", "effect"} & set(rows[0])
        names = [(row["a"], row["b"], row["signal"]) for row in rows]
        assert names == sorted(names)


def test_no_filter_and_no_number_of_the_interface_gives_a_network_away(owed: Any) -> None:
    ada, bob, net = owed
    grade = ada.get(f"{API}/findings").json()["rows"][0]["grade"]
    assert ada.get(f"{API}/findings", params={"grade": grade}).json()["total"] == 1
    for grade in "ABC":
        assert bob.get(f"{API}/findings", params={"grade": grade}).json()["total"] == 0
    (row,) = bob.get(f"{API}/findings").json()["rows"]
    assert row["id"] == net
    assert not {"grade", "alert", "strength", "axes", "why"} & set(row)
    assert ada.get(f"{API}/findings/1").status_code == 200
    assert bob.get(f"{API}/findings/1").status_code == 404
    assert bob.get(f"{API}/findings/{net}").status_code == 200
    assert bob.crowd.send("bob", "/cases", title="T", question="Q", networks=["1"]).status_code == 404


def test_neither_the_report_nor_the_list_of_runs_tells_grades(owed: Any) -> None:
    ada, bob, _ = owed
    assert ada.get(f"{IN}/report").status_code == 200
    assert bob.get(f"{IN}/report").status_code == 403
    assert sum(ada.get(f"{API}/runs").json()["rows"][0]["grades"].values()) == 1
    row = bob.get(f"{API}/runs").json()["rows"][0]
    assert (row["grades"], row["alerting"], row["new_alerts"]) == ({}, [], [])
    assert "withheld" in bob.get(f"{IN}/runs").text


def test_everything_is_open_again_after_the_own_verdict(owed: Any) -> None:
    _, bob, _ = owed
    review = re.search(r"/reviews/(\w+)", bob.get(f"{IN}/reviews").text)
    assert review
    given = bob.crowd.post("bob", f"/reviews/{review[1]}", verdict="confirmed", reason="The same.")
    assert given.status_code == 303
    assert "Network 1" in bob.get(f"{IN}/findings").text
    assert bob.get(f"{IN}/report").status_code == 200


def test_the_places_of_the_others_do_not_tell_the_one_that_is_missing() -> None:
    def network(name: str, strength: float) -> dict[str, Any]:
        axes = {axis: {"value": strength} for axis in ("coordination", "inauthenticity", "automation", "reach")}
        common: dict[str, Any] = {"grade": "A", "alert": True, "declared": False, "size": 3, "posts": 9}
        common |= {"why": ["."], "signals": [], "first_at": None, "last_at": None, "precision": 1.0, "members": []}
        common |= {"languages": {}, "platforms": {}, "timeline": {"bins": []}}
        return {"id": name, "strength": strength, "axes": axes, **common}

    ranked = [network(name, 9.0 - place) for place, name in enumerate(("net-c", "net-b", "net-a"))]
    for hidden in range(3):
        seen = [masked(one) if place == hidden else one for place, one in enumerate(ranked)]
        rows = listing(seen, Narrowing())["rows"]
        assert {row["place"] for row in rows} == {0}
        assert rows[-1]["id"] == ranked[hidden]["id"]
