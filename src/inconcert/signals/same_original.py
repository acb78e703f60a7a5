"""Same original: who reposted the same post?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameOriginal(Signal):
    """Two accounts reposted the same original."""

    name = "same_original"
    family = "message"
    question = "Who reposted the same post?"
    limits = "Followers of one loud account repost it all day long without knowing each other."
    noun = "original post"
    verb = "reposted the same"
    finest = DAY

    def query(self) -> Query:
        """Originals; the outlet is the original's author."""
        return Query(one("original", outlet="original_account", where="kind = 'repost'"), self.name)
