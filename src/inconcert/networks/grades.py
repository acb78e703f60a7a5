"""How far a network is to be believed: grades A, B, C and whether it raises an alert.

========  ==================================================================================================
grade     means
========  ==================================================================================================
A         the group test is passed, ties of two or more signal families bind it, and the strength is
          above ``MARGIN`` times that of the strongest group in any shuffle
B         the group test is passed, with one of these two
C         a lead: its ties bind it, but the group as such is not shown to be more than the shuffles
          give, or too few shuffles were made to show it
========  ==================================================================================================

The group test is passed by what is stronger than the groups of the shuffles and keeps ``FLOOR`` beyond what its choice
cost (:mod:`inconcert.networks.choice`): shuffles break tastes, and do not know what a crowd of so many tastes holds.

An alert is raised for A, and for B when the evidence is very strong: at least ``ALERT_SIZE`` members, a strength
above ``MARGIN`` times that of the strongest shuffled group, and ties that share at least ``2 ** ALERT_EFFECT`` times
what chance gives (median). A network found by one family only can thus be an alert, a small or marginal one not.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from inconcert.networks.choice import FLOOR
from inconcert.networks.words import count, number, probability

if TYPE_CHECKING:
    from collections.abc import Sequence

ALPHA = 0.05
"""Level of the group test. It is met against the best group of each shuffle, so it holds over all networks at once."""
MARGIN = 1.5
ALERT_SIZE = 4
ALERT_EFFECT = 2.0


@dataclass(frozen=True)
class GroupTest:
    """A network against the strongest group of each shuffle."""

    strength: float
    """Evidence inside the network in nats per member."""
    shuffles: int
    best: float
    """Strength of the strongest group in any shuffle; 0 when no shuffle gave a group."""
    p: float
    """(1 + shuffles with a group at least as strong) / (1 + shuffles).

    Each shuffle answers with its best group, so p is already adjusted for the number of networks (single-step
    maxT, Westfall & Young 1993) and serves as q as well.
    """
    worth: float = inf
    """Strength less what the choice of the group cost; infinite where that is not asked."""

    @classmethod
    def against(cls, strength: float, shuffled: Sequence[float], worth: float = inf) -> GroupTest:
        """Test ``strength`` against the best strengths of the shuffles, 0 for a shuffle without a group."""
        reached = sum(other >= strength for other in shuffled)
        return cls(strength, len(shuffled), max(shuffled, default=0.0), (1 + reached) / (1 + len(shuffled)), worth)

    @property
    def paid(self) -> bool:
        """Whether the evidence pays for the choice of the group, and keeps ``FLOOR``."""
        return self.worth >= FLOOR

    @property
    def passed(self) -> bool:
        """Whether the group has paid for its choice and is more than the shuffles give, at level ``ALPHA``."""
        return self.paid and self.p <= ALPHA

    @property
    def clear(self) -> bool:
        """Whether the strength is above ``MARGIN`` times the strongest shuffled group."""
        return self.strength > MARGIN * self.best

    def says(self) -> str:
        """The test in a sentence."""
        if not self.shuffles:
            return "The group was not tested: no shuffles were made."
        against = f"{count(self.shuffles, 'shuffle')} of the same data"
        if not self.best:
            return f"{against} gave no group at all (p = {probability(self.p)})."
        return (
            f"Its strength is {number(self.strength)}; the strongest group in {against} "
            f"has {number(self.best)} (p = {probability(self.p)})."
        )


UNTESTED = GroupTest(0.0, 0, 0.0, 1.0)
"""The test of a network that was set against no shuffle."""


def grade(test: GroupTest, families: int) -> str:
    """Grade of a network whose ties come from ``families`` signal families."""
    if not test.passed:
        return "C"
    return "CBA"[(families >= 2) + test.clear]


def alert(test: GroupTest, families: int, size: int, effect: float) -> bool:
    """Whether the network raises an alert; ``effect`` is the median effect (log2) of its ties."""
    given = grade(test, families)
    strong = size >= ALERT_SIZE and effect >= ALERT_EFFECT and test.clear
    return given == "A" or (given == "B" and strong)
