"""Properties of every made-up world, and of what each scenario plants in it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from inconcert.model.tables import schema
from inconcert.simulate.rhythm import END, START
from inconcert.simulate.scenarios import SCENARIOS, Made, simulate
from inconcert.sites.lookalikes.brands import Brand
from inconcert.sites.lookalikes.matching import match

POSTS = 8_000
ADAPTING = {"adversary-churn-100", "adversary-framing-3-posts", "adversary-split-4", "ring-8"}
CHECKED = [name for name in SCENARIOS if not name.startswith(("adversary", "ring-")) or name in ADAPTING]
"""The adversaries differ in numbers only; some of them stand for all here."""
DECOYS = [name for name, scenario in SCENARIOS.items() if scenario.says.startswith("Decoy")]
worlds: dict[str, Made] = {}


def world(name: str) -> Made:
    if name not in worlds:
        worlds[name] = simulate(name, seed=7, posts=POSTS)
    return worlds[name]


def rows(made: Made, *columns: str) -> list[dict[str, Any]]:
    wanted = made.posts.select(["platform", "account_id", *columns])
    return [{**row, "key": f"{row['platform']}:{row['account_id']}"} for row in wanted.to_pylist()]


def seconds(made: Made) -> np.ndarray[Any, Any]:
    return made.posts["posted_at"].cast(pa.int64()).to_numpy() // 10**6


@pytest.mark.parametrize("name", CHECKED)
def test_columns_are_those_of_the_nouns(name: str) -> None:
    made = world(name)
    tables = {"posts": made.posts, "accounts": made.accounts, "deletions": made.deletions, "ads": made.ads}
    for noun, table in tables.items():
        if table is None:
            continue
        assert [(f.name, f.type) for f in table.schema] == [
            (f.name, f.type) for f in schema(noun) if f.name not in {"source", "row"}
        ]
    assert made.posts.num_rows == POSTS


@pytest.mark.parametrize("name", CHECKED)
def test_ids_are_distinct_and_everything_pointed_at_is_there_and_earlier(name: str) -> None:
    posts = world(name).posts
    when = dict(zip(posts["post_id"].to_pylist(), seconds(world(name)).tolist(), strict=True))
    assert len(when) == POSTS
    for column in ("repost_of", "reply_to", "quote_of"):
        for row in posts.select(["post_id", column]).filter(pc.is_valid(posts[column])).to_pylist():
            assert when[row[column]] <= when[row["post_id"]]
    known = {f"{r['platform']}:{r['account_id']}" for r in world(name).accounts.to_pylist()}
    assert {row["key"] for row in rows(world(name))} <= known
    assert len(known) == world(name).accounts.num_rows


@pytest.mark.parametrize("name", CHECKED)
def test_times_spread_over_the_world_and_are_never_clipped(name: str) -> None:
    at = seconds(world(name))
    former = at < START
    assert former.any() == (name == "woken")
    at = at[~former]
    assert START <= at.min() < START + 86400
    assert END - 86400 < at.max() <= END
    assert (np.diff(at) >= 0).all()
    busiest = np.bincount(at - START).max()
    assert busiest <= 8
    assert (at >= END - 1).sum() <= 2


@pytest.mark.parametrize("name", CHECKED)
def test_members_of_the_truth_exist_and_post_beside_what_is_planted(name: str) -> None:
    made = world(name)
    posts = Counter(row["key"] for row in rows(made))
    groups = made.truth["operations"] + made.truth["decoys"]
    assert [bool(made.truth["operations"]), bool(made.truth["decoys"])] == {
        "organic": [False, False],
        "two-faces": [False, False],
        "mixed": [True, True],
    }.get(name, [name not in DECOYS, name in DECOYS])
    members = [member for group in groups for member in group["members"]]
    assert len(members) == len(set(members))
    assert all(posts[member] >= 1 for member in members)
    assert sum(posts.values()) - sum(posts[member] for member in members) > 0.25 * POSTS


def test_members_repost_and_answer_the_crowd_as_others_do() -> None:
    made = world("small-slow")
    members = set(made.truth["operations"][0]["members"])
    kinds = Counter(row["kind"] for row in rows(made, "kind") if row["key"] in members)
    assert kinds["repost"] > 20
    assert kinds["reply"] > 5


@pytest.mark.parametrize("name", ["organic", "mixed", "diaspora-protest"])
def test_the_same_seed_gives_the_same_world(name: str) -> None:
    again = simulate(name, seed=7, posts=POSTS)
    assert again.posts.equals(world(name).posts)
    assert again.accounts.equals(world(name).accounts)
    assert again.truth == world(name).truth
    other = simulate(name, seed=8, posts=POSTS)
    assert not other.posts.equals(again.posts)


def test_the_crowd_is_heavy_tailed_and_sleeps_at_night() -> None:
    made = world("organic")
    activity = sorted(Counter(row["key"] for row in rows(made)).values())
    assert activity[-1] > 15 * np.median(activity)
    links = Counter(url.split("?")[0] for row in rows(made, "urls", "kind") for url in row["urls"])
    assert max(links.values()) >= 8 * np.median(list(links.values()))
    english = made.posts.filter(pc.equal(made.posts["lang"], "qab"))
    hour = (english["posted_at"].cast(pa.int64()).to_numpy() // 3_600_000_000 + 1) % 24
    assert np.isin(hour, [2, 3, 4]).sum() < np.isin(hour, [19, 20, 21]).sum() / 4


def test_small_slow_keeps_office_hours_with_a_lunch_break_on_both_sides() -> None:
    made = world("small-slow")
    clusters = made.truth["operations"][0]["clusters"]
    assert {cluster["side"] for cluster in clusters} == {"A", "B"}
    languages = {
        row["key"]: row["lang"] for row in rows(made, "lang") if row["key"] in made.truth["operations"][0]["members"]
    }
    assert [{languages[member] for member in cluster["members"]} for cluster in clusters] == [
        {"qaa"}, {"qaa"}, {"qaa"}, {"qab"}
    ]  # fmt: skip
    assert all(5 <= len(cluster["members"]) <= 7 for cluster in clusters)
    members = set(made.truth["operations"][0]["members"])
    at = np.array([s for s, row in zip(seconds(made), rows(made), strict=True) if row["key"] in members])
    local = at // 3600 + 8
    hour, day = local % 24, (local // 24 + 3) % 7
    assert np.isin(hour, range(8, 18)).mean() > 0.85
    assert np.isin(hour, [12, 13]).mean() < 0.4 * np.isin(hour, [10, 11]).mean()
    assert (day >= 5).mean() < 0.12


def test_small_slow_puts_a_tag_of_its_own_under_one_accounts_posts() -> None:
    made = world("small-slow")
    operation = made.truth["operations"][0]
    (figure,) = operation["targets"]
    replies = [row for row in rows(made, "kind", "hashtags", "reply_to_account") if row["kind"] == "reply"]
    under = [row for row in replies if row["reply_to_account"] == figure.split(":")[1] and row["hashtags"]]
    own = [row for row in under if row["key"] in operation["members"]]
    (tag,) = {row["hashtags"][0] for row in own}
    assert len(own) >= 8
    assert figure not in operation["members"]
    assert {row["key"] for row in rows(made, "hashtags") if tag in (row["hashtags"] or [])} <= set(operation["members"])


def gaps(made: Made, members: set[str], column: str) -> np.ndarray[Any, Any]:
    """Seconds from the first to each later post of an object by the members."""
    first: dict[str, int] = {}
    found = []
    for at, row in zip(seconds(made).tolist(), rows(made, column, "kind"), strict=True):
        values = [value.split("?")[0].replace("//m.", "//").split("#")[0] for value in row[column] or []]
        for value in values if row["key"] in members and row["kind"] == "post" else []:
            if value in first:
                found.append(at - first[value])
            first.setdefault(value, at)
    return np.array(found)


def test_small_slow_is_hours_apart_and_large_crude_within_minutes() -> None:
    slow, crude = world("small-slow"), world("large-crude")
    slow_gaps = gaps(slow, set(slow.truth["operations"][0]["members"]), "urls")
    pages = {member for member in crude.truth["operations"][0]["members"] if not member.startswith("blog:")}
    crude_gaps = gaps(crude, pages, "urls")
    assert len(slow_gaps) > 50
    assert np.median(slow_gaps) > 3600
    assert len(crude_gaps) > 100
    assert np.median(crude_gaps) < 300


def test_sites_of_large_crude_look_like_ones_the_crowd_reads() -> None:
    made = world("large-crude")
    sites = made.truth["operations"][0]["sites"]
    hosts = {url.split("/")[2] for row in rows(made, "urls") for url in row["urls"]}
    assert set(sites) <= hosts
    assert all(any(host.split(".")[0] in site for host in hosts - set(sites)) for site in sites)
    assert not set(made.brands) & set(sites)
    alike = {hit.candidate for hit in match([Brand(name) for name in made.brands], sites)}
    assert len(alike) >= len(sites) // 2
    assert alike <= set(sites)
    assert simulate("organic", posts=300).brands == ()


def test_feed_mirrors_say_that_they_are_bots() -> None:
    made = world("feed-mirror")
    bots = {f"{r['platform']}:{r['account_id']}" for r in made.accounts.to_pylist() if r["declared_bot"]}
    assert bots == set(made.truth["decoys"][0]["members"])


def test_nothing_in_an_account_gives_its_role_away() -> None:
    """Members come first while a world is made; neither ids nor handles nor the order of rows may show it."""
    made = world("repost-ring")
    members = set(made.truth["operations"][0]["members"])
    places = [k for k, r in enumerate(made.accounts.to_pylist()) if f"{r['platform']}:{r['account_id']}" in members]
    assert np.mean(places) == pytest.approx(made.accounts.num_rows / 2, rel=0.4)


def test_metrics_are_missing_rather_than_zero_for_some() -> None:
    metrics = world("organic").posts["metrics"].to_pylist()
    assert any(value is None for value in metrics)
    assert any(dict(value)["like"] > 10 for value in metrics if value)


def test_unknown_scenario_and_too_few_posts_are_refused() -> None:
    with pytest.raises(ValueError, match="There are: organic, small-slow"):
        simulate("nonesuch")
    with pytest.raises(ValueError, match=r"ask for [0-9,]+ or more"):
        simulate("mixed", posts=1000)
