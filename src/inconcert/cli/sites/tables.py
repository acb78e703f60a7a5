"""Tables written by the commands on sites: whole or not at all."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING, Any

from inconcert.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rows(out: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as CSV (UTF-8); the file appears when it is whole.

    A text that a spreadsheet would take for a formula is given an apostrophe.

    Raises:
        StoreError: the file cannot be written.
    """
    aside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([_cell(row[column]) for column in columns] for row in rows)
        aside.replace(out)
    except OSError as why:
        aside.unlink(missing_ok=True)
        raise StoreError(f"{out} cannot be written: {why.strerror or why}.", todo="Choose another place.") from why


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
