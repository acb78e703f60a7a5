from __future__ import annotations

from inconcert.traits.sample import read

CROWD = [{"follows": ["mayor", "paper", f"a{n}", f"b{n}", f"c{n}"]} for n in range(60)]


def asked(members, crowd=CROWD):
    return read("shared_following", members, crowd)


def test_the_same_small_accounts_speak():
    reading = asked([{"follows": ["mayor", "paper", "ally one", "ally two", f"friend {n}"]} for n in range(6)])
    assert reading.nats > 4
    assert (reading.figures["members"], reading.figures["controls"]) == (6, 0)
    assert len(reading.accounts) == 6


def test_the_same_famous_accounts_do_not():
    assert asked([{"follows": ["mayor", "paper", f"x{n}", f"y{n}", f"z{n}"]} for n in range(6)]).nats < 0


def test_following_each_other_speaks():
    ring = [[f"m{other}" for other in range(6) if other != place] for place in range(6)]
    assert asked([{"follows": [*names, "mayor"]} for names in ring]).nats > 4


def test_handles_are_known_as_well_as_ids():
    ring = [[f"Name_{other}" for other in range(6) if other != place] for place in range(6)]
    assert asked([{"handle": f"name_{place}", "follows": names} for place, names in enumerate(ring)]).nats > 4


def test_who_follows_thousands_agrees_with_nobody():
    many = [{"follows": ["ally", *(f"{place} follows {n}" for n in range(2000))]} for place in range(6)]
    crowd = [{"follows": [f"pair {n // 2}", *(f"{n} follows {k}" for k in range(20))]} for n in range(60)]
    assert asked(many, crowd).nats < 0


def test_a_crowd_that_does_the_same_takes_it_back():
    club = [{"follows": ["mayor", f"club {n % 10}", f"badge {n % 10}", f"own {n}"]} for n in range(60)]
    members = [{"follows": ["mayor", "club x", "badge x", f"own of {n}"]} for n in range(6)]
    assert asked(members, club).nats < asked(members).nats


def test_without_lists_nothing_is_known():
    for members, crowd in (([{}] * 6, CROWD), ([{"follows": list("abcd")}] * 6, [{}] * 60)):
        reading = asked(members, crowd)
        assert reading.nats is None
        assert reading.says.startswith("Insufficient data")
