"""What casework gives out of fingerprints, alerts and rounds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  # the fields' types may be read at run time
from typing import Any

from inconcert.casework.view import View

ALERT_KINDS = ("new", "grown", "gone", "returned")
"""What a watch raises an alert for."""


@dataclass(frozen=True)
class FingerprintView(View):
    """The fingerprint that an operation keeps; see :class:`inconcert.returns.Fingerprint`."""

    id: str
    case_id: str
    number: int
    """Number of the case."""
    title: str
    salt: str
    made: dict[str, Any]
    sha256: str
    """Of the canonical JSON of ``made``."""
    by: str
    at: datetime


@dataclass(frozen=True)
class Raised(View):
    """An alert as a watch raises it."""

    key: str
    """What it is about: an alert of the same key is raised once."""
    kind: str
    run: str
    network_id: str
    says: tuple[str, ...]
    case_id: str | None = None
    """The operation whose return it may be."""


@dataclass(frozen=True)
class AlertView(View):
    """An alert, and what people did about it."""

    id: str
    watch: str
    key: str
    kind: str
    run: str
    network_id: str
    case_id: str | None
    says: tuple[str, ...]
    at: datetime
    seen_by: str | None
    seen_at: datetime | None
    closed_by: str | None
    closed_at: datetime | None
    reason: str | None


@dataclass(frozen=True)
class RoundView(View):
    """A round of a watch."""

    watch: str
    number: int
    run: str | None
    told: dict[str, Any]
    """What was watched, what was added, how many networks there were and how many alerts were raised."""
    at: datetime
    networks: dict[str, Any] = field(default_factory=dict)
    """Keyed pseudonyms of the members of each network; empty in older rounds."""
