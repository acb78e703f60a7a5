"""Traffic Light Protocol 2.0 in STIX: by the extension that OASIS publishes, since the standard itself knows TLP 1."""

from __future__ import annotations

from typing import Any

EXTENSION = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d"
TLP = {
    "CLEAR": "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
    "GREEN": "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
    "AMBER": "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
    "AMBER+STRICT": "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
    "RED": "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
}
"""Ids of the markings, as published for everybody."""
_MADE = "2022-10-01T00:00:00.000Z"


def marking(tlp: str) -> Any:
    """The definition of a marking."""
    from stix2 import v21

    said = {"extension_type": "property-extension", "tlp_2_0": tlp.lower()}
    return v21.MarkingDefinition(id=TLP[tlp], created=_MADE, name=f"TLP:{tlp}", extensions={EXTENSION: said})
