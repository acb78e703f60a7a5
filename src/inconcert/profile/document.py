"""The document of a run: what ``findings.json`` holds, and the ties it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class FindingSet:
    """The findings of a run, ready to be exported."""

    document: dict[str, Any]
    """What ``findings.json`` holds: ``settings``, ``receipts``, ``control``, ``networks``."""
    ties: Path
    """File of the noun ``ties``: all ties that were kept, also those that bind no network."""

    @property
    def networks(self) -> list[dict[str, Any]]:
        """The findings, strongest first."""
        networks: list[dict[str, Any]] = self.document["networks"]
        return networks

    @property
    def fdr(self) -> float:
        """False discovery rate of ties in this run."""
        return float(self.document["settings"]["fdr"])
