"""An unclosed quote in a table of names is said, and swallows nothing but its own line."""

from __future__ import annotations

import csv
import io
import re

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from inconcert.cli import group
from inconcert.sites.records.fact import Receipt
from inconcert.sites.records.reading import read_facts
from inconcert.sites.rows import LINES, rows

HOST = re.compile(r"[a-z0-9-]+\.[a-z]+")


def read(text, longest=LINES):
    said = []
    found = rows(io.StringIO(text, newline=""), ",", lambda row: bool(row and HOST.fullmatch(row[0])),
                 lambda number, what: said.append((number, what.partition(";")[0])), longest=longest)  # fmt: skip
    return list(found), said


NAMES = [f"name{number}.com" for number in range(300)]


@pytest.mark.parametrize("place", [0, 150, 299])
@pytest.mark.parametrize("broken", ['"broken.com,note', 'broken.com,"note', '"broken.com'])
def test_an_unclosed_quote_is_said_with_its_row_and_loses_nothing(place, broken):
    lines = [f"{name},x" for name in NAMES]
    lines.insert(place, broken)
    found, said = read("\n".join(lines))
    assert [row[0] for row in found] == [*NAMES[:place], "broken.com", *NAMES[place:]]
    assert said == [(place + 2, "a quote is opened and not closed")]


def test_two_of_them_do_not_close_each_other():
    found, said = read('a.com,"note\nb.com,x\nc.com,note"\nd.com,x\n')
    assert [row[0] for row in found] == ["a.com", "b.com", "c.com", "d.com"]
    assert [number for number, _ in said] == [2]


def test_a_cell_of_several_lines_is_one_cell():
    found, said = read('a.com,"first line\nsecond, with a comma\nthird"\r\nb.com,x\r\n')
    assert found == [["a.com", "first line\nsecond, with a comma\nthird"], ["b.com", "x"]]
    assert said == []


def test_a_quote_inside_a_cell_is_a_sign_like_any_other():
    assert read('a.com,a disk of 5"\nb.com,x\n') == ([["a.com", 'a disk of 5"'], ["b.com", "x"]], [])


@given(st.lists(st.tuples(st.from_regex(HOST, fullmatch=True), st.text("ab,\"\n' ", max_size=8)), max_size=12))
def test_sound_tables_are_read_as_the_module_csv_reads_them(given_rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(given_rows)
    found, said = read(out.getvalue())
    assert found == [list(row) for row in given_rows]
    assert said == []


@given(st.text('ab.,"\n', max_size=60))
def test_no_line_is_lost_whatever_the_quotes(text):
    found, _ = read(text, longest=3)
    letters = sorted(sign for sign in text if sign in "ab.")
    assert sorted(sign for row in found for cell in row for sign in cell if sign in "ab.") == letters


def test_domains_match_and_families_say_it(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text("domain,note\n" + 'spiegel.ltd,"open\n' + "".join(f"{n},x\n" for n in NAMES) + "spiegel.pro,x\n")
    for command in ("match", "families"):
        out = tmp_path / f"{command}.csv"
        done = CliRunner().invoke(group, ["domains", command, "--candidates", str(path), "--out", str(out)])
        assert done.exit_code == 0, done.output
        assert "row 2: a quote is opened and not closed" in done.stderr
        assert "Close the quote" in done.stderr
        assert {"spiegel.ltd", "spiegel.pro"} <= {line.partition(",")[0] for line in out.read_text().splitlines()}


def test_records_of_whois_say_it(tmp_path):
    path = tmp_path / "whois.csv"
    path.write_text('domain,registrar,created\na.com,"NameSilo,2022-06-29\n' + "".join(f"{n},R,\n" for n in NAMES))
    receipt = Receipt()
    assert {fact.site for fact in read_facts([path], receipt)} == {"a.com", *NAMES}
    assert any("row 2: a quote is opened" in line for line in receipt.lines)
