import pytest

from inconcert.traits.sample import read


def person(name, tag):
    return {"posts": [{"post_id": name, "at": "2024-01-01 10:00", "text": f"words #{tag}", "hashtags": [tag]}]}


CROWD = [person(f"c{n}", f"tag{n}") for n in range(40)]
PUSH = [person(f"m{n}", "push") for n in range(6)]


def gone(*names, at="2024-01-02 10:00"):
    return [{"post_id": name, "deleted_at": at} for name in names]


def asked(members, deletions):
    return read("deleted_after_trending", members, CROWD, deletions=deletions)


def test_who_deletes_the_push_is_marked():
    reading = asked(PUSH, gone("m0", "m1", "m2", "m3", "m4"))
    assert reading.nats > 5
    assert sorted(reading.posts) == [f"x:m{n}" for n in range(5)]


@pytest.mark.parametrize("at", ["2024-01-20 10:00", "2023-12-31 10:00"])
def test_other_times_do_not_count(at):
    assert asked(PUSH, gone("m0", "m1", "m2", "m3", at=at)).nats < 0


def test_what_nobody_else_pushed_may_be_deleted():
    assert asked([person(f"m{n}", f"own{n}") for n in range(6)], gone("m0", "m1", "m2", "m3")).nats < 0


def test_where_everybody_deletes_it_is_nothing_special():
    everybody = gone(*(f"m{n}" for n in range(6)), *(f"c{n}" for n in range(40)))
    assert asked(PUSH, everybody).nats < 0.5


def test_without_deletions_nothing_is_known():
    assert asked(PUSH, []).nats is None
