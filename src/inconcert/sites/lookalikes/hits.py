"""What is said of a candidate that looks like a brand."""

from __future__ import annotations

from typing import NamedTuple

TIERS = ("strong", "likely", "lead")
"""How much a name alone says. ``strong`` and ``likely`` are alerts; a ``lead`` needs other evidence beside it."""


class Hit(NamedTuple):
    """A candidate that looks like a brand."""

    candidate: str
    """The host, lower case, as it was written, without defanging."""
    brand: str
    """Domain of the brand."""
    rule: str
    """What the likeness is, a name of :data:`inconcert.sites.lookalikes.rules.RULES`."""
    tier: str
    """One of :data:`TIERS`."""
    score: float
    """0 to 1; ranks hits and is no probability."""
    why: str
    """The reason in words, benign ones included."""
    benign: str = ""
    """The honest explanation that keeps the hit a lead; empty when there is none."""


class Held(NamedTuple):
    """A candidate that looks like a brand and is held back, because a list says whose it is."""

    candidate: str
    """The host, as :attr:`Hit.candidate`."""
    domain: str
    """The domain that the list holds: the candidate lies under it."""
    brand: str
    """The brand it looks most like."""
    tier: str
    """The tier it would have, one of :data:`TIERS`."""
    why: str
    """What the list says of the domain."""


ALERTS = frozenset(TIERS[:2])
"""Tiers that count as an alert."""
