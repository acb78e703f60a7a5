"""Burstiness: are the gaps between posts more regular than people's?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import AUTOMATION, Reading, Trait, insufficient
from inconcert.traits.bounds import LEAST_POSTS
from inconcert.traits.comparing import Question, compared
from inconcert.traits.rhythm import burstiness, seconds

if TYPE_CHECKING:
    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

GAPS = 20
"""Gaps of an account from which its burstiness is told."""
REGULAR = -0.3
"""Burstiness below which gaps are called regular; people are above zero, chance alone is at zero."""
_ASK = Question("a rhythm of twenty gaps", "post in regular gaps")


class Burstiness(Trait):
    """Members leave more regular gaps between posts than people do, or than chance alone would."""

    name = "burstiness"
    axis = AUTOMATION
    family = "rhythm"
    question = "Are the gaps between posts more regular than people's?"
    limits = "A diary kept every evening is regular, and a program told to be random is not."

    def read(self, group: Group, material: Material) -> Reading:
        """Count the members with regular gaps (finite-size burstiness below −0.3), against the same among controls."""
        if len(group.at) < LEAST_POSTS:
            return insufficient(f"members wrote {len(group.at)} posts, {LEAST_POSTS} are needed", len(group.at))
        own, others = bursty(group), bursty(material.controls(group))
        middle, theirs = _middle(own), _middle(others)
        return compared(
            group, _regular(own), _regular(others), _ASK, median=middle, median_controls=theirs
        )  # fmt: skip


def bursty(people: People) -> Marks:
    """Burstiness of each account; ``nan`` with too few gaps."""
    gaps = [np.diff(at) for at in seconds(people)]
    return np.array([burstiness(some) if len(some) >= GAPS else np.nan for some in gaps])


def _regular(found: Marks) -> Marks:
    return np.where(np.isnan(found), np.nan, found < REGULAR)


def _middle(found: Marks) -> float | None:
    return round(float(np.nanmedian(found)), 3) if np.isfinite(found).any() else None
