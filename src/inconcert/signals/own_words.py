"""Own words: who wrote the same sentence as their own?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class OwnWords(Signal):
    """Two accounts posted the same sentences as their own, with no link or picture that both could have passed on."""

    name = "own_words"
    family = "message"
    question = "Who wrote the same sentence as their own, with nothing to pass on?"
    limits = "Song lines, slogans, quotations, chain letters and prayers are written out by people who never met."
    noun = "sentence"
    verb = "wrote the same"
    finest = DAY
    reference = 2e-6
    """Measured on two crowds of some four thousand such sentences each: of all pairs of sentences by different people
    8.5e-7 (a television debate, 7 pairs) and 6.1e-7 (a boxing match, 7 pairs) were the same; 2e-6 is the upper end of
    the interval of 95 % around the larger."""

    def query(self) -> Query:
        """Sentences of six words and more, near-duplicates taken as one, of posts without link or picture."""
        return Query(one("sentence"), self.name)
