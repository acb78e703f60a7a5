from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inconcert.web.screens.asset import _FIELDS, DESCRIBED, described


def row(**given: Any) -> dict[str, Any]:
    return dict.fromkeys(_FIELDS) | given


def test_descriptions_in_which_only_figures_changed_are_left_out() -> None:
    told = described([row(name="A", followers=n) for n in range(5)] + [row(name="B", followers=n) for n in range(5)])
    assert [(one["name"], one["followers"]) for one in told["rows"]] == [("A", 0), ("B", 0), ("B", 4)]
    assert told["fields"] == ["name", "followers"]
    assert "description" in told["absent"]


@given(st.lists(st.sampled_from(["A", "B", None]), min_size=1, max_size=30))
def test_the_first_and_the_last_are_always_shown(names: list[str | None]) -> None:
    rows = [row(name=name, followers=place) for place, name in enumerate(names)]
    told = described(rows)
    assert (told["rows"][0], told["rows"][-1]) == (rows[0], rows[-1])
    assert len(told["rows"]) <= DESCRIBED
    assert sorted([*told["fields"], *told["absent"]]) == sorted(_FIELDS)
