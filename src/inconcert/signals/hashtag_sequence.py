"""Hashtag sequence: who wrote the same hashtags in the same order?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one

LEAST = 3
"""Fewest hashtags of a sequence."""


class HashtagSequence(Signal):
    """Two accounts wrote the same three or more hashtags in the same order."""

    name = "hashtag_sequence"
    family = "tag"
    question = "Who wrote the same hashtags in the same order?"
    limits = "Share buttons, contests and events hand out ready-made rows of hashtags."
    noun = "row of hashtags"
    verb = "wrote the same"
    finest = DAY

    def query(self) -> Query:
        """All hashtags of a post in order, joined by spaces."""
        joined = "array_to_string(hashtags, ' ')"
        return Query(one(joined, where=f"kind <> 'repost' AND len(hashtags) >= {LEAST}"), self.name)
