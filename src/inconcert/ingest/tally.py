"""Count what happened by its message, with the first examples and where they stand."""

from __future__ import annotations

from typing import Any

EXAMPLES = 5
WIDTH = 120


class Tally:
    """Messages with their counts and first examples, in the order of first appearance."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, Any]] = {}

    def add(self, message: str, row: int | None = None, value: str = "", count: int = 1) -> None:
        """Count a message; the first few keep their row and the beginning of the value."""
        entry = self._found.setdefault(message, {"count": 0, "examples": []})
        entry["count"] += count
        if len(entry["examples"]) < EXAMPLES and row is not None:
            entry["examples"].append({"row": row, "value": value[:WIDTH]})

    def listed(self, key: str) -> list[dict[str, Any]]:
        """The counts as plain data, the message under ``key``."""
        return [{key: message, **entry} for message, entry in self._found.items()]

    def total(self) -> int:
        """How much was counted in all."""
        return sum(int(entry["count"]) for entry in self._found.values())


class Repairs:
    """Damage that was repaired while reading; it is known by character first and by row a little later."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.pending: list[tuple[str, str]] = []
        """Message and value of repairs whose row is not known yet."""

    def mark(self, message: str, value: str = "") -> None:
        """Note a repair in the row that is being read."""
        self.pending.append((message, value))

    def settle(self, row: int) -> None:
        """Say that all pending repairs were in ``row``."""
        for message, value in self.pending:
            self.tally.add(message, row, value)
        self.pending.clear()
