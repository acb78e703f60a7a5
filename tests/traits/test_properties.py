"""What holds for every trait: names and words play no part, strangers do not matter, what is missing is not zero."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.plugins import registered
from inconcert.traits.stock import _WORDS, BEGIN, stock

SIDES = ("north", "south")


def readings(world):
    return world.ask(
        lambda group, material: {name: t.read(group, material) for name, t in registered("traits").items()}
    )


def figures(world):
    return {name: (reading.nats, reading.n, reading.replicates) for name, reading in readings(world).items()}


@cache
def as_it_is():
    return figures(stock())


def renamed(value, names):
    """Words and hashtags under other names, wherever they stand."""
    if isinstance(value, str):
        return re.sub(r"[a-z]+", lambda word: names.get(word[0], word[0]), value)
    if isinstance(value, dict):
        return {key: renamed(each, names) for key, each in value.items()}
    return [renamed(each, names) for each in value] if isinstance(value, list) else value


def under(names):
    world = stock()
    return replace(world, members=renamed(list(world.members), names), crowd=renamed(list(world.crowd), names),
                   others=renamed(list(world.others), names))  # fmt: skip


def test_exchanging_the_sides_changes_nothing():
    assert figures(under(dict(zip(SIDES, SIDES[::-1], strict=True)))) == as_it_is()


@given(st.permutations(_WORDS))
@settings(max_examples=3, deadline=None)
def test_other_names_for_the_words_change_nothing(words):
    assert figures(under(dict(zip(_WORDS, words, strict=True)))) == as_it_is()


@pytest.mark.parametrize("seed", range(3))
def test_an_unrelated_account_changes_no_reading(seed):
    random, world = Random(seed), stock()
    times = [BEGIN + timedelta(seconds=random.randrange(120 * 86400)) for _ in range(30)]
    stranger = {"description": "Likes tea", "followers": 10**6, "posts": [{"at": at, "text": "tea"} for at in times]}
    assert figures(replace(world, others=[*world.others, stranger])) == as_it_is()


MISSING = {
    "created_at": {"creation_burst"},
    "handle": {"handle_grammar"},
    "description": {"copied_bios"},
    "avatar": {"reused_avatars"},
}


@pytest.mark.parametrize("field", MISSING)
def test_a_field_that_is_missing_is_insufficient_data_and_never_zero(field):
    world = stock()
    bare = [{key: value for key, value in person.items() if key != field} for person in world.members]
    read = readings(replace(world, members=bare))
    for name in MISSING[field]:
        assert read[name].nats is None
        assert read[name].says.startswith("Insufficient data")


@pytest.mark.parametrize(("field", "name"), [("source_app", "source_app"), ("reply_to_account", "fan_or_contest")])
def test_posts_without_a_field_leave_its_trait_open(field, name):
    world = stock()
    dropped = {field, "repost_of_account", "repost_of"} if name == "fan_or_contest" else {field}
    bare = [
        person
        | {"posts": [{key: value for key, value in post.items() if key not in dropped} for post in person["posts"]]}
        for person in world.members
    ]
    assert readings(replace(world, members=bare))[name].nats is None


def test_two_members_are_too_few_for_anything():
    read = readings(replace(stock(), members=stock().members[:2], deletions=()))
    assert {reading.nats for reading in read.values()} == {None}


def test_few_controls_leave_comparisons_open():
    read = readings(replace(stock(), crowd=stock().crowd[:20]))
    spoke = {name for name, reading in read.items() if reading.nats is not None}
    assert spoke <= {"declared_affiliation", "declared_automation", "share_kit", "syndication", "fan_or_contest",
                     "live_event"}  # fmt: skip
