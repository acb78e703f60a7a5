"""When a network acts: hours of the day and days of the week, in UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_HOUR = 3_600_000_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hours(at: npt.NDArray[np.int64]) -> list[int]:
    """Posts in each of the 24 hours of the UTC day; ``at`` in microseconds since 1970."""
    return [int(posts) for posts in np.bincount((at // _HOUR) % 24, minlength=24)]


def weekdays(at: npt.NDArray[np.int64]) -> list[int]:
    """Posts on each weekday in UTC, Monday first; 1970 began on a Thursday."""
    return [int(posts) for posts in np.bincount((at // (24 * _HOUR) + 3) % 7, minlength=7)]


def grid(at: npt.NDArray[np.int64]) -> list[list[int]]:
    """Posts in each hour of the UTC week: seven days, Monday first, of 24 hours."""
    cells = (at // _HOUR + 3 * 24) % (7 * 24)
    week: list[list[int]] = np.bincount(cells, minlength=7 * 24).reshape(7, 24).tolist()
    return week


def busiest(counts: list[int], share: float = 0.5) -> tuple[int, int] | None:
    """Shortest stretch of the clock (from, to; may pass midnight) that holds ``share`` of the posts.

    ``None`` without posts. Of equally short stretches the fullest, then the earliest is taken.
    """
    total = sum(counts)
    if not total:
        return None
    size = len(counts)
    for length in range(1, size + 1):
        sums = [sum(counts[(start + step) % size] for step in range(length)) for start in range(size)]
        if max(sums) >= share * total:
            start = sums.index(max(sums))
            return start, (start + length) % size
    return 0, 0
