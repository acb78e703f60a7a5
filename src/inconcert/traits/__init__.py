"""One question a file: what the members of a network have in common beyond chance, registered like a stranger's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook
from inconcert.traits.both_sides import BothSides
from inconcert.traits.copied_bios import CopiedBios
from inconcert.traits.creation_burst import CreationBurst
from inconcert.traits.dormancy import Dormancy
from inconcert.traits.handle_grammar import HandleGrammar
from inconcert.traits.reused_avatars import ReusedAvatars
from inconcert.traits.working_schedule import WorkingSchedule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.traits.base import Trait

BUILT_IN = (
    CreationBurst,
    HandleGrammar,
    CopiedBios,
    ReusedAvatars,
    Dormancy,
    BothSides,
    WorkingSchedule,
)


@hook
def traits() -> Iterable[Trait]:
    """The built-in traits."""
    return [made() for made in BUILT_IN]
