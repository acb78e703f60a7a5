"""Creation burst: were the accounts made in the same few days?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import duration, moment
from inconcert.settings import DAY
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.comparing import Looked, Question, best

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

WIDTHS = (DAY, 3 * DAY, 7 * DAY, 30 * DAY)
"""Windows in seconds in which accounts are counted."""
_ASK = Question("the day of creation", "were created within the same days as another member")


class CreationBurst(Trait):
    """Members were created in the same few days, more of them than of comparable accounts."""

    name = "creation_burst"
    axis = INAUTHENTICITY
    family = "creation"
    question = "Were the accounts made in the same few days?"
    limits = "A platform that opens in a country, or an event that draws newcomers, makes bursts of honest accounts."

    def read(self, group: Group, material: Material) -> Reading:
        """Scan the days of creation: windows of one day to thirty that begin at a member's, against controls' days."""
        made, others = group.times("created_at"), material.controls(group, aged=False).times("created_at")
        known, apart = ~np.isnan(made), ~np.isnan(others)
        spans = [(start, width) for width in _widths(group) for start in np.unique(made[known])]
        own = np.array([_within(made, *span) for span in spans])
        theirs = np.array([_within(others, *span) for span in spans])

        def did(place: int) -> str:
            start, width = spans[place]
            return f"were created within {duration(width)} from {moment(int(start * 1e6), DAY)} on"

        return best(group, Looked(own, theirs, known, apart, len(spans)), _ASK, did)[1]


def _widths(group: Group) -> list[float]:
    """Windows that the clock of the days of creation allows."""
    clock = max((float(each) for each in group.known("created_precision") if each is not None), default=1.0)
    return [width for width in WIDTHS if width >= clock]


def _within(made: npt.NDArray[np.float64], start: float, width: float) -> npt.NDArray[np.bool_]:
    inside: npt.NDArray[np.bool_] = (made >= start) & (made < start + width)
    return inside
