"""The keys of the workbench, as data: what the list on the page shows is what the page obeys."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parents[1] / "keys.json"
SHOWN = {"Control+Enter": "Ctrl + Enter", "Enter": "Enter"}


@cache
def keys() -> tuple[dict[str, Any], ...]:
    """Rows of ``action, key, shown, does``, in the order in which they are listed."""
    rows = json.loads(PLACE.read_text("utf-8"))
    return tuple(row | {"shown": SHOWN.get(row["key"], row["key"])} for row in rows)
