"""Made-up people with hours, for the tests of a portrait."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Container

START = date(2022, 1, 3)
"""A Monday."""


def worker(
    seed: int, zone: str, *, days: int = 180, posts: int = 150, off: Container[date] = (), weekends: bool = False
) -> dict[str, Any]:
    """Somebody who posts from nine to six by the clocks of a zone, with a lunch break at twelve."""
    rng, made = np.random.default_rng(seed), []
    hours = [9, 10, 11, 13, 14, 15, 16, 17]
    while len(made) < posts:
        day = START + timedelta(days=int(rng.integers(days)))
        if day in off or (day.weekday() >= 5 and not weekends):
            continue
        at = datetime(
            day.year, day.month, day.day, int(rng.choice(hours)), int(rng.integers(60)), tzinfo=ZoneInfo(zone)
        )
        made.append({"at": at.astimezone(UTC), "text": "words"})
    return {"posts": made}


def drifter(seed: int, *, posts: int = 100, days: int = 60) -> dict[str, Any]:
    """Somebody who posts at any hour of any day."""
    rng = np.random.default_rng(seed)
    first = datetime(START.year, START.month, START.day, tzinfo=UTC)
    return {"posts": [{"at": first + timedelta(minutes=int(rng.integers(days * 1440))), "text": "words"}
                      for _ in range(posts)]}  # fmt: skip
