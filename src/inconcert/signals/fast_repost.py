"""Fast repost: who reposts within seconds?"""

from __future__ import annotations

from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import COLUMNS

SECONDS = 60
"""A repost is fast when it comes at most this long after the original, or after its first repost."""

_FAST = f"""
WITH reposts AS (
    SELECT original, original_account, {COLUMNS} FROM features WHERE kind = 'repost' AND original IS NOT NULL
), firsts AS (
    SELECT original, min("at") AS first_at FROM reposts WHERE precision <= 1 GROUP BY original
), originals AS (
    SELECT post_ref AS original, "at" AS posted_at FROM features WHERE precision <= 1 AND kind <> 'repost'
)
SELECT reposts.original AS object, reposts.original_account AS outlet, {COLUMNS}
FROM reposts LEFT JOIN firsts USING (original) LEFT JOIN originals USING (original)
WHERE "at" - coalesce(posted_at, first_at, "at") <= {SECONDS} * 1000000
"""


class FastRepost(Signal):
    """Two accounts reposted the same original within a minute of its appearance."""

    name = "fast_repost"
    family = "message"
    question = "Who reposts the same post within a minute of its appearance?"
    limits = "Large accounts have followers awake at any second; a missing original's first repost starts the clock."
    noun = "original post"
    verb = "within a minute reposted the same"
    finest = 1.0
    windows = (10.0, 60.0)
    rarity = False

    def query(self) -> Query:
        """Reposts at most a minute after the original, where the data knows its time, else after the first repost."""
        return Query(_FAST, self.name)
