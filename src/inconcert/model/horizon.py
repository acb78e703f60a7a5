"""A stretch of time: from and up to an instant, or open."""

from __future__ import annotations

from typing import NamedTuple

from inconcert.model.times import iso


class Horizon(NamedTuple):
    """Microseconds since 1970 UTC; ``None`` is open."""

    since: int | None = None
    """First instant that is looked at."""
    until: int | None = None
    """First instant that is not."""

    def meets(self, first: int, last: int) -> bool:
        """Whether something between two instants, both inside, may lie in it."""
        return (self.since is None or last >= self.since) and (self.until is None or first < self.until)

    def sql(self, micros: str) -> str:
        """A condition on an SQL expression in microseconds since 1970."""
        parts = [f"{micros} >= {self.since}"] if self.since is not None else []
        parts += [f"{micros} < {self.until}"] if self.until is not None else []
        return " AND ".join(parts) or "true"

    def told(self) -> dict[str, str | None]:
        """``since`` and ``until`` in ISO 8601, ``until`` as the first instant left out."""
        return {name: None if at is None else iso(at) for name, at in self._asdict().items()}
