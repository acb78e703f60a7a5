"""What became of one file: rows read, kept and skipped, with reasons and examples."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict, dataclass, field, fields
from typing import IO, TYPE_CHECKING, Any

from inconcert.ingest.disk import guarded
from inconcert.ingest.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from inconcert.ingest.tables import Refused

_CELL = 32_000
"""Longest cell a spreadsheet takes, nearly."""


@dataclass(frozen=True)
class Receipt:
    """What became of one file."""

    source: str
    """Id of the added file: 16 hex digits of its content and of how it was read."""
    file: str
    format: str
    why: tuple[str, ...] = ()
    """What the format was recognised by."""
    rows: int = 0
    """Rows, lines or records read, without the header."""
    kept: Mapping[str, int] = field(default_factory=dict)
    """Rows written, by noun."""
    skipped: tuple[dict[str, Any], ...] = ()
    """Reason, count and first examples of rows that gave nothing."""
    warnings: tuple[dict[str, Any], ...] = ()
    """Message, count and first examples of what was repaired, left out or looks odd in rows that were kept."""
    first_at: str | None = None
    last_at: str | None = None
    timezone: str = ""
    """Zone in which stamps without an offset were read."""
    precision: float | None = None
    """Precision of the clock in seconds."""
    hash: str = ""
    """SHA-256 of the file."""
    bytes: int = 0
    already: bool = False
    """The same file was added before in the same way: nothing was added now."""
    ids_derived: int = 0
    """Posts whose id was derived because the source gave none that could be used."""
    order: int = 0
    """Place among the files of the investigation, from 1."""
    after: str = ""
    """Name for the files before it, among which its posts were looked for."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Word → column, where a mapping was given or worked out."""

    def to_dict(self) -> dict[str, Any]:
        """The receipt as plain data."""
        return json.loads(json.dumps(asdict(self)))  # type: ignore[no-any-return]  # an object in, an object out

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], **changes: Any) -> Receipt:
        """A stored receipt; parts this version does not know are left out."""
        known = {each.name for each in fields(cls)}
        plain = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        return cls(**{**{name: value for name, value in plain.items() if name in known}, **changes})

    def text(self) -> str:
        """The receipt for a person."""
        kept = ", ".join(_counted(noun, count) for noun, count in self.kept.items()) or "nothing"
        head = f"{self.file}: already there, nothing added" if self.already else f"{self.file}: {kept}"
        lines = [f"{head} ({self.format}, {_counted('rows', self.rows)}, source {self.source})"]
        lines += [f"  because {reason}" for reason in self.why]
        if self.first_at:
            lines.append(f"  from {self.first_at} to {self.last_at}, clock precise to {_clock(self.precision)}"
                         + (f", zone {self.timezone}" if self.timezone else ""))  # fmt: skip
        if self.ids_derived:
            lines.append(f"  {self.ids_derived:,} posts had no usable id: stable ids were derived")
        lines += [f"  skipped {_told(each, 'reason')}" for each in self.skipped]
        lines += [f"  note: {_told(each, 'message')}" for each in self.warnings]
        return "\n".join(lines)


_OBSERVED = {"accounts": "descriptions of accounts"}
"""The table of accounts has a row for each state of an account, so its rows are not to be read as accounts."""


def _counted(noun: str, count: int) -> str:
    plural = _OBSERVED.get(noun, noun)
    head, *rest = plural.split(" ")
    return f"{count:,} {head.removesuffix('s') if count == 1 else head}" + "".join(f" {word}" for word in rest)


def _clock(seconds: float | None) -> str:
    names = {86400.0: "the day", 3600.0: "the hour", 60.0: "the minute", 1.0: "the second"}
    return names.get(seconds or 0.0, f"{seconds:g} seconds" if seconds else "an unknown degree")


def _told(entry: dict[str, Any], key: str) -> str:
    examples = "; ".join(f"row {each['row']}" + (f": {each['value']}" if each["value"] else "")
                         for each in entry["examples"][:2])  # fmt: skip
    return f"{entry['count']:,}: {entry[key]}" + (f" ({examples})" if examples else "")


class Rejects:
    """Rows that could not be used: counted by reason, and written to a table that opens in a spreadsheet."""

    def __init__(self, path: Path) -> None:
        self.path, self.tally = path, Tally()
        self._file: IO[str] | None = None
        self._write: Any = None

    def add(self, row: int, reason: str, value: str = "", record: Any = None) -> None:
        """Count and write one row, with the record as JSON."""
        self.tally.add(reason, row, value)
        with guarded("writing the rejects"):
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8-sig", newline="")
                self._write = csv.writer(self._file).writerow
                self._write(("row", "reason", "value", "record"))
            shown = json.dumps(record, ensure_ascii=False, default=str) if isinstance(record, dict) else ""
            self._write((row, *(harmless(cell) for cell in (reason, value, shown))))

    def refuse(self, row: int, refused: Refused) -> None:
        """Count and write a row that could not even be read."""
        self.add(row, refused.reason, refused.value)

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            with guarded("writing the rejects"):
                self._file.close()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor stumbles over."""
    plain = cell[:_CELL].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    return "'" + plain if plain.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r") and plain.strip() else plain
