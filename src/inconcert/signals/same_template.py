"""Same template: who filled in the same form of words?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameTemplate(Signal):
    """Two accounts posted texts that differ in names, numbers, links, mentions and hashtags only."""

    name = "same_template"
    family = "message"
    question = "Who posted the same words with other names and numbers put in?"
    limits = "Apps, games and petitions write such sentences for their users; so do sports and weather reports."
    noun = "template"
    verb = "filled in the same"
    finest = DAY

    def query(self) -> Query:
        """Texts equal after masking."""
        return Query(one("text_template"), self.name)
