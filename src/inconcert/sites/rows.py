"""Rows of tables of names, of which an unclosed quote swallows none but its own."""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LINES = 200
"""Lines that one row may span; a quote that is open for longer was forgotten."""
UNCLOSED = (
    "a quote is opened and not closed; the line was read as a row without quotes. Close the quote, or take it out"
)


def rows(
    lines: Iterable[str],
    delimiter: str,
    fits: Callable[[list[str]], bool],
    odd: Callable[[int, str], None],
    *,
    first: int = 2,
    longest: int = LINES,
) -> Iterator[list[str]]:
    """The rows of a table, one after another.

    A row may span lines inside quotes, as long as the quote is closed within ``longest`` lines, properly, and no line
    in between is a row itself. Otherwise the quote is told, and its line stands alone, so that nothing else is lost.

    Args:
        lines: Lines with their ends.
        delimiter: Sign between cells.
        fits: Whether cells look like a row of this table: a name stands where names stand.
        odd: Told the line and what is odd in it.
        first: Number of the first line.
        longest: Lines that one row may span.
    """
    ahead, source = deque[str](), iter(lines)
    number = first
    while (line := ahead.popleft() if ahead else next(source, None)) is not None:
        row = _row(line, delimiter) if line.count('"') % 2 == 0 else _strict([line], delimiter)
        taken = 1
        if row is None:
            row, taken = _spanning(line, ahead, source, delimiter, fits, longest)
            for _ in range(taken - 1):
                ahead.popleft()
        if row is None:
            odd(number, UNCLOSED)
            row = [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(delimiter)]
        number += taken
        if row:
            yield row


def _row(line: str, delimiter: str) -> list[str] | None:
    """A line whose quotes are even, also where they are not where they belong."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return None


def _strict(lines: list[str], delimiter: str) -> list[str] | None:
    """The one row that some lines are, when they are properly one."""
    try:
        found = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return found[0] if len(found) == 1 else None


def _spanning(
    line: str, ahead: deque[str], source: Iterator[str], delimiter: str, fits: Callable[[list[str]], bool], longest: int
) -> tuple[list[str] | None, int]:
    """The row that begins in a line and ends in a later one, and how many lines it has; none: the line alone."""
    quotes, seen = line.count('"'), [line]
    for place in range(longest - 1):
        if place == len(ahead):
            if (more := next(source, None)) is None:
                break
            ahead.append(more)
        seen.append(ahead[place])
        quotes += seen[-1].count('"')
        if quotes % 2 == 0:
            row = _strict(seen, delimiter)
            between = (_row(one, delimiter) or [] for one in seen[1:-1])
            if row is not None and fits(row) and not any(map(fits, between)):
                return row, len(seen)
            break
    return None, 1
