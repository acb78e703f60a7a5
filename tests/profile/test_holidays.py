from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import worker

from inconcert.profile import holidays as module
from inconcert.profile.holidays import CALENDARS, CLEAR, expected, holidays, observed
from inconcert.traits.sample import World

CROWD = [worker(100 + seed, "Europe/London", weekends=True) for seed in range(35)]


def off(code):
    return {day for day, _ in observed(code, 2022)}


def told(members, crowd=CROWD):
    def ask(group, material):
        others = material.controls(group)
        covered = np.unique(np.concatenate([group.at, others.at]) // 3_600_000_000)
        return holidays(group, others, covered)

    return World(members, crowd).ask(ask)


@pytest.mark.parametrize(("code", "zone"), [("CN", "Asia/Shanghai"), ("US", "America/New_York")])
def test_the_calendar_that_is_kept_stands_first(code, zone):
    rows, says = told([worker(seed, zone, posts=250, off=off(code)) for seed in range(6)])
    best = rows[0]
    assert best["code"] == code
    assert best["nats"] > CLEAR < best["low"] <= best["high"]
    assert best["posts"] < best["expected"] / 3
    assert best["days"] == len(best["dates"])
    assert CALENDARS[code][0] in says
    assert says.startswith("4")
    assert "consistent with" in says
    assert "is from" not in says


def test_nobody_who_works_on_all_days_keeps_any():
    rows, says = told([worker(seed, "Asia/Shanghai", posts=250) for seed in range(6)])
    assert all(row["nats"] < CLEAR for row in rows)
    assert "not known to follow any" in says


def test_a_day_on_which_the_crowd_rests_too_says_little():
    """Everybody in the material rests on these days: they say nothing of the members."""
    free = off("US")
    members = [worker(seed, "America/New_York", posts=250, off=free) for seed in range(6)]
    crowd = [worker(100 + seed, "America/New_York", posts=250, off=free) for seed in range(35)]
    alone, among = ({row["code"]: row["nats"] for row in told(members, some)[0]} for some in (CROWD, crowd))
    assert alone["US"] > 10
    assert among.get("US", 0.0) < CLEAR


def test_too_little_is_said():
    rows, says = told([worker(seed, "Asia/Tokyo", posts=5) for seed in range(3)])
    assert rows == []
    assert says.startswith("Insufficient data")


def test_without_a_crowd_that_is_said():
    _, says = told([worker(seed, "Asia/Shanghai", posts=250, off=off("CN")) for seed in range(6)], crowd=[])
    assert "too few comparable accounts" in says


def test_all_calendars_are_known_to_the_package():
    assert all(len(observed(code, 2022)) >= 5 for code in CALENDARS)
    assert (date(2022, 10, 1), "National Day") in observed("CN", 2022)


def test_more_calendars_cost_more(monkeypatch):
    members = [worker(seed, "Asia/Shanghai", posts=250, off=off("CN")) for seed in range(6)]
    whole = told(members)[0][0]["nats"]
    monkeypatch.setattr(module, "CALENDARS", {"CN": CALENDARS["CN"]})
    assert told(members)[0][0]["nats"] > whole


@given(st.integers(20, 90), st.integers(0, 6), st.data())
def test_a_week_that_repeats_is_what_is_expected(days, shift, data):
    week = np.array(data.draw(st.lists(st.integers(0, 9), min_size=7, max_size=7)), float)
    counts = week[(np.arange(days) + shift) % 7][None]
    found, known = expected(counts, np.ones(days, bool), np.arange(days))
    assert np.allclose(found[0][known], counts[0][known])
    assert known.all() == (days >= 21)
