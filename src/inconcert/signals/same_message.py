"""Same message: who spread the same words, by repost or as their own?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameMessage(Signal):
    """Two accounts spread the same message, by the repost button or by copying it."""

    name = "same_message"
    family = "message"
    question = "Who spread the same messages, be it by reposting or by copying them?"
    limits = "It adds up what the repost and text signals see, so whatever fools them fools it as well."
    noun = "message"
    verb = "spread the same"
    finest = DAY

    def query(self) -> Query:
        """Originals of reposts, with their author as outlet, and texts of everything else."""
        reposts = one("original", outlet="original_account", where="kind = 'repost'")
        return Query(f"{reposts} UNION ALL {one('text_exact')}", self.name)
