"""The document of a run: what ``findings.json`` holds, and the ties it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from inconcert.settings import DEFAULTS, DEFAULTS_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from inconcert.settings import Settings

LAYOUT = 1
"""Layout of ``findings.json``; it changes when a key is renamed or dropped."""


@dataclass(frozen=True)
class FindingSet:
    """The findings of a run, ready to be reported and exported."""

    document: dict[str, Any]
    """What ``findings.json`` holds."""
    ties: Path
    """File of the noun ``ties``: all ties that were tested, also those that bind no network."""

    @property
    def networks(self) -> list[dict[str, Any]]:
        """The findings, strongest first."""
        networks: list[dict[str, Any]] = self.document["networks"]
        return networks

    @property
    def fdr(self) -> float:
        """False discovery rate of ties in this run."""
        return float(self.document["settings"]["fdr"])


def document(
    networks: Sequence[dict[str, Any]],
    settings: Settings,
    receipts: Sequence[Mapping[str, Any]],
    control: Mapping[str, Any],
    *,
    name: str,
    version: str,
) -> dict[str, Any]:
    """Put the document together; it holds no time of making, so that the same run gives the same bytes.

    Args:
        networks: findings, see :func:`inconcert.profile.findings.findings`.
        settings: settings of the run.
        receipts: receipts of the sources.
        control: what the shuffles gave, with ``shuffled_networks``.
        name: name of the investigation.
        version: version of inconcert.
    """
    return {
        "layout": LAYOUT,
        "name": name,
        "version": version,
        "settings": settings.to_dict() | {"name": settings_name(settings)},
        "receipts": [dict(receipt) for receipt in receipts],
        "control": dict(control),
        "networks": list(networks),
    }


def settings_name(settings: Settings) -> str:
    """Name of the default settings when these are they; machine and seed do not count. Else «custom»."""
    same = replace(settings, seed=DEFAULTS.seed, memory=DEFAULTS.memory, engine=DEFAULTS.engine)
    return DEFAULTS_NAME if same == DEFAULTS else "custom"
