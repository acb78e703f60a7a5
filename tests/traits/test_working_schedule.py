import numpy as np
import pytest

from inconcert.traits.sample import read
from inconcert.traits.schedules import fit, schedules, week, weeks

OFFICE_DAYS = [day for day in range(1, 29) if day % 7 not in (6, 0)]


def person(hours, days, shift=0):
    times = [f"2024-01-{day:02} {(hour + shift) % 24:02}:07" for day in days for hour in hours]
    return {"posts": [{"at": at, "text": "words"} for at in times]}


def evenings(number):
    return person((19 + number % 3, 22), range(1 + number % 3, 29, 2))


CROWD = [evenings(number) for number in range(40)]


@pytest.mark.parametrize("shift", [-8, 0, 5])
def test_the_distance_from_utc_is_found(shift):
    office = [person((9, 10 + n % 3, 14 + n % 2, 17), OFFICE_DAYS, -shift) for n in range(5)]
    reading = read("working_schedule", office, CROWD)
    assert next(iter(reading.figures["office_offsets"])) == f"{shift:+d}"
    assert reading.nats == 3.0


def test_people_at_leisure_speak_against():
    assert read("working_schedule", CROWD[:6], CROWD[6:]).nats < 0


def test_around_the_clock_is_no_office():
    shift = [person(range(number % 3, 24, 3), range(1, 29)) for number in range(6)]
    reading = read("working_schedule", shift, CROWD)
    assert reading.nats < 0
    assert "around the clock" in reading.says


def test_an_office_among_offices_is_nothing_special():
    """When comparable accounts keep the same hours, the hours say nothing."""
    office = [person((9, 11 + n % 2, 15), OFFICE_DAYS) for n in range(45)]
    assert read("working_schedule", office[:5], office[5:]).nats < 2


def test_it_never_says_where_anyone_is():
    reading = read("working_schedule", [person((9, 12, 15), OFFICE_DAYS, -8) for _ in range(5)], CROWD)
    assert "consistent with" in reading.says
    assert "do not show where anyone is" in reading.says
    assert reading.accounts == ()


@pytest.mark.parametrize(
    ("members", "told"),
    [
        ([person((9,), OFFICE_DAYS[:4])] * 3, "36 are needed"),
        ([person((9, 12, 15), OFFICE_DAYS)] * 2, "36 are needed"),
        ([person(range(9, 18), OFFICE_DAYS[:5])] * 4, "two weeks"),
    ],
)
def test_too_little_is_insufficient(members, told):
    reading = read("working_schedule", members, CROWD)
    assert reading.nats is None
    assert told in reading.says


def test_a_burst_counts_as_one_hour():
    at = np.array([0, 1, 2, 3_600_000_000], dtype=np.int64)
    counted = weeks(at, np.zeros(4, np.int64), 1)
    assert counted.sum() == 2
    assert counted[0, 3 * 24] == counted[0, 3 * 24 + 1] == 1


def test_every_schedule_is_a_week_of_shares():
    for each in schedules():
        assert each.shares.sum() == pytest.approx(1.0)
        assert (each.shares > 0).all()


def test_a_week_fits_its_own_schedule_best():
    counts = np.round(week("office", 12) * 400)
    best = max(schedules(), key=lambda each: fit(counts, each.shares))
    assert (best.kind, best.offset, best.lunch) == ("office", 0, 12)
