"""The portrait as it stands in the findings of a run."""

import json

import pytest
from lives import worker

from inconcert.profile.portrait import Portraits, lacking
from inconcert.traits.run import measure
from inconcert.traits.sample import World

KEYS = {"schedule", "holidays", "holidays_says", "narratives", "narratives_says", "sides", "sides_says"}
ADDED = KEYS | {"grid", "targets", "addressed", "breakout", "techniques"}


def test_every_finding_has_a_portrait(bridge):
    for finding in bridge.findings():
        assert set(finding) >= ADDED
        assert sum(map(sum, finding["grid"])) == finding["posts"]
        assert [len(day) for day in finding["grid"]] == [24] * 7
        assert [sum(day) for day in finding["grid"]] == finding["weekdays"]
        assert json.loads(json.dumps(finding)) == json.loads(json.dumps(finding, allow_nan=False))


def test_narratives_hold_the_posts_themselves(bridge):
    ring = bridge.findings()[0]
    told = ring["narratives"]
    assert told
    assert sum(one["posts"] for one in told) <= ring["posts"]
    assert all(set(post) >= {"ref", "at", "text", "file", "row"} for one in told for post in one["examples"])
    assert all(one["examples"] for one in told)
    assert all(one["words"] for one in told)


def test_scripts_without_spaces_have_narratives_too(bridge):
    pasted = bridge.findings()[1]["narratives"]
    assert {lang for one in pasted for lang in one["languages"]} == {"th", "zh", "ja"}
    assert all(one["words"] for one in pasted)


def test_too_little_is_said_and_never_zero(bridge):
    short = bridge.findings()[1]
    assert short["schedule"]["insufficient"]
    assert short["schedule"]["weekend"] is None
    assert short["schedule"]["low_minutes"] is None
    assert "Insufficient data" in short["holidays_says"]
    assert "Insufficient data" in short["sides_says"]


def test_networks_beyond_the_strongest_say_that_they_were_not_read(bridge, monkeypatch):
    monkeypatch.setattr("inconcert.traits.run.LARGEST", 1)
    first, second = bridge.findings()
    assert first["narratives"]
    assert second["narratives"] == []
    assert "strongest networks" in second["schedule"]["insufficient"]


def test_an_empty_portrait_has_the_keys_of_a_full_one():
    def ask(group, material):
        return measure(group, material, {}, Portraits(group.at // 3_600_000_000)).more

    drawn = World([worker(seed, "Asia/Tokyo") for seed in range(4)]).ask(ask)
    assert set(drawn) == set(lacking("it was not read")) == KEYS
    assert set(drawn["schedule"]) == set(lacking("x")["schedule"])


@pytest.mark.parametrize("names", [("left", "right"), ("northside", "southside")])
def test_what_a_side_is_called_changes_nothing_but_names(names):
    """The labels of two sides swapped everywhere: everything comes out the same but the words themselves."""
    one, other = names

    def swapped(text):
        return text.replace(one, "\0").replace(other, one).replace("\0", other)

    def person(seed):
        posts = worker(seed, "Europe/Berlin", posts=40)["posts"]
        said = [f"the {names[n % 2]} wants the bridge number {n % 5}" for n in range(len(posts))]
        return {"posts": [post | {"text": text, "hashtags": [names[n % 2]]} for n, (post, text) in
                          enumerate(zip(posts, said, strict=True))]}  # fmt: skip

    members, crowd = [person(seed) for seed in range(4)], [person(50 + seed) for seed in range(35)]

    def turned(people):
        return [{"posts": [post | {"text": swapped(post["text"]), "hashtags": list(map(swapped, post["hashtags"]))}
                           for post in each["posts"]]} for each in people]  # fmt: skip

    def ask(group, material):
        return measure(group, material, {}, Portraits(group.at // 3_600_000_000)).more

    drawn, again = World(members, crowd).ask(ask), World(turned(members), turned(crowd)).ask(ask)
    assert drawn["narratives"]
    if len(one) == len(other):
        assert swapped(json.dumps(drawn)) == json.dumps(again)
    bare = [[{key: row[key] for key in ("posts", "accounts", "share", "timeline")} for row in some["narratives"]]
            for some in (drawn, again)]  # fmt: skip
    assert bare[0] == bare[1]
