import csv
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.indicators.indicator import Indicator
from inconcert.indicators.reading import read
from inconcert.indicators.writing import DOCUMENTED, FORMATS, settled, write
from inconcert.normalise.defanged import refang

OLD, NEW = FORMATS["meta-2022"], FORMATS["meta-2023"]


def _given(value, type_="domain_name", **more):
    return Indicator(type_, value, value, source="file.csv", source_row=2, **more)


def _again(tmp_path, found, schema, name="out.csv"):
    kept, odd = settled(found, schema)
    write(tmp_path / name, kept, schema)
    return read([tmp_path / name]), odd


def _rows(path, sign=","):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=sign))


def test_headings_stand_exactly_as_published(tmp_path):
    write(tmp_path / "old.csv", [], OLD)
    write(tmp_path / "new.tsv", [], NEW)
    assert (tmp_path / "old.csv").read_text() == "indicator_type,indicator_value,comment,ds\n"
    assert (tmp_path / "new.tsv").read_text() == "Tactic\tTechnique\tProcedure\tIndicator\tComments\n"


def test_types_that_are_not_documented_are_left_out_and_said(tmp_path):
    found = [_given("63 accounts", "count"), _given("https://a.example/x", "url"), _given("#tag", "hashtag")]
    again, odd = _again(tmp_path, found, OLD)
    assert [(one.type, one.value) for one in again.indicators] == [("cib_url", "https://a.example/x")]
    assert [str(one) for one in odd[:2]] == [
        "file.csv, row 2: left out: meta-2022 has no type for a count.",
        "file.csv, row 2: left out: meta-2022 has no type for a hashtag.",
    ]


def test_what_has_no_column_goes_into_the_comment(tmp_path):
    one = _given("a.example", comment="note", procedure="0.6.2 Domains", published=date(2022, 9, 27))
    assert settled([one], OLD)[0][0].comment == "0.6.2 Domains; note"
    assert settled([one], NEW)[0][0].comment == "note; published 2022-09-27"


def test_addresses_inside_sentences_and_comments_are_inert(tmp_path):
    one = _given("see https://a.example/x, or b.example.", "text", comment="spoof of c.example")
    write(tmp_path / "out.csv", settled([one], NEW)[0], NEW)
    *_, value, comment = _rows(tmp_path / "out.csv")[1]
    assert (value, comment) == ("see hxxps://a[.]example/x, or b[.]example.", "spoof of c[.]example")
    assert read([tmp_path / "out.csv"]).indicators[0].value == one.value


def test_a_formula_is_guarded_and_comes_back(tmp_path):
    found = [_given("=HYPERLINK(1)", "text", comment="@SUM(A1)")]
    write(tmp_path / "out.csv", found, NEW)
    assert _rows(tmp_path / "out.csv")[1][3:] == ["'=HYPERLINK(1)", "'@SUM(A1)"]
    (again,) = read([tmp_path / "out.csv"]).indicators
    assert (again.value, again.comment) == ("=HYPERLINK(1)", "@SUM(A1)")


_NAMES = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?\.(com|org|website|xn--p1ai)", fullmatch=True)
_VALUES = st.one_of(_NAMES, _NAMES.map(lambda name: f"https://{name}/p?q=1"), st.just("t.me/channel1"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(_VALUES, max_size=10), st.sampled_from([OLD, NEW]), st.sampled_from(["o.csv", "o.tsv"]))
def test_every_value_comes_back_and_none_can_be_clicked(tmp_path, values, schema, name):
    again, _ = _again(tmp_path, [_given(value, "cib_url") for value in values], schema, name)
    assert [one.value for one in again.indicators] == values
    column = [heading for heading, _ in schema.columns].index(
        {field: heading for heading, field in schema.columns}["value"]
    )
    for row in _rows(tmp_path / name, "\t" if name.endswith("tsv") else ",")[1:]:
        assert "." not in row[column].split("://")[-1].split("/")[0].replace("[.]", "")
        assert not row[column].startswith("http")


def test_the_file_of_september_2022_round_trips(data, tmp_path):
    folder = data / "meta_indicators"
    source = folder / "2022_09_removing_coordinated_inauthentic_behavior_from_china_and_russia.csv"
    first = read([source]).indicators
    again, odd = _again(tmp_path, first, OLD)
    assert odd == []
    assert [(one.type, one.value, one.comment, one.published) for one in again.indicators] == [
        (one.type, one.value, one.comment, one.published) for one in first
    ]
    assert (len(again.indicators), len({one.value for one in again.indicators})) == (350, 348)
    assert [str(one.what) for one in again.oddities if "defanged" in one.what] == []
    theirs, ours = _rows(source), _rows(tmp_path / "out.csv")
    assert [[refang(cell) for cell in row] for row in ours] == [[refang(cell) for cell in row] for row in theirs]
    later, _ = _again(tmp_path, first, NEW, "new.tsv")
    assert [one.value for one in later.indicators] == [one.value for one in first]


@pytest.mark.parametrize("schema", [OLD, NEW])
def test_all_published_files_are_written_strictly(data, tmp_path, schema):
    first = read([data / "meta_indicators"]).indicators
    again, odd = _again(tmp_path, first, schema)
    left_out = sum("left out" in one.what for one in odd)
    assert len(again.indicators) == len(first) - left_out
    if schema is OLD:
        assert {one.type for one in again.indicators} <= DOCUMENTED
    else:
        assert left_out == 0
        values = [one.value for one in first]
        assert [one.value for one in again.indicators] == values
