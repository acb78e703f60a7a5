from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import worker

from inconcert.profile.daylight import daylight, summers
from inconcert.traits.sample import World


def told(members):
    return World(members).ask(lambda group, _: daylight(group))


@pytest.mark.parametrize(
    ("zone", "kept", "clock"),
    [
        ("Europe/Paris", "summer", ["Europe"]),
        ("America/Chicago", "summer", ["North America"]),
        ("Asia/Shanghai", "none", None),
        ("Africa/Lagos", "none", None),
    ],
)
def test_a_day_that_moves_with_the_clocks_is_told_from_one_that_stays(zone, kept, clock):
    found = told([worker(seed, zone, posts=250) for seed in range(6)])
    assert (found["kept"], found["clock"]) == (kept, clock)


def test_without_a_change_of_clocks_nothing_is_told():
    found = told([worker(seed, "Europe/Paris", days=50) for seed in range(6)])
    assert found["kept"] == "cannot tell"
    assert found["nats"] == {}
    assert "cannot be told" in found["says"]


def test_one_busy_afternoon_is_no_change_of_clocks():
    """All post at one hour on one day of the summer: many posts, but one day."""
    members = [worker(seed, "Asia/Tokyo", posts=40, days=120) for seed in range(30)]
    for member in members:
        member["posts"] += [
            {"at": datetime(2022, 4, 11, 11, 5, tzinfo=UTC) + timedelta(hours=n), "text": "x"} for n in (0, 1)
        ]
    assert told(members)["kept"] != "summer"


@given(st.sampled_from(["Europe/Berlin", "America/New_York", "Asia/Tokyo"]), st.integers(0, 3 * 365 * 24))
def test_summer_time_is_that_of_the_zone(zone, hour):
    at = datetime(2021, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hour)
    micro = int(at.timestamp()) * 1_000_000
    first = micro - 400 * 86_400_000_000
    assert bool(summers(zone, np.array([first, micro]))[1]) == bool(at.astimezone(ZoneInfo(zone)).dst())
