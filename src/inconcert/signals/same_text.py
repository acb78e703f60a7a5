"""Same text: who wrote the same words?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameText(Signal):
    """Two accounts posted the same text as their own."""

    name = "same_text"
    family = "message"
    question = "Who posted the same words as their own?"
    limits = "Headlines copied by share buttons, quotations, song lines and greetings are the same for everybody."
    noun = "text"
    verb = "posted the same"
    finest = DAY

    def query(self) -> Query:
        """Texts equal after normalisation."""
        return Query(one("text_exact"), self.name)
