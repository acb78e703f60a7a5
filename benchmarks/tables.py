"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import floor, log10
from typing import Any

Column = tuple[str, str, Callable[[Any], str]]
"""Heading, key of the row, and how a value is written."""


def table(rows: Iterable[Mapping[str, Any]], columns: Iterable[Column]) -> str:
    """A table with the columns that have a value in any row; an absent value is an empty cell."""
    rows = list(rows)
    shown = [column for column in columns if any(row.get(column[1]) is not None for row in rows)]
    lines = [[heading for heading, _, _ in shown], ["---"] * len(shown)]
    lines += [["" if row.get(key) is None else write(row[key]) for _, key, write in shown] for row in rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def number(value: Any) -> str:
    """A number with three significant digits, or all digits of a whole one; text as it is.

    >>> number(0.01234), number(3.14159), number(1_000_000), number(23456.7), number("4GB")
    ('0.0123', '3.14', '1,000,000', '23,457', '4GB')
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, int) or value == 0:
        return f"{value:,.0f}"
    return f"{value:,.{max(0, 2 - floor(log10(abs(value))))}f}"


def code(value: Any) -> str:
    """A name, set as code."""
    return f"`{value}`"
