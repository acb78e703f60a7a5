"""Search in a browser: what is kept, what is remembered, and for whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from workbenches import Crowd

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def crowd(spring: Path) -> Crowd:
    return Crowd(spring)


def _kept(crowd: Crowd, name: str) -> list[str]:
    return re.findall(r"/search/saved/(\w+)/forget", crowd.get(name, "/search").text)


def test_a_kept_search_is_there_for_oneself_or_for_everybody_until_it_is_forgotten(crowd: Crowd) -> None:
    for name, shared in (("mine", ""), ("ours", "true")):
        answer = crowd.post(
            "ada", "/search/saved", q="lang:en bridge", name=name, **({"shared": shared} if shared else {})
        )
        assert answer.status_code == 303
    assert len(_kept(crowd, "ada")) == 2
    (ours,) = _kept(crowd, "bob")
    assert crowd.post("ada", f"/search/saved/{ours}/forget").status_code == 303
    assert _kept(crowd, "bob") == []
    assert len(_kept(crowd, "ada")) == 1


def test_the_last_searches_are_remembered_for_nobody_else_and_once_each(crowd: Crowd) -> None:
    for words in ("bridge", "river", "bridge"):
        crowd.get("ada", f"/search?q={words}")
    page = crowd.get("ada", "/search").text
    assert page.index("?q=bridge") < page.index("?q=river")
    assert page.count("?q=bridge") == 1
    assert "?q=river" not in crowd.get("bob", "/search").text
    crowd.post("ada", "/search/history/forget")
    assert "?q=river" not in crowd.get("ada", "/search").text


def test_a_search_that_cannot_be_understood_is_explained_and_not_remembered(crowd: Crowd) -> None:
    page = crowd.get("ada", '/search?q="zebra').text
    assert "callout" in page
    assert "zebra" in page
    assert "zebra" not in crowd.get("ada", "/search").text


def test_notes_are_found_beside_posts_and_operators_stand_on_the_page(crowd: Crowd) -> None:
    made = crowd.post("ada", "/cases", title="Ferry case", question="Who sank it?")
    case = made.headers["location"].rpartition("/")[2]
    crowd.post("ada", f"/cases/{case}/note", text="Ask the lighthouse keeper.")
    found = crowd.get("ada", "/search?q=lighthouse").text
    assert f"/cases/{case}" in found
    assert all(word in found for word in ("from:handle", "lang:de", "before:2024-04-01"))
