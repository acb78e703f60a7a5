"""Reworded: who said the same in other words?"""

from __future__ import annotations

from inconcert.normalise import vectors
from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class Reworded(Signal):
    """Two accounts posted texts of one cluster of rewordings or translations, equal texts included."""

    name = "reworded"
    family = "message"
    question = "Who said the same in other words?"
    limits = "People who tell of one event in one sentence say much the same, without having read each other."
    noun = "message"
    verb = "posted, in these or other words, the same"
    finest = DAY

    def lacks(self) -> str | None:
        """The extra, where it is not installed."""
        if vectors.available():
            return None
        return "the extra `inconcert[reworded]` is not installed, without which nothing tells what a sentence means"

    def query(self) -> Query:
        """Clusters in which every text lies closer to the representative than chance brings it."""
        return Query(one("text_reworded"), self.name)
