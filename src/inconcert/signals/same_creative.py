"""Same creative: which pages ran the same ad?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import each


class SameCreative(Signal):
    """Two pages ran ads with nearly the same text, or the same picture."""

    name = "same_creative"
    family = "media"
    question = "Which pages ran the same ads?"
    limits = "An agency places one ad for many clients, franchises and resellers get theirs ready-made."
    noun = "ad"
    verb = "ran the same"
    finest = DAY

    def query(self) -> Query:
        """Clusters of near-duplicate texts and pictures of ads; the payer is the outlet."""
        return Query(each("creatives", outlet="payer"), self.name)
