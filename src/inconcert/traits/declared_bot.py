"""Declared bot: do the accounts say that a program posts?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.traits.base import AUTOMATION, Reading, Trait
from inconcert.traits.comparing import Question, compared, flags
from inconcert.traits.disclosure import automated

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

_ASK = Question("a profile", "say that a program posts for them")


class DeclaredBot(Trait):
    """Members say that they are automated: nobody has to guess."""

    name = "declared_bot"
    axis = AUTOMATION
    family = "declaration"
    question = "Do the accounts say that a program posts?"
    limits = "Some people call themselves bots in jest."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members that the platform marks as automated or whose profile says so, against the controls."""
        return compared(group, marks(group), marks(material.controls(group)), _ASK)


def marks(people: People) -> Marks:
    """Whether each account says that it is automated; unknown where neither a flag nor a profile is given."""
    told = zip(people.known("declared_bot"), people.known("description"), people.known("name"), strict=True)
    return flags(
        None if flag is None and not bio and not name else bool(flag) or automated(bio, name)
        for flag, bio, name in told
    )
