import json

import pytest
from lives import drifter, worker

from inconcert.profile.schedule import places, schedule
from inconcert.traits.sample import World, read


def told(members, crowd=()):
    return World(members, crowd).ask(lambda group, material: schedule(group, material.controls(group)))


@pytest.mark.parametrize(
    ("zone", "minutes", "near"), [("Asia/Shanghai", 480, "Singapore"), ("Africa/Lagos", 60, "Lagos")]
)
def test_the_distance_of_an_office_is_found_with_its_lunch(zone, minutes, near):
    found = told([worker(seed, zone) for seed in range(5)])
    assert (found["offsets"][0]["minutes"], found["offsets"][0]["schedule"]) == (minutes, "office")
    assert found["low_minutes"] <= minutes <= found["high_minutes"]
    assert near in found["zones_like"]
    assert found["lunch"]["hour"] == 12
    assert 0 < found["lunch"]["low"] <= found["lunch"]["depth"] <= found["lunch"]["high"] <= 1
    assert found["weekend"] == {"share": 0.0, "controls": None}
    assert found["insufficient"] is None
    assert "do not show where anyone is" in found["says"]


def test_it_says_what_the_trait_says():
    """One computation: the weights of office hours and the weekends are those of the trait."""
    members, crowd = [worker(seed, "Asia/Shanghai") for seed in range(5)], [drifter(seed) for seed in range(40)]
    found, trait = told(members, crowd), read("working_schedule", members, crowd)
    office = sum(row["weight"] for row in found["offsets"] if row["schedule"] == "office")
    assert office == pytest.approx(trait.figures["schedules"]["office"], abs=0.01)
    assert found["weekend"]["share"] == trait.figures["weekend"]
    assert found["weekend"]["controls"] == trait.figures["weekend_controls"]
    assert next(iter(trait.figures["office_offsets"])) == f"{found['offsets'][0]['minutes'] // 60:+d}"


def test_members_who_differ_leave_the_distance_open():
    found = told(
        [worker(seed, zone) for seed, zone in enumerate(["Asia/Shanghai", "Asia/Dubai", "Asia/Shanghai", "Asia/Dubai"])]
    )
    assert found["high_minutes"] - found["low_minutes"] >= 120


def test_around_the_clock_has_no_place():
    found = told([drifter(seed) for seed in range(5)])
    assert found["offsets"][0]["schedule"] == "shift"
    assert found["zones_like"] == []
    assert found["low_minutes"] is None
    assert found["daylight"]["kept"] == "cannot tell"


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ([worker(seed, "Asia/Tokyo", posts=4) for seed in range(3)], "36 are needed"),
        ([worker(seed, "Asia/Tokyo", days=10) for seed in range(3)], "two weeks"),
    ],
)
def test_too_little_is_said(members, why):
    found = told(members)
    assert why in found["insufficient"]
    assert found["offsets"] == []
    assert found["lunch"] is None
    assert found["weekend"] is None


def test_it_is_plain_data_and_the_same_each_time():
    members = [worker(seed, "Asia/Tokyo") for seed in range(4)]
    assert json.dumps(told(members)) == json.dumps(told(members))


def test_places_follow_the_clocks_of_the_day():
    summer, winter = 1_657_000_000_000_000, 1_641_200_000_000_000
    assert "Berlin" in places(120, summer)
    assert "Berlin" not in places(120, winter)
    assert "Kolkata" in places(300, winter)
