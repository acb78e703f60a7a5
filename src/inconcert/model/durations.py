"""Durations as people write them: ``60s``, ``10min``, ``1.5h``, ``2d``, ``250ms``, or plain seconds."""

from __future__ import annotations

import re

UNITS = {"": 1.0, "ms": 1e-3, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
"""Seconds in each unit."""


def seconds(text: str) -> float:
    """The duration ``text`` in seconds.

    Raises:
        ValueError: it is not a duration.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*([a-z]*)\s*", text.lower())
    if found is None or found[2] not in UNITS:
        raise ValueError(f"'{text}' is not a duration. Write 60s, 10min, 1h, 2d or plain seconds.")
    return float(found[1]) * UNITS[found[2]]
