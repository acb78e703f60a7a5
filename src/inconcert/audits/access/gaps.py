"""Whether a log is whole, as far as its sequence numbers tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from inconcert.audits.access.loading import Store

LISTED = 1000
"""Gaps that are listed, the widest first."""


class Series(NamedTuple):
    """One log with numbers of its own."""

    log: str
    first: int
    last: int
    present: int
    missing: int
    repeated: int
    """Numbers that occur more than once."""
    unnumbered: int
    """Events without a number."""

    @property
    def completeness(self) -> float:
        """Numbers that are there, of those from the first to the last."""
        return self.present / (self.last - self.first + 1)


class Gap(NamedTuple):
    """Numbers that are missing in a row."""

    log: str
    first: int
    last: int
    before_at: int | None
    """Instant of the event before, in microseconds since 1970."""
    after_at: int | None

    @property
    def missing(self) -> int:
        """How many numbers are missing."""
        return self.last - self.first + 1


def series(store: Store) -> tuple[Series, ...]:
    """Every log whose events carry numbers; none when the log has no such column."""
    rows = store.rows(
        """SELECT coalesce(log, ''), min(sequence), max(sequence), count(DISTINCT sequence), count(sequence),
            count(*) - count(sequence) FROM events GROUP BY 1 HAVING count(sequence) > 0 ORDER BY 1"""
    )
    return tuple(
        Series(log, first, last, present, last - first + 1 - present, count - present, without)
        for log, first, last, present, count, without in rows
    )


def gaps(store: Store, some: tuple[Series, ...]) -> tuple[Gap, ...]:
    """Where numbers are missing, the widest gaps first."""
    if not any(one.missing for one in some):
        return ()
    rows = store.rows(
        f"""SELECT log, before + 1, sequence - 1, before_at, after_at FROM (
            SELECT log, sequence, lag(sequence) OVER own AS before, lag(latest) OVER own AS before_at,
                earliest AS after_at
            FROM (SELECT coalesce(log, '') AS log, sequence, max("at") AS latest, min("at") AS earliest FROM events
                WHERE sequence IS NOT NULL GROUP BY 1, 2)
            WINDOW own AS (PARTITION BY log ORDER BY sequence)
        ) WHERE sequence - before > 1 ORDER BY sequence - before DESC, log, sequence LIMIT {LISTED}"""
    )
    return tuple(Gap(*row) for row in rows)
