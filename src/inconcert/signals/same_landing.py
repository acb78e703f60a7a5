"""Same landing: which pages ran ads that lead to the same site?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import each


class SameLanding(Signal):
    """Two pages ran ads that lead to the same site."""

    name = "same_landing"
    family = "link"
    question = "Which pages ran ads that lead to the same sites?"
    limits = "Shops, petitions and collectors of donations have many advertisers who know nothing of each other."
    noun = "site"
    verb = "ran ads that lead to the same"
    finest = DAY

    def query(self) -> Query:
        """Registered domains of the links of ads, without platforms and shorteners; the payer is the outlet."""
        return Query(each("landings", outlet="payer"), self.name)
