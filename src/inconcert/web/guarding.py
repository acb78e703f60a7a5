"""Tables for spreadsheets that do nothing when they are opened."""

from __future__ import annotations

import csv
import io
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

OPENERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width signs work too
"""What a spreadsheet takes for the beginning of a formula."""


def guarded_cell(value: Any) -> str:
    """A cell as text; one that would be a formula gets an apostrophe in front, numbers stay numbers."""
    text = "" if value is None else str(value)
    if not text.startswith(OPENERS):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A CSV table piece by piece, each cell guarded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in chain((head,), rows):
        writer.writerow([guarded_cell(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def csv_again(path: Path) -> Iterator[str]:
    """A CSV file that was written before, each cell guarded."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        yield from csv_lines(next(reader, []), reader)
