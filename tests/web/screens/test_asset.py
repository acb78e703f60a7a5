from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from inconcert.investigation import Investigation
from inconcert.web.screens.asset import _FIELDS, DESCRIBED, described, medium
from inconcert.web.screens.material import Material

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


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


def test_pictures_are_those_beside_the_material_and_no_others(
    spring: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Investigation.open(spring).found()
    material, elsewhere = Material(found), tmp_path / "elsewhere"
    (receipt, *_) = found.folder.sources()
    told = {"source": receipt["source"], "media": ["bridge-of-a-test.png"]}
    monkeypatch.setattr(Material, "rows", lambda *_, **__: [told])
    elsewhere.mkdir()
    (elsewhere / "bridge-of-a-test.png").write_bytes(b"of whoever runs the server")
    monkeypatch.chdir(elsewhere)
    assert medium(material, "x:1", 0) is None
    monkeypatch.setitem(material.places, receipt["source"], elsewhere)
    assert medium(material, "x:1", 0) == elsewhere / "bridge-of-a-test.png"
    told["source"] = "removed since"
    assert medium(material, "x:1", 0) is None


def test_the_place_of_a_source_is_known_though_a_run_holds_its_name_only(spring: Path) -> None:
    found = Investigation.open(spring).found()
    places = Material(found).places
    for receipt in found.folder.sources():
        assert places[receipt["source"]].is_absolute()
        assert str(places[receipt["source"]] / Material(found).files[receipt["source"]]) == receipt["file"]
