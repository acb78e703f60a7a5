import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.traits.both_sides import quarrel
from inconcert.traits.sample import read

SIDES = ("build", "ferry")


def neighbour(side, number, tags=3, names=str):
    on = [names(f"{SIDES[side]}{(number + step) % 3}") for step in range(tags - 1)]
    posts = [{"at": f"2024-03-0{day} 10:00", "text": "words", "hashtags": [names("bridge"), *on]} for day in (1, 2)]
    return {"posts": posts}


def crowd(names=str, first=0):
    return [neighbour((first + place) % 2, place // 2, names=names) for place in range(60)]


def members(minority, names=str, first=0):
    return [neighbour((first + (place < minority)) % 2, place, names=names) for place in range(10)]


@pytest.fixture(scope="module")
def reading():
    return read("both_sides", members(4), crowd())


def test_exchanging_the_two_sides_changes_nothing(reading):
    other = read("both_sides", members(4, first=1), crowd(first=1))
    assert (other.nats, other.n, other.replicates, other.accounts) == (
        reading.nats, reading.n, reading.replicates, reading.accounts
    )  # fmt: skip


@given(st.permutations([f"{side}{number}" for side in SIDES for number in range(3)] + ["bridge"]))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_other_names_for_the_hashtags_change_nothing(reading, names):
    other = dict(zip(sorted(names), [f"tag{place}" for place in map(sorted(names).index, names)], strict=True))
    renamed = read("both_sides", members(4, other.get), crowd(other.get))
    assert (renamed.nats, renamed.accounts) == (reading.nats, reading.accounts)


def test_a_network_of_one_side_speaks_against(reading):
    assert read("both_sides", members(0), crowd()).nats < 0 < reading.nats


def test_topics_that_merely_differ_are_no_quarrel():
    """Hashtags that people mix freely have no sides."""
    mixed = [{"bridge", f"tag{place % 6}", f"tag{place // 6 % 6}", f"tag{place // 2 % 6}"} for place in range(60)]
    assert quarrel(list(enumerate(map(frozenset, mixed)))) is None


def test_sides_need_a_theme_in_common():
    apart = [frozenset(f"{SIDES[place % 2]}{step}" for step in range(3)) for place in range(60)]
    assert quarrel(list(enumerate(apart))) is None


def test_hashtags_of_other_posts_are_no_side_of_a_theme():
    """Half of the people write about football, half about cooking, and all of them about a match now and then."""
    posts = [(place, frozenset(f"{SIDES[place % 2]}{(place + step) % 3}" for step in range(2))) for place in range(60)]
    themed = [(place, frozenset(["bridge"])) for place in range(60)]
    assert quarrel(posts + themed) is None
    assert quarrel([(who, tags | {"bridge"}) for who, tags in posts]) is not None


def test_without_hashtags_it_is_silent():
    silent = [{"posts": [{"at": "2024-03-01 10:00", "text": "words"}]} for _ in range(40)]
    assert read("both_sides", silent[:5], silent).nats is None


def test_both_sides_of_the_quarrel_are_shown(reading):
    assert len(reading.posts) >= 4
    assert reading.figures["members_a_side"] == [4, 6]
