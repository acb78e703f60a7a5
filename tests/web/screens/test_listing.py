from __future__ import annotations

from typing import Any

from inconcert.web.screens.blind import masked
from inconcert.web.screens.listing import Narrowing, listing, spark


def network(name: str, grade: str, strength: float, **changes: Any) -> dict[str, Any]:
    axes = {
        axis: {"value": None, "unit": None, "says": ""} for axis in ("coordination", "inauthenticity", "automation")
    }
    return {
        "id": f"net-{name}",
        "grade": grade,
        "strength": strength,
        "alert": True,
        "declared": False,
        "size": 2,
        "posts": 4,
        "first_at": "2024-03-01T00:00:00Z",
        "last_at": "2024-03-02T00:00:00Z",
        "precision": 1.0,
        "signals": [{"name": "same_link"}],
        "languages": {"en": 4},
        "platforms": {"x": 4},
        "members": [{"platform": "x", "account_id": name, "handle": f"Jörg_{name}"}],
        "axes": axes | {"reach": {"value": changes.pop("reach", None), "unit": "people", "says": ""}},
        "why": [],
        "timeline": {"step": 3600, "bins": [["2024-03-01T00:00:00Z", 3, 1], ["2024-03-02T00:00:00Z", 1, 1]]},
    } | changes


NETWORKS = [network("a", "B", 90.0, reach=5), network("b", "A", 40.0), network("c", "B", 95.0, reach=9, alert=False)]


def told(**query: list[str]) -> dict[str, Any]:
    return listing(NETWORKS, Narrowing.of(query))


def test_grade_comes_before_strength() -> None:
    assert [row["id"] for row in told()["rows"]] == ["net-b", "net-c", "net-a"]
    assert told()["says"] == "All 3 findings of this run."


def test_what_was_not_measured_comes_last_and_is_not_zero() -> None:
    rows = told(order=["reach"])["rows"]
    assert [row["id"] for row in rows] == ["net-c", "net-a", "net-b"]
    assert rows[-1]["axes"]["reach"]["value"] is None


def test_what_is_not_shown_is_said() -> None:
    found = told(grade=["B"], alert=["1"])
    assert [row["id"] for row in found["rows"]] == ["net-a"]
    assert found["says"] == "1 of 3 findings. Not shown: 1 by grade and 1 by not being an alert."


def test_choices_in_force_are_counted_and_an_order_is_none() -> None:
    assert Narrowing.of({"order": ["reach"]}).in_force == 0
    query = {"grade": ["A", "B"], "alert": ["1"], "text": [" x "], "lang": ["de"]}
    assert Narrowing.of(query).in_force == 5


def test_a_handle_is_found_whatever_its_case() -> None:
    assert [row["id"] for row in told(text=["JÖRG_c"])["rows"]] == ["net-c"]


def test_a_sparkline_keeps_the_place_of_its_posts() -> None:
    drawn = spark(NETWORKS[0]["timeline"])
    assert drawn
    assert (drawn["heights"][0], drawn["most"]) == (1.0, 3)
    assert any(drawn["heights"][-2:])
    assert spark({"step": 60, "bins": []}) is None


def test_no_filter_and_no_order_gives_away_what_is_withheld() -> None:
    networks = [masked(NETWORKS[1]), *NETWORKS[::2]]
    table = listing(networks, Narrowing())
    assert [row["id"] for row in table["rows"]] == ["net-c", "net-a", "net-b"]
    assert table["choices"]["grade"] == [("B", 2)]
    for query in ({"grade": ["A"]}, {"alert": ["1"]}):
        assert "net-b" not in [row["id"] for row in listing(networks, Narrowing.of(query))["rows"]]
    assert listing(networks, Narrowing.of({"order": ["reach"]}))["rows"][-1]["id"] == "net-b"
