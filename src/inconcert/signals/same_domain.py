"""Same domain: who keeps posting links to the same site?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import each


class SameDomain(Signal):
    """Two accounts posted links to the same site, whatever the page."""

    name = "same_domain"
    family = "link"
    question = "Who posts links to the same little-known site?"
    limits = "People of one town or trade share its sites; only sites that few others link to say anything."
    noun = "site"
    verb = "posted links to the same"
    finest = DAY

    def query(self) -> Query:
        """Registered domains without platforms and shorteners; each is its own outlet."""
        return Query(each("domains", outlet="object"), self.name)
