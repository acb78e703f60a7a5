"""What a trait is: one question about what the members of a network, found already, have in common beyond chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

INAUTHENTICITY, AUTOMATION, REACH = "inauthenticity", "automation", "reach"
AXES = (INAUTHENTICITY, AUTOMATION, REACH)
"""The axes traits speak on; coordination is not among them, it is what networks are made of."""
SHOWN_POSTS, SHOWN_ACCOUNTS = 20, 50


@dataclass(frozen=True)
class Reading:
    """What a trait read from one group."""

    nats: float | None
    """Log-likelihood ratio within ±6: above zero it speaks for the axis, below against; ``None``: insufficient data, or
    a trait that counts in a unit of its own."""
    says: str
    """One plain sentence with the figures, and those of the controls beside them."""
    n: int = 0
    """What it rests on: posts or accounts."""
    figures: dict[str, Any] = field(default_factory=dict)
    """The numbers, as plain data."""
    posts: tuple[str, ...] = ()
    """References of posts that show it, at most 20."""
    accounts: tuple[str, ...] = ()
    """Assets it concerns, at most 50."""
    replicates: tuple[float, ...] = ()
    """Nats again for each draw of :attr:`inconcert.traits.people.Group.draws`; empty: the same in all of them."""


class Trait:
    """A question about a group, answered against matched controls.

    A trait creates no network, scores no single person, and names no one behind the accounts. A subclass sets the
    class attributes and reads.
    """

    name: str = ""
    """One word with underscores: ``creation_burst``."""
    axis: str = ""
    """inauthenticity, automation or reach."""
    family: str = ""
    """Traits of one family depend on each other; the strongest of them counts."""
    question: str = ""
    """What it asks, in one plain sentence."""
    limits: str = ""
    """How it fools you, in one plain sentence."""

    def read(self, group: Group, material: Material) -> Reading:
        """Read a group; what is not known gives ``nats=None``, never zero."""
        raise NotImplementedError


def insufficient(why: str, n: int = 0, **figures: Any) -> Reading:
    """A reading that says what was missing."""
    return Reading(None, f"Insufficient data: {why}.", n, figures)
