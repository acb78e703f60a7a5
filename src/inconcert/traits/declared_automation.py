"""Declared automation: who says that a program posts deceives nobody about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.bounds import STAGED
from inconcert.traits.comparing import Question, excused, mostly
from inconcert.traits.declared_bot import marks

if TYPE_CHECKING:
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

_ASK = Question("a profile", "say openly that a program posts for them", STAGED)


class DeclaredAutomation(Trait):
    """Members say that they are automated, which speaks against a deception about it."""

    name = "declared_automation"
    axis = INAUTHENTICITY
    family = "declared"
    question = "Do automated accounts say so openly?"
    limits = "The word costs nothing: an operation may call its accounts bots and still hide who runs them."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members that declare automation; against inauthenticity, 3 nats at most, for it can be staged."""
        own = marks(group)
        reading = excused(group, own, _ASK, marks(material.controls(group)))
        return replace(reading, figures=reading.figures | {"declared": mostly(own)}) if reading.figures else reading
