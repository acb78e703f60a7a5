"""Same object: who shared what a prepared table calls the same?"""

from __future__ import annotations

from inconcert.settings import DAY
from inconcert.signals.base import Query, Signal
from inconcert.signals.shapes import one


class SameObject(Signal):
    """Two accounts shared the same object of a table that was prepared elsewhere."""

    name = "same_object"
    family = "object"
    question = "Who shared the same object, as the table names it?"
    limits = "What an object is was decided by whoever prepared the table; popular ones bring strangers together."
    noun = "object"
    verb = "shared the same"
    finest = DAY

    def query(self) -> Query:
        """The column ``shared_object``, reposts included."""
        return Query(one("shared_object", where="true"), self.name)
