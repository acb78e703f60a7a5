from __future__ import annotations

from typing import Any

from inconcert.web.screens.takedown import touched


def item(**given: Any) -> dict[str, Any]:
    unknown = {
        "followers": None,
        "repliers": None,
        "sharers": None,
        "bystanders": (),
        "reversible": True,
        "weak": False,
    }
    return unknown | given


def test_what_no_item_knows_is_not_zero() -> None:
    sums = touched([item(), item()])
    assert {sums[name] for name in ("followers", "repliers", "sharers", "bystanders")} == {None}


def test_a_bystander_of_two_items_is_one_person_and_sums_say_of_how_many_items_they_know() -> None:
    sums = touched([item(repliers=2, bystanders=("x:a", "x:b")), item(repliers=1, bystanders=("x:a",)), item()])
    assert (sums["bystanders"], sums["repliers"], sums["repliers_of"]) == (2, 3, 2)
    assert sums["sharers"] is None
