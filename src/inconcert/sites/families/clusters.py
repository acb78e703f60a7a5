"""Families out of links: joined where each link is beyond chance, and kept where the whole is.

Among N names that have nothing to do with one another, N²·2⁻ᵇ pairs are expected that have b bits in common, and so for
every further name that joins a family log₂ N bits are used up by having had N names to choose from. What is left over
the links of a family must outweigh the N places where it could have begun, a hundred times (Karlin and Altschul's
expectation, PNAS 1990, for families instead of pairs).
"""

from __future__ import annotations

from collections import defaultdict
from math import log2
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

CHANCE = 0.01
"""Families like this that are expected in the whole list by chance, at most."""
MARGIN = 3.0
"""Bits by which a single link must outweigh the choice among all names; less would chain strangers together."""
LEAST = 3
"""Names of a family, at least."""
FEWEST = 500
"""A shorter list counts as one of so many names: somebody chose what stands in it, and like goes to like."""


class Link(NamedTuple):
    """Two labels, by their places, and the bits they have in common beyond chance."""

    bits: float
    left: int
    right: int


def needed(names: int) -> float:
    """Bits that a link must have among so many names."""
    return choice(names) + MARGIN


def choice(names: int) -> float:
    """Bits that are used up by having so many names to choose from."""
    return log2(max(names, FEWEST))


def joined(
    labels: int, links: Iterable[Link], copies: dict[int, float], names: int
) -> dict[int, tuple[set[int], float]]:
    """Groups of labels, by any one of them, with the bits that are left over when chance has had its share.

    Args:
        labels: how many labels there are.
        links: those that are strong enough; the strongest count, and each only where it joins two groups.
        copies: for a label used more than once, the bits left over by its repetitions.
        names: how many names there are, copies included.
    """
    above, left = list(range(labels)), defaultdict[int, float](float)
    left.update(copies)
    for bits, *ends in sorted(links, reverse=True):
        one, other = (_top(above, end) for end in ends)
        if one != other:
            above[one] = other
            left[other] += left.pop(one, 0.0) + bits - choice(names)
    groups: dict[int, tuple[set[int], float]] = {}
    for label in range(labels):
        top = _top(above, label)
        if top != label or top in left:
            groups.setdefault(top, ({top}, left[top]))[0].add(label)
    return groups


def chance(left: float, names: int) -> float:
    """Families at least so much alike that are expected among so many unrelated names."""
    return float(min(2.0 ** (choice(names) - left), names))


def _top(above: list[int], label: int) -> int:
    while above[label] != label:
        above[label] = above[above[label]]
        label = above[label]
    return label
