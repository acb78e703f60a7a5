"""When people post: hours of the week in a zone, and delays after something happened. Times are whole seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

START = int(datetime(2021, 3, 1, tzinfo=UTC).timestamp())
"""First second of every made-up world: a Monday."""
DAYS = 28
HOUR, DAY = 3600, 86400
END = START + DAYS * DAY
"""First second after the world. Nothing is cut off at it: what would come later is drawn again, earlier."""
CANDIDATES = 4
ASLEEP = 0.1
"""Hours with less than this share of the busiest hour's activity are dead: what falls there is put off."""

_DAY = [3, 2, 1, 1, 1, 2, 5, 9, 11, 11, 11, 12, 14, 13, 12, 12, 13, 14, 15, 17, 19, 18, 13, 7]
_OFFICE = [0.1] * 8 + [4, 10, 12, 12, 1.5, 2, 11, 12, 11, 7] + [0.3] * 6


def _week(weekday: list[float] | list[int], weekend: float) -> NDArray[np.float64]:
    return np.concatenate([np.tile(np.array(weekday, dtype=float), 5), np.tile(np.array(weekday) * weekend, 2)])


RHYTHMS: dict[str, NDArray[np.float64]] = {
    "daily": _week(_DAY, 1.15),
    "office": _week(_OFFICE, 0.08),
    "always": np.ones(168),
}
"""Relative activity in each hour of a local week from Monday 0:00.

``office`` is a working day of eight to six with a lunch break from twelve to two, and a tenth of it at weekends.
"""
NAMES = tuple(RHYTHMS)
CALENDARS: dict[str, tuple[int, ...]] = {"none": (), "spring": (14, 15, 16), "founders": (7,)}
"""Holidays of an office: days of the world (from 0), in its own zone, on which hardly anybody works."""
HOLIDAY = 0.04
"""Share of a working day's activity that is left on a holiday."""


@dataclass(frozen=True)
class Clock:
    """A rhythm in a zone."""

    rhythm: str = "daily"
    offset: int = 0
    """Hours east of Greenwich."""
    calendar: str = "none"
    """Holidays."""

    def _usual(self, hour: NDArray[np.int64]) -> NDArray[np.float64]:
        """Relative activity in the local ``hour``, counted from the beginning of the world."""
        closed = np.isin(hour // 24, CALENDARS[self.calendar])
        return RHYTHMS[self.rhythm][hour % 168] * np.where(closed, HOLIDAY, 1.0)

    def weight(self, at: NDArray[Any]) -> NDArray[np.float64]:
        """Relative activity at the instants ``at`` (seconds); nothing outside the world."""
        hour = (at - START) // HOUR + self.offset
        return np.where((at >= START) & (at < END), self._usual(hour.astype(np.int64)), 0.0)

    def draw(self, rng: Generator, count: int, since: int = START, until: int = END) -> NDArray[np.int64]:
        """``count`` instants between ``since`` and ``until`` that follow the rhythm."""
        hours = np.arange(since, until, HOUR)
        total = np.cumsum(self.weight(hours))
        hour = hours[np.searchsorted(total, rng.random(count) * total[-1])]
        width = np.minimum(HOUR, until - hour)
        drawn: NDArray[np.int64] = (hour + rng.random(count) * width).astype(np.int64)
        return drawn

    def after(self, rng: Generator, start: NDArray[Any], median: float, sigma: float) -> NDArray[np.int64]:
        """For each ``start`` an instant after it, when people are up: log-normal delay of ``median`` seconds."""
        delay = median * np.exp(sigma * rng.standard_normal((len(start), CANDIDATES)))
        return self._choose(rng, np.asarray(start), delay)

    def around(self, rng: Generator, centre: NDArray[Any], spread: float) -> NDArray[np.int64]:
        """For each ``centre`` an instant near it, at an hour when people are up: normal with ``spread`` seconds."""
        return self._choose(rng, np.asarray(centre), spread * rng.standard_normal((len(centre), CANDIDATES)))

    def _choose(self, rng: Generator, start: NDArray[Any], gaps: NDArray[Any]) -> NDArray[np.int64]:
        """``start`` and one of each row's gaps, by the rhythm; put off when all fall into dead hours.

        A row that ends up outside the world gets any instant between ``start`` and the end.
        """
        candidates = start[:, None] + gaps
        with np.errstate(divide="ignore"):
            score = np.log(self.weight(candidates)) + rng.gumbel(size=candidates.shape)
        chosen = candidates[np.arange(len(candidates)), score.argmax(axis=1)]
        weight = self.weight(chosen)
        asleep = (weight > 0) & (weight < ASLEEP * RHYTHMS[self.rhythm].max())
        chosen[asleep] = self._put_off(rng, chosen[asleep])
        lost = self.weight(chosen) == 0
        chosen[lost] = start[lost] + rng.random(int(lost.sum())) * (END - 1 - start[lost])
        whole: NDArray[np.int64] = np.floor(chosen).astype(np.int64)
        return whole

    def _put_off(self, rng: Generator, at: NDArray[Any]) -> NDArray[Any]:
        """Instants in the three days after ``at`` (a weekend can lie between) that follow the rhythm, soonest first."""
        ahead = np.arange(1, 73)
        hour = ((at - START) // HOUR + self.offset).astype(np.int64)
        weights = self._usual(hour[:, None] + ahead) * np.exp(-ahead / 12)
        total = weights.cumsum(axis=1)
        chosen = (total < rng.random((len(at), 1)) * total[:, -1:]).sum(axis=1)
        later: NDArray[Any] = (at // HOUR + ahead[chosen] + rng.random(len(at))) * HOUR
        return later
