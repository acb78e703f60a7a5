"""Specifications of the charts as Vega-Lite takes them; colours are named by their role, and data is put in later."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

ENDING = ".vl.json"


@cache
def specifications() -> dict[str, Any]:
    """All charts by name."""
    places = sorted(
        (place for place in files(__package__).iterdir() if place.name.endswith(ENDING)), key=lambda it: it.name
    )
    return {place.name.removesuffix(ENDING): json.loads(place.read_text("utf-8")) for place in places}


def specification(name: str) -> dict[str, Any]:
    """The chart of this name."""
    found: dict[str, Any] = specifications()[name]
    return found
