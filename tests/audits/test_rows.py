"""What does not fit in a table is said in one line, with file, row and column; what people are is not read."""

from __future__ import annotations

import pytest

from inconcert.audits.rows import Form, instant, read, refused, renamed
from inconcert.errors import InputError, MappingError, UsageError, ZoneNeeded

FORM = Form("a table", ("who", "at"), ("views",))


def table(place, text):
    file = place / "t.csv"
    file.write_text(text, "utf-8")
    return file


def test_a_missing_column_is_named_with_the_file(tmp_path):
    file = table(tmp_path, "who,when\na,2024-01-01\n")
    with pytest.raises(MappingError, match=r"t\.csv, row 1: there is no column 'at'\.") as told:
        read([file], FORM)
    assert "\n" not in str(told.value)
    assert read([file], FORM, {"at": "when"})[0][0].text("at") == "2024-01-01"


def test_a_word_of_the_mapping_that_is_no_column_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="Did you mean views"):
        read([table(tmp_path, "who,at\na,b\n")], FORM, {"view": "x"})
    with pytest.raises(UsageError):
        renamed("views")


@pytest.mark.parametrize(("cell", "said"), [("many", "not a number"), ("-3", "negative"), ("2.5", "whole number")])
def test_a_cell_that_cannot_be_read_is_placed(tmp_path, cell, said):
    rows, _ = read([table(tmp_path, f"who,at,views\na,b,1\na,b,{cell}\n")], FORM)
    assert rows[0].whole("views") == 1
    with pytest.raises(InputError, match=rf"t\.csv, row 3, column 'views': .*{said}"):
        rows[1].whole("views")


def test_an_empty_cell_is_not_zero(tmp_path):
    rows, _ = read([table(tmp_path, "who,at,views\na,b,\na,b,0\n")], FORM)
    assert [row.whole("views") for row in rows] == [None, 0]


def test_a_time_without_a_zone_is_asked_about(tmp_path):
    rows, _ = read([table(tmp_path, "who,at\na,2024-01-01T10:00:00\n")], FORM)
    with pytest.raises(ZoneNeeded, match=r"t\.csv, row 2, column 'at'"):
        instant(rows[0], "at")
    assert instant(rows[0], "at", "Europe/Prague") == instant(rows[0], "at", "UTC") - 3600 * 10**6


@pytest.mark.parametrize("column", ["Nationality", "ethnic group", "party", "Religion", "political_opinion", "gender"])
def test_columns_about_what_people_are_are_dropped_unread(tmp_path, column):
    assert refused(column)
    rows, receipt = read([table(tmp_path, f"who,at,{column}\na,b,secret\n")], FORM)
    assert column not in rows[0].cells
    assert "secret" not in str(rows)
    assert any("dropped unread" in said and column in said for said in receipt.dropped)
    with pytest.raises(MappingError, match="never read"):
        read([tmp_path / "t.csv"], FORM, {"views": column})


def test_the_same_file_twice_counts_once(tmp_path):
    file = table(tmp_path, "who,at\na,b\n")
    (tmp_path / "again.csv").write_bytes(file.read_bytes())
    rows, receipt = read([file, tmp_path / "again.csv"], FORM)
    assert len(rows) == receipt.rows == 1
    assert "read once" in receipt.notes[0]
