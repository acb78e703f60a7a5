"""The stretch of time that a run looks at: from and up to an instant or a whole UTC day, or open."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from inconcert.errors import UsageError
from inconcert.model.durations import seconds
from inconcert.model.times import DAY, SECOND, instant, iso, micros


class Horizon(NamedTuple):
    """Microseconds since 1970 UTC; ``None`` is open."""

    since: int | None = None
    """First instant that is looked at."""
    until: int | None = None
    """First instant that is not."""

    @property
    def open(self) -> bool:
        """Whether everything is looked at."""
        return self == Horizon()

    def meets(self, first: int, last: int) -> bool:
        """Whether something between two instants, both inside, may lie in it."""
        return (self.since is None or last >= self.since) and (self.until is None or first < self.until)

    def days(self, first: int, last: int) -> tuple[int, int]:
        """Numbers (since 1970) of the first and last UTC day that the instants ``first`` to ``last`` have inside.

        The first is greater than the last when there is none.
        """
        start = first if self.since is None else max(first, self.since)
        end = last if self.until is None else min(last, self.until - 1)
        return start // DAY, end // DAY

    def sql(self, instant: str, literal: str = "{}") -> str:
        """A condition on an SQL expression, in microseconds since 1970 or what ``literal`` makes of them."""
        parts = [f"{instant} >= {literal.format(self.since)}"] if self.since is not None else []
        parts += [f"{instant} < {literal.format(self.until)}"] if self.until is not None else []
        return " AND ".join(parts) or "true"

    def told(self) -> dict[str, str | None]:
        """``since`` and ``until`` in ISO 8601, ``until`` as the first instant left out."""
        return {name: None if at is None else iso(at) for name, at in self._asdict().items()}


EVERYTHING = Horizon()


def horizon(since: str | None, until: str | None) -> Horizon:
    """The horizon from ``since`` up to ``until``.

    A day (``2024-03-01``) means the whole UTC day, the last one included; an instant (``2024-03-01T06:00:00Z``, UTC
    where it names no zone) is where it begins, and where it ends without being inside.

    Raises:
        UsageError: one of them is no day or instant, or nothing lies between them.
    """
    found = Horizon(_instant("since", since, 0), _instant("until", until, 1))
    if found.since is not None and found.until is not None and found.since >= found.until:
        raise UsageError(f"nothing lies between since {since} and until {until}.", todo="Give the earlier one first.")
    return found


def last_days(last: str, newest: str | None, until: str | None = None) -> str:
    """The day with which a horizon of the last days begins.

    Args:
        last: Whole days, such as ``30d`` or ``2w``.
        newest: Instant of the newest post, in ISO 8601; the horizon ends with its day.
        until: The end of the horizon, where it is not that.

    Raises:
        UsageError: it is less than a day or cannot be read, or there is no post.
    """
    try:
        days = int(seconds(last) * SECOND) // DAY
    except ValueError:
        days = 0
    if days < 1:
        raise UsageError(f"the last '{last}' are no days.", todo="Write whole days, such as 30d.")
    end = _instant("until", until, 1)
    if end is None:
        if newest is None:
            raise UsageError("there are no posts yet.", todo="Run: inconcert add, then again.")
        end = instant(newest) + 1
    return (date(1970, 1, 1) + timedelta(days=(end - 1) // DAY - days + 1)).isoformat()


def _instant(name: str, given: str | None, further: int) -> int | None:
    if given is None:
        return None
    try:
        if len(given) == len("2024-03-01"):
            day = date.fromisoformat(given) + timedelta(days=further)
            return micros(datetime.combine(day, time.min))
        return instant(given)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name} is '{given}', which is no day.", todo="Write it as 2024-03-01, or 2024-03-01T06:00:00Z."
        ) from None
