"""A network that may be the return of an operation, with the evidence step by step."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

DAMPING = "damping"
"""The last step of a candidate: what evidence that comes together was counted too much."""


@dataclass(frozen=True)
class Step:
    """One step of the waterfall: what a family of evidence adds."""

    what: str
    """``prior``, ``damping``, or a family of :data:`inconcert.returns.fingerprint.FAMILIES`."""
    nats: float
    """Natural logarithm of the likelihood ratio: how many times likelier under a return than by chance."""
    shared: int = 0
    """Pieces of evidence that are counted: those that rest on one message are one."""
    own: int = 0
    """How many of them nobody outside of the operation had."""
    rarest: float | None = None
    """Share of comparable accounts that have the rarest of them; ``None`` where nothing is shared."""
    shown: tuple[str, ...] = ()
    """Some of what is shared, where it is no personal data."""
    capped: bool = False
    """Whether more was found than a family may count."""


@dataclass(frozen=True)
class Match:
    """A candidate for people to look at; nothing follows from it by itself."""

    operation: str
    case_id: str
    network_id: str
    nats: float
    """Sum of the steps: of a candidate the log odds of a return, damped; else as they were added up."""
    unrelated: float
    """Of 1,000 unrelated networks so many reach as much; an upper bound where none did."""
    candidate: bool
    """Whether it passes: enough in all, and from two families or one very strong one."""
    waterfall: tuple[Step, ...]
    says: tuple[str, ...]

    @property
    def weighed(self) -> float:
        """Sum of the steps before damping: what orders candidates, and what passes."""
        return sum(step.nats for step in self.waterfall if step.what != DAMPING)

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)
