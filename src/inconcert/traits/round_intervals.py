"""Round intervals: do the accounts post on the minute, or in equal steps?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import AUTOMATION, SHOWN_POSTS, Reading, Trait, insufficient
from inconcert.traits.bounds import LEAST_POSTS
from inconcert.traits.comparing import Question, compared, flags
from inconcert.traits.rhythm import clocks, roundness, seconds

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

ROUND = 0.001
"""p-value, held against the number of tests, from which an account's times are called round."""
_ASK = Question("a rhythm of ten posts with a clock fine enough", "post at round times or in round steps")


class RoundIntervals(Trait):
    """Members post at the same second of the minute, the same minute of the hour, or in steps of round length."""

    name = "round_intervals"
    axis = AUTOMATION
    family = "rhythm"
    question = "Do the accounts post on the minute, or in equal steps?"
    limits = "Honest schedulers post on the hour; a source that rounds its times makes everybody look round."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members whose instants or gaps are round (Rayleigh's test), against the same among controls."""
        if len(group.at) < LEAST_POSTS:
            return insufficient(f"members wrote {len(group.at)} posts, {LEAST_POSTS} are needed", len(group.at))
        own = marks(group)
        shown = np.flatnonzero(np.isin(group.owner, np.flatnonzero(own == 1)))[:SHOWN_POSTS]
        return compared(group, own, marks(material.controls(group)), _ASK, group.refs(shown))


def marks(people: People) -> Marks:
    """Whether the times of each account are round; unknown with too few of them or too coarse a clock."""
    found = (roundness(at, clock) for at, clock in zip(seconds(people), clocks(people), strict=True))
    return flags(None if p is None else p < ROUND for p in found)
