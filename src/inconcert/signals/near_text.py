"""Near text: who wrote almost the same words?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class NearText(Signal):
    """Two accounts posted texts of one cluster of near-duplicates, equal texts included."""

    name = "near_text"
    family = "message"
    question = "Who posted almost the same words?"
    limits = "Wire stories shortened by many papers, and one long boilerplate with a short own part, look like copies."
    noun = "text"
    verb = "posted nearly the same"
    finest = DAY

    def query(self) -> Query:
        """Clusters in which every text shares 70 % of its runs of letters with the representative."""
        return Query(one("text_near"), self.name)
