"""Copied bios: do the profiles say the same words about different people?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inconcert.normalise.text import LINK, MENTION
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.comparing import Question, compared, twins
from inconcert.traits.disclosure import automated, kit, organisation

if TYPE_CHECKING:
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

LEAST = 20
"""Letters and digits of a profile text below which two may be the same by chance."""
_ASK = Question("a profile text", "have the profile text of another member, names of accounts and numbers aside")
_NUMBERS, _SIGNS = re.compile(r"\d+"), re.compile(r"[\W_]+")


class CopiedBios(Trait):
    """Members have the same profile text."""

    name = "copied_bios"
    axis = INAUTHENTICITY
    family = "profile"
    question = "Do the profiles say the same words about different people?"
    limits = "Proverbs, song lines and what a club tells its members to write are copied by many."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members who share a profile text with another member, against the same among controls.

        A text that says openly who runs the account, that a program does, or that messages come from a public kit, is a
        disclosure and no copy.
        """
        own, others = ([comparable(each) for each in some.known("description")] for some in (
            group, material.controls(group)
        ))  # fmt: skip
        return compared(group, twins(own), twins(others), _ASK)


def comparable(bio: str | None) -> str | None:
    """A profile text without links, names of accounts, numbers and signs; ``None`` when too little is left."""
    if not bio or automated(bio) or organisation(bio) or kit(bio):
        return None
    bare = _NUMBERS.sub("0", MENTION.sub(" ", LINK.sub(" ", bio)))
    words = _SIGNS.sub(" ", bare.casefold()).strip()
    return words if len(words.replace(" ", "")) >= LEAST else None
