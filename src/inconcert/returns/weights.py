"""How much each family of evidence weighs.

Fellegi and Sunter (1969): what agrees counts log(m/u), ``m`` the chance that a returning operation still has it, ``u``
the chance that an unrelated network has it. ``u`` is measured where the fingerprint is made; ``m`` and the tables below
were set by hand on a few simulated returns, UNRELATED from the worst kind of world, and WORTH fitted (decision 0019).
"""

from __future__ import annotations

from bisect import bisect_right
from math import exp, log, log1p

KEPT: dict[str, float] = {
    "accounts": 0.05,
    "templates": 0.25,
    "media": 0.25,
    "sites": 0.25,
    "links": 0.15,
    "brands": 0.3,
    "tags": 0.25,
    "targets": 0.25,
}
"""``m``: share of its things that a returning operation still has."""
OF_NETWORKS = frozenset({"brands"})
"""Families whose rarity is that among networks. Others elsewhere imitate the same newspaper, so it is nobody's own."""
CAPS: dict[str, float] = {
    "accounts": 8.0,
    "templates": 10.0,
    "media": 8.0,
    "sites": 10.0,
    "links": 10.0,
    "brands": 4.0,
    "tags": 4.0,
    "targets": 4.0,
    "handles": 2.0,
    "schedule": 1.0,
}
"""Most nats of a family: what is more may come from one cause that is not known."""
LACKING: dict[str, float] = {
    "accounts": 0.0,
    "templates": -1.0,
    "media": -0.3,
    "sites": -0.3,
    "links": -0.5,
    "brands": -0.3,
    "tags": -0.3,
    "targets": -0.3,
    "handles": -0.5,
    "schedule": -0.5,
}
"""Nats of a family that both have and of which nothing is shared."""
HOURS = ((-1.0, -0.5), (0.3, 0.0), (0.6, 0.4), (0.8, 0.8))
"""Nats of the schedule from each correlation of the two curves on."""
GRAMMAR = ((0.0, -0.5), (0.2, 0.5), (0.4, 1.0))
"""Nats of the handles from each share of forms that stand out in both on."""
PRIOR = log(1 / 1000)
"""Log odds that a new network is the return of one given operation, before anything is compared."""
ENOUGH = 0.0
"""Nats in all from which a network is a candidate: more likely a return than not, with that prior."""
SPEAKS = 1.0
"""Nats from which a family counts as one that speaks for a return."""
VERY_STRONG = 6.0
"""Nats from which one family by itself is enough, if several messages are shared in it."""
LEAST_MESSAGES = 2
"""Messages that must be shared in such a family."""
LEAST_OWN = 3
"""Messages that nobody outside of the operation had and that must be shared, in whatever families."""

WORTH = (2.1, 0.27)
"""Nats that a candidate's sum without the prior is worth: so much, and so much for each nat that was added up.

Things of one origin come together, so that adding them up as if they were independent says too much. Fitted by logistic
regression on simulated pairs of seeds 20 to 24, 1010 and 1011, checked on seeds 30 to 32 (decision 0019).
"""
WORTH_MOST = 10.0
"""Most that any sum is worth: of more no simulation had enough pairs to tell."""

UNRELATED: tuple[tuple[float, float], ...] = (
    (-20.0, 1000.0), (-7.0, 100.0), (-5.0, 50.0), (-3.0, 25.0), (-1.0, 12.0), (0.0, 9.0), (6.0, 2.0), (10.0, 1.0),
)  # fmt: skip
"""Of 1,000 unrelated networks so many reach these nats in all, at most."""


def chance(rarity: float, accounts: int, outside: int) -> float:
    """``u``: chance that an unrelated network of so many accounts has a thing of this rarity.

    What others have too may come to one account from the same place as to them, and from it to the others: one is
    enough. What nobody outside has would have to come to two accounts by themselves, and is never rarer than for one.
    """
    rarity = min(rarity, 0.999)
    none = exp(accounts * log1p(-rarity))
    if outside:
        return 1 - none
    one = accounts * rarity * exp((accounts - 1) * log1p(-rarity))
    return max(rarity, 1 - none - one)


def stepped(table: tuple[tuple[float, float], ...], value: float) -> float:
    """Value of a table of steps: that of the last step at or below ``value``."""
    place = bisect_right([start for start, _ in table], value) - 1
    return table[max(0, place)][1]


def unrelated(nats: float) -> float:
    """Of 1,000 unrelated networks, how many reach so many nats in all, at most."""
    return stepped(UNRELATED, nats)


def worth(ratio: float) -> float:
    """Nats that a candidate's sum without the prior is worth, as simulated returns and unrelated networks show."""
    return min(WORTH_MOST, WORTH[0] + WORTH[1] * ratio)


def right(nats: float) -> float:
    """Probability of log odds."""
    return 1 / (1 + exp(-nats))
