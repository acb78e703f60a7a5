"""Techniques as a layer for the DISARM Navigator: which were seen, in how many networks, and on what evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.dossier.words import CAVEAT
from inconcert.exchange.base import Exchange, title, version, write_json
from inconcert.exchange.facts import said
from inconcert.exchange.frameworks import DISARM, frameworks

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.dossier.parts import Dossier

VERSIONS = {"attack": "1", "navigator": "4.8.2", "layer": "4.4"}
"""Versions of the layer's form that the DISARM Navigator reads."""
COLOURS = ("#fee8c8", "#e34a33")


class Navigator(Exchange):
    """One layer; the score of a technique is the number of confirmed networks in which it was seen."""

    name, title, suffix, stem = "navigator", "DISARM Navigator layer", ".json", "disarm-layer"

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the layer."""
        write_json(target, layer(dossier))


def layer(dossier: Dossier) -> dict[str, Any]:
    """The layer as plain data."""
    frame = frameworks()[DISARM]
    seen: dict[str, list[tuple[str, str]]] = {}
    for chapter in dossier.chapters:
        for one in chapter.techniques:
            if one.framework == DISARM:
                seen.setdefault(said(one.id), []).append((chapter.network_id, said(one.because)))
    most = max((len(rows) for rows in seen.values()), default=1)
    return {
        "name": title(dossier),
        "versions": VERSIONS,
        "domain": "DISARM",
        "description": f"TLP:{dossier.imprint.tlp}. {frame.name} {frame.version}. {CAVEAT}",
        "sorting": 0,
        "hideDisabled": False,
        "techniques": [_technique(ident, rows) for ident, rows in sorted(seen.items())],
        "gradient": {"colors": list(COLOURS), "minValue": 0, "maxValue": most},
        "legendItems": [],
        "metadata": [
            {"name": "framework", "value": f"{frame.name} {frame.version}"},
            {"name": "as of", "value": f"{version(dossier):%Y-%m-%d}"},
            {"name": "networks", "value": str(len(dossier.chapters))},
        ],
        "showTacticRowBackground": False,
        "selectTechniquesAcrossTactics": True,
    }


def _technique(ident: str, rows: list[tuple[str, str]]) -> dict[str, Any]:
    tactic = frameworks()[DISARM].tactic(ident)
    return {
        "techniqueID": ident,
        **({"tactic": tactic} if tactic else {}),
        "score": len(rows),
        "comment": "\n".join(f"{network}: {because}" for network, because in rows),
        "enabled": True,
        "metadata": [{"name": "networks", "value": str(len(rows))}],
        "showSubtechniques": True,
    }
