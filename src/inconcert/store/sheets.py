"""Tables for spreadsheets, written in one way: whole or not at all, UTF-8, and no cell can act as a formula."""

from __future__ import annotations

import csv
import json
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from inconcert.ingest.disk import guarded, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMERAL = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)


def safe_cell(value: Any) -> Any:
    """A value that a spreadsheet shows and never runs: text that could start a formula gets a ``'`` in front."""
    if isinstance(value, (list, tuple)):
        value = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, str):
        return value
    # Halves of surrogate pairs have no form in UTF-8.
    value = value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    # A signed numeral is no formula, and ids such as -1001234 must come out as they went in.
    harmless = not value.lstrip(" ").startswith(FORMULA_STARTS) or _NUMERAL.fullmatch(value)
    return value if harmless else f"'{value}"


def bare_cell(text: str) -> str:
    """A cell without the ``'`` that :func:`safe_cell` puts in front."""
    guarded_ = text.startswith("'") and safe_cell(text[1:]) == text
    return text[1:] if guarded_ else text


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path to write to; at the end it takes the place of ``target``, on failure it disappears.

    What is no file (``/dev/stdout``, a pipe) is written to as it is.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    if target.exists() and not target.is_file() and not target.is_dir():
        with guarded(f"writing {target}"):
            yield target
        return
    # Through a link the file it leads to is replaced, not the link.
    place = target.resolve() if target.is_symlink() else target
    aside = place.with_name(f".{place.name}.partial")
    try:
        with guarded(f"writing {target}"):
            yield aside
            publish(aside, place)
    finally:
        with suppress(OSError):
            aside.unlink()


@contextmanager
def sheet(
    target: Path, columns: Sequence[str], *, marked: bool = False, delimiter: str = ","
) -> Iterator[Callable[[Sequence[Any]], None]]:
    """Write a table row by row; what is at ``target`` stays as it is until the table is whole.

    Args:
        target: File to write; its folder is made.
        columns: Headings.
        marked: Write for spreadsheets: begin with the mark by which they know UTF-8, without which they garble other
            scripts, and end lines as RFC 4180 says.
        delimiter: Sign between cells.

    Yields:
        What takes one row.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    with guarded(f"writing {target}"):
        target.parent.mkdir(parents=True, exist_ok=True)
    encoding = "utf-8-sig" if marked else "utf-8"
    with replacing(target) as aside, aside.open("w", encoding=encoding, newline="") as file:
        table = csv.writer(file, delimiter=delimiter, lineterminator="\r\n" if marked else "\n")
        table.writerow(columns)
        yield lambda row: table.writerow([safe_cell(cell) for cell in row])


def write_rows(target: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]], *, marked: bool = False) -> int:
    """Write rows as CSV; gives their number. A column that a row lacks is empty there.

    Raises:
        DiskFull: there is no room.
        StoreError: the file cannot be written.
    """
    number = 0
    with sheet(target, columns, marked=marked) as put:
        for row in rows:
            put([row.get(column) for column in columns])
            number += 1
    return number
