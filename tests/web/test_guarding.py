"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.web.guarding import OPENERS, csv_lines, guarded_cell


@given(st.text())
def test_no_cell_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = guarded_cell(text)
    if cell.startswith(OPENERS):
        float(cell)
    assert cell in {text, f"'{text}"}


@pytest.mark.parametrize(
    ("value", "cell"), [("=1+1", "'=1+1"), ("-5.5", "-5.5"), ("@cmd", "'@cmd"), ("+x", "'+x"), (None, "")]
)
def test_cells(value: str | None, cell: str) -> None:
    assert guarded_cell(value) == cell


@given(st.lists(st.lists(st.text(alphabet=st.characters(exclude_characters="\r\0")), min_size=2, max_size=2)))
def test_a_table_is_read_back_as_it_was_guarded(rows: list[list[str]]) -> None:
    text = "".join(csv_lines(("a", "b"), rows))
    assert list(csv.reader(io.StringIO(text)))[1:] == [[guarded_cell(cell) for cell in row] for row in rows]
