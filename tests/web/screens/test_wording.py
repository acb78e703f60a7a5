from __future__ import annotations

from typing import Any

import pytest

from inconcert.web.screens.wording import things
from inconcert.web.views import environment


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ({"posts": 5}, "posts"),
        ({"posts": 5, "ads": 0}, "posts"),
        ({"posts": 5, "ads": 5}, "ads"),
        ({"posts": 5, "ads": 2}, "posts and ads"),
        ({}, "posts"),
    ],
)
def test_ads_are_called_ads(network: dict[str, Any], said: str) -> None:
    assert things(network) == said


def test_the_hours_of_ads_are_hours_of_ads() -> None:
    hours = environment().get_template("screens_parts.html").make_module({"may": bool, "url": str}).hours
    grid = {"posts": 1, "zone_name": "UTC", "most": 1, "rows": []}
    assert "1 ad by hour" in hours(grid, "Hours", "ads")
    assert "1 post by hour" in hours(grid, "Hours")
