from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inconcert.returns.words import pairs
from inconcert.simulate.scenarios import simulate

if TYPE_CHECKING:
    from inconcert.simulate.made import Made


@pytest.fixture(scope="module")
def lives() -> tuple[Made, Made]:
    before, after = (simulate("woken", seed=4, posts=2_500, takedowns=turn) for turn in (0, 1))
    return before, after


def members(made: Made) -> set[str]:
    return {one for group in made.truth["operations"] for one in group["members"]}


def own(made: Made, column: str) -> list:
    names = members(made)
    rows = made.posts.select(["platform", "account_id", column]).to_pylist()
    return [row[column] for row in rows if f"{row['platform']}:{row['account_id']}" in names and row[column]]


def hosts(made: Made) -> set[str]:
    return {url.split("/")[2].removeprefix("m.") for urls in own(made, "urls") for url in urls}


def test_a_return_has_new_accounts_and_new_domains(lives: tuple[Made, Made]) -> None:
    before, after = lives
    assert after.truth["takedowns"] == 1
    assert not members(before) & members(after)
    assert not set(own(before, "handle")) & set(own(after, "handle"))
    crowd = {url.split("/")[2] for urls in before.posts["urls"].to_pylist() for url in urls or []} - hosts(before)
    mine = [host for host in hosts(before) & hosts(after) if host not in crowd and host[-9].isdigit()]
    assert mine == []


def test_some_texts_are_used_again_in_other_words(lives: tuple[Made, Made]) -> None:
    before, after = lives
    old = {pairs(text) for text in own(before, "text")}
    alike = {text for text in own(after, "text") if any(len(pairs(text) & one) >= 6 for one in old if len(one) > 12)}
    assert len(alike - set(own(before, "text"))) >= 5


def test_worlds_with_one_stock_speak_the_same_language() -> None:
    one, two, other = (
        simulate("organic", seed=seed, posts=600, stock=stock) for seed, stock in ((1, 5), (2, 5), (3, 6))
    )
    words = [{word for text in made.posts["text"].to_pylist() for word in text.split()} for made in (one, two, other)]
    assert len(words[0] & words[1]) > 3 * len(words[0] & words[2])


def test_a_world_without_takedowns_says_nothing_of_them() -> None:
    assert "takedowns" not in simulate("organic", seed=4, posts=300).truth


def test_a_return_imitates_some_of_the_same_newspapers_by_other_sites() -> None:
    sites, brands = [], []
    for turn in (0, 1):
        made = simulate("large-crude", seed=4, posts=5_000, takedowns=turn)
        (one,) = made.truth["operations"]
        sites.append(set(one["sites"]))
        names = {host.removesuffix(".example") for host in made.brands}
        brands.append({name for name in names for site in one["sites"] if site.startswith(f"{name}-")})
    assert not sites[0] & sites[1]
    assert brands[0] & brands[1]
