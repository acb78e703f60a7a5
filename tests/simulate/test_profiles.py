"""What account pages show: likeness in planted groups where their plan says so, and some of it in every crowd."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.simulate.profiles import DEFAULT_PICTURE, _distinct
from inconcert.simulate.rhythm import CALENDARS, DAY, START
from inconcert.simulate.scenarios import simulate

if TYPE_CHECKING:
    from inconcert.simulate.made import Made

NUMBERED = re.compile(r"^[a-z]+\d{5}$")
worlds: dict[str, Made] = {}


def world(name: str) -> Made:
    if name not in worlds:
        worlds[name] = simulate(name, seed=5, posts=8000)
    return worlds[name]


def pages(made: Made, members: set[str] | None = None) -> list[dict[str, Any]]:
    rows = [{**row, "key": f"{row['platform']}:{row['account_id']}"} for row in made.accounts.to_pylist()]
    return [row for row in rows if members is None or row["key"] in members]


def members(made: Made) -> set[str]:
    return {member for group in made.truth["operations"] for member in group["members"]}


def shared(values: list[Any]) -> float:
    """Share of the values that somebody else has too."""
    held = Counter(value for value in values if value)
    return sum(count for count in held.values() if count > 1) / len(values)


@given(st.lists(st.sampled_from(["a", "b", "a1", "c"]), max_size=40), st.integers(0, 100))
def test_handles_are_made_distinct_and_keep_their_beginning(handles: list[str], seed: int) -> None:
    made = _distinct(np.random.default_rng(seed), list(handles))
    assert len(set(made)) == len(made)
    assert all(new.startswith(old) for old, new in zip(handles, made, strict=True))


def test_the_crowd_is_alike_for_honest_reasons() -> None:
    made = pages(world("organic"))
    assert 0.05 < sum(bool(re.search(r"\d{8}$", row["handle"])) for row in made) / len(made) < 0.3
    assert 0.05 < sum(row["avatar"] == DEFAULT_PICTURE for row in made) / len(made) < 0.25
    assert shared([row["avatar"] for row in made if row["avatar"] != DEFAULT_PICTURE]) > 0.02
    assert 0.02 < shared([row["description"] for row in made]) < 0.2
    for column in ("description", "avatar", "followers", "posts_count", "location", "url", "name"):
        assert 0 < sum(row[column] is None for row in made) < len(made)


def test_followers_and_views_are_heavy_tailed() -> None:
    made = world("organic")
    followers = [row["followers"] for row in pages(made) if row["followers"] is not None]
    assert max(followers) > 50 * np.median(followers)
    seen = [dict(row)["view"] for row in made.posts["metrics"].to_pylist() if row and "view" in dict(row)]
    assert max(seen) > 50 * np.median(seen)
    assert all(row["followers"] > 0 or row["followers"] == 0 for row in pages(made) if row["followers"] is not None)


@pytest.mark.parametrize("name", ["repost-ring", "large-crude"])
def test_fresh_operations_have_numbered_handles_of_few_names(name: str) -> None:
    made = world(name)
    own = [row for row in pages(made, members(made)) if NUMBERED.match(row["handle"])]
    assert len(own) > 0.5 * len(members(made))
    assert len({row["handle"][:-5] for row in own}) <= {"repost-ring": 3, "large-crude": 27}[name]
    young = [row for row in own if row["created_at"].timestamp() > START - 13 * DAY]
    assert len(young) > 0.8 * len(own)


def test_bios_and_avatars_are_reused_where_the_plan_says_so() -> None:
    crude, plain = world("large-crude"), world("large-diluted")
    for column in ("description", "avatar"):
        assert shared([row[column] for row in pages(crude, members(crude))]) > 0.5
        own = shared([row[column] for row in pages(plain, members(plain))])
        assert own < shared([row[column] for row in pages(plain)]) + 0.15
    assert crude.truth["operations"][0]["marks"] == {"share": 0.7, "stems": 9, "bios": 6, "avatars": 15}
    assert "marks" not in plain.truth["operations"][0]


def test_a_scheduler_is_used_where_the_plan_says_so() -> None:
    made = world("repost-ring")
    own = Counter(
        row["source_app"]
        for row in made.posts.select(["platform", "account_id", "source_app"]).to_pylist()
        if f"{row['platform']}:{row['account_id']}" in members(made)
    )
    crowd = Counter(made.posts["source_app"].to_pylist())
    assert own["scheduler"] > 0.5 * own.total()
    assert crowd["scheduler"] - own["scheduler"] < 0.12 * (crowd.total() - own.total())


def test_offices_close_on_their_holidays() -> None:
    made = world("small-slow")
    own = members(made)
    assert made.truth["operations"][0]["holidays"] == list(CALENDARS["spring"])
    local = Counter(
        (int(row["posted_at"].timestamp()) - START + 8 * 3600) // DAY
        for row in made.posts.select(["platform", "account_id", "posted_at"]).to_pylist()
        if f"{row['platform']}:{row['account_id']}" in own
    )
    closed = np.mean([local[day] for day in CALENDARS["spring"]])
    assert closed < 0.25 * np.mean([local[day] for day in (7, 8, 9, 21, 22, 23)])


def test_sleepers_are_years_old_and_say_nothing_between_their_former_life_and_the_day_they_wake() -> None:
    made = world("woken")
    own, operation = members(made), made.truth["operations"][0]
    assert all(row["created_at"].timestamp() < START - 1000 * DAY for row in pages(made, own))
    posts = [
        ((row["posted_at"].timestamp() - START) / DAY, row["lang"], f"{row['platform']}:{row['account_id']}")
        for row in made.posts.select(["platform", "account_id", "posted_at", "lang"]).to_pylist()
    ]
    former = {key: lang for day, lang, key in posts if key in own and day < 0}
    assert set(former) == own
    assert not [key for day, _, key in posts if key in own and -120 < day < operation["woke"]]
    now = {key: lang for day, lang, key in posts if key in own and day >= operation["woke"]}
    assert all(former[key] != now[key] for key in own)
    assert len({key for day, _, key in posts if key not in own and day < -60}) > 5


def test_trended_posts_of_masters_are_deleted_afterwards_and_slips_of_the_crowd_soon() -> None:
    made = world("repost-ring")
    at = dict(zip(made.posts["post_id"].to_pylist(), made.posts["posted_at"].to_pylist(), strict=True))
    reposts = Counter(made.posts["repost_of"].to_pylist())
    gone = made.deletions.to_pylist()
    assert all(row["deleted_at"] > at[row["post_id"]] for row in gone)
    pushed = [row for row in gone if reposts[row["post_id"]] > 8]
    assert len(pushed) > 8
    assert np.median([(row["deleted_at"] - at[row["post_id"]]).total_seconds() for row in pushed]) > 4 * 3600
    assert np.median([(row["deleted_at"] - at[row["post_id"]]).total_seconds() for row in gone]) < 4 * 3600
    assert len(gone) < 0.05 * made.posts.num_rows


def test_two_faces_are_on_two_platforms_and_mostly_look_alike() -> None:
    made = world("large-crude")
    by_key = {row["key"]: row for row in pages(made)}
    own = [set(pair["members"]) for pair in made.truth["personas"] if pair["name"] == "large-crude"]
    assert len(own) >= 9
    assert all(pair <= members(made) for pair in own)
    every = [tuple(by_key[member] for member in pair["members"]) for pair in made.truth["personas"]]
    assert all(a["platform"] != b["platform"] for a, b in every)
    near = [a["handle"].replace("_", "")[:4] == b["handle"].replace("_", "")[:4] for a, b in every]
    strangers = list(combinations(pages(made)[:60], 2))
    assert np.mean(near) > 0.5
    assert np.mean([a["handle"][:4] == b["handle"][:4] for a, b in strangers]) < 0.1


def test_a_usual_crowd_never_crossposts_and_a_wide_one_does() -> None:
    for name, crossing in (("organic", False), ("large-crude", True)):
        made = world(name)
        texts: dict[str, set[str]] = {}
        for row in made.posts.filter(made.posts["kind"].to_numpy(zero_copy_only=False) == "post").to_pylist():
            texts.setdefault(f"{row['platform']}:{row['account_id']}", set()).add(row["text"])
        pairs = [pair["members"] for pair in made.truth["personas"] if pair["name"] == "crowd"]
        long = [{t for t in texts.get(a, set()) & texts.get(b, set()) if len(t) > 60} for a, b in pairs]
        assert bool(set().union(*long)) == crossing


def test_a_large_crude_operation_has_channels_blogs_petitions_and_ads() -> None:
    made = world("large-crude")
    platforms = Counter(member.split(":")[0] for member in members(made))
    assert platforms["facebook"] > platforms["telegram"] > platforms["blog"] > 0
    assert made.ads is not None
    assert {f"facebook:{row['account_id']}" for row in made.ads.to_pylist()} <= members(made)
    assert all(row["payer"] is None and row["spend_lower"] <= row["spend_upper"] for row in made.ads.to_pylist())
    links = {url.split("?")[0] for urls in made.posts["urls"].to_pylist() for url in urls or ()}
    assert set(made.truth["operations"][0]["petitions"]) <= {link.replace("//m.", "//").split("#")[0] for link in links}
    assert world("organic").ads is None
    assert set(world("organic").posts["platform"].to_pylist()) == {"x", "facebook"}


def test_open_groups_say_who_they_are() -> None:
    for name, word in (("feed-mirror", "automated mirror"), ("wire-news", "news outlet"), ("share-kit", "public kit")):
        made = world(name)
        own = {member for group in made.truth["decoys"] for member in group["members"]}
        said = [word in (row["description"] or "") for row in pages(made, own)]
        assert np.mean(said) > 0.6
        assert not any(word in (row["description"] or "") for row in pages(made) if row["key"] not in own)
