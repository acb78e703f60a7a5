"""The stretch of time that a run looks at: from and up to an instant or a whole UTC day, or open."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from inconcert.errors import UsageError
from inconcert.model.times import DAY, iso, micros


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

    def sql(self, micros: str) -> str:
        """A condition on an SQL expression in microseconds since 1970."""
        parts = [f"{micros} >= {self.since}"] if self.since is not None else []
        parts += [f"{micros} < {self.until}"] if self.until is not None else []
        return " AND ".join(parts) or "true"

    def told(self) -> dict[str, str | None]:
        """``since`` and ``until`` in ISO 8601, ``until`` as the first instant left out."""
        return {name: None if at is None else iso(at) for name, at in self._asdict().items()}


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


def last_days(days: float, newest: int) -> str:
    """The day with which a horizon of so many UTC days begins that ends with the day of the instant ``newest``.

    Raises:
        UsageError: it is less than a day.
    """
    if days < 1:
        raise UsageError(f"a horizon of {days:g} days is too short.", todo="Give whole days, such as 30d.")
    day = datetime.fromtimestamp(newest // 1_000_000, UTC).date()
    return (day - timedelta(days=int(days) - 1)).isoformat()


def _instant(name: str, given: str | None, further: int) -> int | None:
    if given is None:
        return None
    try:
        if len(given) == len("2024-03-01"):
            day = date.fromisoformat(given) + timedelta(days=further)
            return micros(datetime.combine(day, time.min))
        moment = datetime.fromisoformat(given)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{name} is '{given}', which is no day.", todo="Write it as 2024-03-01, or 2024-03-01T06:00:00Z."
        ) from None
    return micros(moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment)
