"""Dead hours: is there any hour of the day at which the accounts rest?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.settings import DAY
from inconcert.traits.base import AUTOMATION, Reading, Trait
from inconcert.traits.bounds import LEAST_POSTS
from inconcert.traits.comparing import Question, compared, flags
from inconcert.traits.rhythm import clocks, rest, seconds

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

NIGHT = 6
"""Hours of the stretch in which people rest."""
DAYS = 14
"""Days on which an account must have posted."""
AWAKE = 0.5 * NIGHT / 24
"""Share of posts in the quietest stretch from which an account is said not to rest: half of what an even day has."""
_ASK = Question("a rhythm of 36 posts on 14 days", "never rest: no six hours of the day are quiet")


class DeadHours(Trait):
    """Members post around the clock for weeks, without the hours of rest that people need."""

    name = "dead_hours"
    axis = AUTOMATION
    family = "hours"
    question = "Is there no hour of the day at which the accounts rest?"
    limits = "A newsroom or a team in shifts never rests either, and travellers rest at other hours each week."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members without six quiet hours in the UTC day, against the same among controls."""
        return compared(group, marks(group), marks(material.controls(group)), _ASK)


def marks(people: People) -> Marks:
    """Whether each account never rests; unknown with fewer than 36 posts, fewer than 14 days, or a coarse clock."""
    return flags(_restless(at, clock) for at, clock in zip(seconds(people), clocks(people), strict=True))


def _restless(at: npt.NDArray[np.float64], clock: float) -> bool | None:
    if len(at) < LEAST_POSTS or clock > 3600 or len(np.unique(at // DAY)) < DAYS:
        return None
    return rest(at, NIGHT) >= AWAKE
