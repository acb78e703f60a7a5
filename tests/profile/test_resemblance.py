from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import duckdb
import pytest

from inconcert.configuring import named, run_id
from inconcert.errors import InputError
from inconcert.profile.resemblance import Resemblance, protect, protected
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def names(tmp_path: Path) -> Path:
    place = tmp_path / "brands.txt"
    place.write_text("# our papers\nharbournews.example,thenews\nspiegel.de\n", "utf-8")
    return place


def test_names_of_ones_own_are_protected_beside_the_shipped_ones(names: Path) -> None:
    con = duckdb.connect()
    assert protected(con) == []
    protect(con, str(names))
    ours = {brand.domain: brand for brand in protected(con)}
    assert ours["harbournews.example"].aliases == ("thenews",)
    assert "spon" in " ".join(ours["spiegel.de"].aliases) or ours["spiegel.de"].owner
    alike = Resemblance(["harbournews-news.example", "spiegel.ltd", "kovupila.example"], list(ours.values()))
    told = {name: alike.brand(name) for name in ("harbournews-news.example", "spiegel.ltd", "kovupila.example")}
    assert [row and row["brand"] for row in told.values()] == ["harbournews.example", "spiegel.de", None]
    under = Resemblance(["harbournews.ltd.example"], list(ours.values())).brand("harbournews.ltd.example")
    assert under is not None
    assert under["brand"] == "harbournews.example"
    assert Resemblance(["harbournews-news.example"]).brand("harbournews-news.example") is None


def test_another_list_is_another_run_and_its_place_is_told_to_nobody(names: Path) -> None:
    settings = replace(DEFAULTS, brands=str(names))
    one = run_id([], settings)
    assert named(settings)["brands"] == "brands.txt"
    assert named(settings)["name"] == named(DEFAULTS)["name"]
    names.write_text("harbournews.example\n", "utf-8")
    assert len({one, run_id([], settings), run_id([], DEFAULTS)}) == 3
    names.write_text("# nothing\n", "utf-8")
    with pytest.raises(InputError, match="no brand"):
        run_id([], settings)


def test_a_name_of_a_family_that_alone_comes_near_a_brand_is_a_lead():
    alike = Resemblance([f"forum-{letter}{number}.example" for letter in "ab" for number in range(5)])
    found = alike.brand("forum-b4.example")
    assert (found["brand"], found["tier"]) == ("forum24.cz", "lead")
    assert "most names of its family do not" in found["why"]
    assert Resemblance(["forum-b4.example"]).brand("forum-b4.example")["tier"] == "likely"
