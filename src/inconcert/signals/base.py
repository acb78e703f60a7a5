"""What a signal is: one question, asked in SQL of the features of posts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Query:
    """A named step: the SQL that makes the table ``table``."""

    sql: str
    table: str


class Signal:
    """A rule that turns features into actions.

    A subclass sets the class attributes and returns one SELECT over the table ``features``
    (see the noun ``features``) with the columns ``asset, object, at, precision, post, lang, outlet``. Write ``"at"`` in
    quotes: it is a word of SQL.
    """

    name: str = ""
    """One word with underscores: ``same_link``."""
    family: str = ""
    """Signals of one family depend on each other and count once: message (texts and reposts), link, tag, reply, media,
    object."""
    question: str = ""
    """What it asks, in one plain sentence."""
    limits: str = ""
    """How it fools you, in one plain sentence."""
    noun: str = ""
    """What its object is called in sentences, singular: «link»."""
    verb: str = ""
    """What members did with it, past tense: «posted the same»."""
    finest: float = float("inf")
    """Coarsest clock, in seconds, with which it still means something; coarser actions are left out and counted."""
    windows: tuple[float, ...] | None = None
    """Windows in seconds when the signal prescribes its own; ``None``: those of the settings."""
    rarity: bool = True
    """Whether the window-free rarity test applies."""
    reference: float | None = None
    """Chance that two acts of unrelated people are on the same object, where it is known from elsewhere: chance is then
    taken from it instead of from the material, whatever the time (see :mod:`inconcert.coordination.reference`)."""

    def lacks(self) -> str | None:
        """What keeps it from working on this machine, as the end of a sentence; it then stands back, saying so."""
        return None

    def query(self) -> Query:
        """The SELECT over ``features`` that gives this signal's actions."""
        raise NotImplementedError
