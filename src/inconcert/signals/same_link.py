"""Same link: who posted the same page?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import each

_HOST = "regexp_replace(split_part(object, '/', 1), '[:?#].*$', '', 'g')"


class SameLink(Signal):
    """Two accounts posted the same link in their own posts."""

    name = "same_link"
    family = "link"
    question = "Who posted the same page?"
    limits = "News that everybody reads and share buttons of one site bring strangers to the same page within minutes."
    noun = "link"
    verb = "posted the same"
    finest = DAY

    def query(self) -> Query:
        """Canonical links; the outlet is the site's registered domain, else the host."""
        outlet = f"coalesce(list_filter(domains, lambda d: {_HOST} = d OR ends_with({_HOST}, '.' || d))[1], {_HOST})"
        return Query(each("links", outlet=outlet), self.name)
