"""What is known of how stable a network is."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Consensus(NamedTuple):
    """How firmly one network is held together."""

    together: float
    """Share of its pairs of members that stay in one community, mean over seeds."""
    confidence: tuple[float, ...]
    """For each member the share of seeds in which it is in the community that holds most of the network."""


class Remains(NamedTuple):
    """The largest group that is left."""

    members: int
    strength: float
    """Evidence inside in nats per member; 0 when nobody is left."""


class WithoutObject(NamedTuple):
    """What is left of a network without the object whose loss hurts most."""

    signal: str
    object: str
    example: str | None
    """A post that touched it."""
    left: Remains
    looked_at: int
    """Objects that were left out in turn."""
    among: int
    """Objects there are."""


@dataclass(frozen=True)
class Stability:
    """How far a network depends on one signal, on one object, and on the order of the search."""

    signals: Mapping[str, Remains]
    """What is left without each signal."""
    object: WithoutObject | None
    """``None``: not measured."""
    consensus: Consensus | None
    """``None``: not measured."""


UNMEASURED = Stability(MappingProxyType({}), None, None)
