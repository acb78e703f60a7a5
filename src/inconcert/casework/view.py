"""Base of what casework gives out."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class View:
    """Base of everything given out."""

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain data; instants and days as ISO 8601."""
        return {name: _plain(value) for name, value in asdict(self).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, frozenset)):
        return [_plain(inner) for inner in value]
    return value
