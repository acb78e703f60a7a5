"""The names that are protected: a domain, other names of it, and what its owner also holds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brand:
    """One protected name."""

    domain: str
    """The brand's own domain, or a public suffix that is itself the brand (``gouv.fr``)."""
    aliases: tuple[str, ...] = ()
    """Other names it goes by, as labels or domains: ``thenewyorktimes`` for nytimes.com."""
    country: str = ""
    """Two letters, where known."""
    owner: str = ""
    """Group that publishes it, where known."""
    also: tuple[str, ...] = ()
    """Other domains of the same owner: never reported."""
    namesakes: tuple[str, ...] = ()
    """Honest domains of others that carry the same name: reported as leads, with the reason."""
