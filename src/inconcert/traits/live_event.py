"""Live event: did everybody write in the hours in which the group did?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.settings import HOUR
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.bounds import STAGED
from inconcert.traits.comparing import Question, excused, flags

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

    Hours = npt.NDArray[np.int64]

TIMES = 2.0
"""How many times its usual number of accounts the crowd must have in an hour for it to be a burst."""
LEAST = 10
"""Accounts of the crowd, at least, in such an hour."""
_ASK = Question(
    "posts", "wrote mostly in hours in which the crowd around them had a burst as well", STAGED, common=True
)


class LiveEvent(Trait):
    """Members wrote in the hours in which everybody else did: a match, a debate, a disaster."""

    name = "live_event"
    axis = INAUTHENTICITY
    family = "event"
    question = "Did everybody write in the hours in which the group did?"
    limits = "Operations use events too; the crowd is only what was collected."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members most of whose posts fall into bursts of the crowd in no network.

        A burst is an hour with twice the accounts that the crowd usually has at that hour of the day, and ten at least;
        usual is the median over the days on which anybody wrote at that hour.
        """
        platforms = sorted({asset.partition(":")[0] for asset in group.assets})
        bursts = burst_hours(material.hours(platforms))
        own, others = _marks(group, bursts), _marks(material.controls(group), bursts)
        return excused(group, own, _ASK, others, bursts=len(bursts))


def burst_hours(crowd: Hours) -> Hours:
    """Hours since 1970 in which the crowd has a burst.

    Args:
        crowd: ``(hours, 2)``: the hour, and how many accounts wrote in it.
    """
    if not len(crowd):
        return np.empty(0, np.int64)
    hour, accounts = crowd[:, 0], crowd[:, 1]
    usual = np.array([np.median(accounts[hour % 24 == each]) if (hour % 24 == each).any() else 0 for each in range(24)])
    found: Hours = hour[(accounts >= LEAST) & (accounts >= TIMES * np.maximum(usual[hour % 24], 1.0))]
    return found


def _marks(people: People, bursts: Hours) -> Marks:
    inside = np.isin((people.at / (HOUR * 1e6)).astype(np.int64), bursts)
    hits = np.bincount(people.owner[inside], minlength=len(people))
    return flags(
        None if not posts else bool(hit * 2 > posts) for posts, hit in zip(np.diff(people.cuts), hits, strict=True)
    )
