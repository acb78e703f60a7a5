"""Same media: who posted the same picture?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import each


class SameMedia(Signal):
    """Two accounts posted the same picture, video or sound as their own."""

    name = "same_media"
    family = "media"
    question = "Who posted the same picture?"
    limits = "Memes, logos and agency photographs travel by themselves; hashes take plain screenshots for each other."
    noun = "picture"
    verb = "posted the same"
    finest = DAY

    def query(self) -> Query:
        """Hashes given by the source, clusters of perceptual hashes, or the medium's own address."""
        return Query(each("media"), self.name)
