"""Weeks of 168 hours: how different lives spread posts over them, and how well a week of counts fits each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Reals = npt.NDArray[np.float64]

WEEK = 168
FIRST_DAY = 3
"""1970 began on a Thursday; weeks here begin on Monday."""
WEIGHT = 60.0
"""Posts after which a group's own week outweighs the schedule it is compared with."""
LUNCH = (None, 12, 13)
"""Hours of the lunch break that are tried."""
WEEKENDS = ((5, 6), (4, 5))
"""Saturday and Sunday, Friday and Saturday."""


@dataclass(frozen=True)
class Schedule:
    """One way to spend a week, at one distance from UTC."""

    kind: str
    """office, leisure, life or shift."""
    offset: int
    """Hours east of Greenwich, from −11 to 12."""
    lunch: int | None
    weekend: tuple[int, int]
    shares: Reals
    """Share of posts in each hour of the UTC week, Monday 0:00 first."""

    @property
    def says(self) -> str:
        """«office hours at UTC+8»."""
        return {
            "office": f"office hours at UTC{self.offset:+d}",
            "leisure": f"evenings and weekends at UTC{self.offset:+d}",
            "life": f"waking hours at UTC{self.offset:+d}",
            "shift": "posting around the clock",
        }[self.kind]


def week(kind: str, lunch: int | None = None, weekend: tuple[int, int] = WEEKENDS[0]) -> Reals:
    """Shares of posts in each hour of a local week.

    ``office``: nine to six on working days, less at lunch and hardly at other times. ``leisure``: before and after
    work and at weekends. ``life``: whenever people are awake. ``shift``: around the clock.
    """
    hour = np.arange(24)
    awake = np.where((hour >= 8) & (hour < 23), 1.0, np.where((hour >= 1) & (hour < 6), 0.08, 0.4))
    day = {
        "office": np.where((hour >= 9) & (hour < 18), 1.0, np.where((hour == 8) | (hour == 18), 0.4, 0.03)),
        "leisure": np.where((hour >= 18) & (hour < 24), 1.0, np.where((hour >= 7) & (hour < 9), 0.5, 0.15)),
        "life": awake,
        "shift": np.ones(24),
    }[kind]
    if lunch is not None:
        day = day * np.where(hour == lunch, 0.3, 1.0)
    free = {"office": day * 0.08, "leisure": awake}.get(kind, day)
    days = [free if number in weekend else day for number in range(7)]
    shares: Reals = np.concatenate(days) / np.sum(days)
    return shares


@cache
def schedules() -> tuple[Schedule, ...]:
    """All schedules that are compared, at every whole hour of distance from UTC."""
    local = [("office", lunch, weekend) for lunch in LUNCH for weekend in WEEKENDS]
    local += [("leisure", None, weekend) for weekend in WEEKENDS] + [("life", None, WEEKENDS[0])]
    made = [
        Schedule(kind, offset, lunch, weekend, np.roll(week(kind, lunch, weekend), -offset))
        for kind, lunch, weekend in local
        for offset in range(-11, 13)
    ]
    return (*made, Schedule("shift", 0, None, WEEKENDS[0], week("shift")))


def fit(counts: Reals, shares: Reals) -> Reals:
    """Log-likelihood of weeks of counts ``(…, 168)`` by a schedule: Dirichlet-multinomial, weight ``WEIGHT``."""
    from scipy.special import gammaln

    prior = np.maximum(shares * WEIGHT, 1e-3)
    total = counts.sum(axis=-1)
    found: Reals = (
        gammaln(prior.sum()) - gammaln(prior.sum() + total) + (gammaln(counts + prior) - gammaln(prior)).sum(axis=-1)
    )
    return found


def weeks(at: npt.NDArray[np.int64], owner: npt.NDArray[np.int64], accounts: int) -> Reals:
    """For each account in how many weeks it posted in each hour of the UTC week, ``(accounts, 168)``.

    An hour in which an account posted often counts once: a burst is one sitting.
    """
    hours = at // 3_600_000_000
    seen = np.unique(np.stack([owner, hours], axis=1), axis=0)
    cells = (seen[:, 1] + 24 * FIRST_DAY) % WEEK
    counts = np.bincount(seen[:, 0] * WEEK + cells, minlength=accounts * WEEK)
    return counts.reshape(accounts, WEEK).astype(float)
