from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import UsageError
from inconcert.profile.hours import hours
from inconcert.web.screens.material import Acts
from inconcert.web.screens.slices import by_member, grid, instant_of, times, zone_name, zone_of

AT = st.lists(st.integers(0, 2_000_000_000_000_000), min_size=1, max_size=40).map(sorted)


def acts(at: list[int]) -> Acts:
    size = len(at)
    return Acts(np.arange(size, dtype=np.int32) % 3, np.array(at, dtype=np.int64), np.arange(size) % 2 == 0)


@given(AT, st.integers(-24, 28))
def test_the_grid_counts_every_post_once_and_turns_with_the_zone(at: list[int], halves: int) -> None:
    zone = 30 * halves
    made = grid(acts(at), zone)
    moved = [moment + zone * 60_000_000 for moment in at]
    assert sum(row["posts"] for row in made["rows"]) == len(at)
    assert made["hours"] == hours(np.array(moved))
    assert all((cell["shade"] == 0) == (cell["posts"] == 0) for row in made["rows"] for cell in row["cells"])


def test_monday_at_nine_stands_on_monday_at_nine() -> None:
    made = grid(acts([instant_of("2024-03-04T09:30") or 0]))
    assert made["rows"][0]["cells"][9]["posts"] == 1


def test_a_stretch_of_time_holds_its_first_instant_and_not_its_last() -> None:
    first, last = instant_of("2024-03-01") or 0, instant_of("2024-03-02") or 0
    inside = acts([first - 1, first, last - 1, last]).within(first, last)
    assert inside.at.tolist() == [first, last - 1]
    told = times(acts([first - 1, first, last - 1, last]), 1.0, (first, last))
    assert told["posts"] == 2


def test_what_is_no_date_is_refused_and_what_is_no_zone_is_utc() -> None:
    with pytest.raises(UsageError, match="is no date"):
        instant_of("yesterday")
    assert instant_of("") is None
    assert zone_of("east") == 0
    assert zone_of("99999") == 840
    assert (zone_name(330), zone_name(-180), zone_name(0)) == ("UTC+5:30", "UTC−3", "UTC")


def test_posts_of_each_member() -> None:
    assert by_member(acts([1, 2, 3, 4]), 4) == [(2, 1), (1, 0), (1, 1), (0, 0)]
