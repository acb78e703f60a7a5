"""A family of throw-away names, and the phrase that it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    Tell = Callable[[str, int, int], None]
    """Is told the stage, how much is done and of how much."""

SAME, VARIANTS, NUMBERED, BURST = "same name", "variants", "numbered", "burst"


class Phrase(NamedTuple):
    """A reading of a family."""

    text: str
    """The words as the language writes them."""
    language: str
    """Two-letter code."""
    bits: float
    """What it explains of the family, above what it costs."""


@dataclass(slots=True)
class Family:
    """Names that one hand made, as far as the names say."""

    name: str
    """The label that most of it resembles, with a number where two families have the same."""
    kind: str
    """How they are alike: `same name` under many suffixes, `variants`, `numbered`, or a `burst` of one day."""
    members: list[str]
    """Names, as the list has them."""
    labels: list[str]
    suffixes: list[str]
    chance: float
    """Families at least so much alike that are expected in the whole list by chance."""
    days: tuple[date, date, int] | None = None
    """First and last day of registration and the most on one day, where the list says them."""
    phrase: Phrase | None = None
    """What the labels were probably made from."""
