from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inconcert.errors import InputError
from inconcert.indicators.reading import read

OLD = "indicator_type,indicator_value,comment,ds\n"
NEW = "Tactic ,Technique,Procedure,Indicator,Commernts\n"


def one(tmp_path, text, name="file.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read([path])


def said(found):
    return [odd.what for odd in found.oddities]


def test_the_columns_of_2022(tmp_path):
    found = one(tmp_path, OLD + "domain_name,a.example,Germany-targeting,2022-09-27\n")
    (indicator,) = found.indicators
    assert (indicator.type, indicator.value, indicator.defanged) == ("domain_name", "a.example", "a[.]example")
    assert (indicator.comment, indicator.published, indicator.source_row) == ("Germany-targeting", date(2022, 9, 27), 2)
    assert said(found) == []


def test_the_columns_of_2023_with_mistakes_in_the_headings(tmp_path):
    found = one(
        tmp_path,
        NEW
        + "0 Acquiring,0.9 Accounts,0.9.4 X,twitter[.]com/someone,a note\r\n,,,,\r\n0 A,0.9 B,0.9.1 C,63 accounts,\n",
    )
    first, second = found.indicators
    assert (first.tactic, first.technique, first.procedure) == ("0 Acquiring", "0.9 Accounts", "0.9.4 X")
    assert (first.type, first.value, first.comment) == ("url", "twitter.com/someone", "a note")
    assert (second.type, second.value, second.source_row) == ("count", "63 accounts", 4)
    assert said(found) == [
        "blanks around the heading 'Tactic'",
        "the heading 'Commernts' was read as 'comments'",
        "an empty row",
    ]


def test_a_note_behind_a_value_goes_into_the_comment(tmp_path):
    found = one(tmp_path, OLD + 'domain_name," ""jiraboom[.]pro"" (Hosted a spoof of Der Spiegel)",,2022-09-27\n')
    (indicator,) = found.indicators
    assert (indicator.value, indicator.comment) == ("jiraboom.pro", "Hosted a spoof of Der Spiegel")
    assert "a note behind the value" in said(found)
    assert indicator.written == ' "jiraboom[.]pro" (Hosted a spoof of Der Spiegel)'


def test_a_cell_of_several_lines_counts_as_one_row(tmp_path):
    found = one(tmp_path, NEW + '1 A,1.1 B,1.1.1 C,"\n\nA sentence\nof two lines",\n2 A,2.1 B,2.1.1 C,b[.]example,\n')
    assert [(each.source_row, each.type) for each in found.indicators] == [(2, "text"), (3, "domain_name")]
    assert said(found)[2:] == ["blanks around the value"]


@pytest.mark.parametrize("text", ["06-28-2022", "6/28/2022", "28.06.2022"])
def test_days_written_otherwise_are_read_and_said(tmp_path, text):
    found = one(tmp_path, OLD + f"domain_name,a.example,,{text}\n")
    assert found.indicators[0].published == date(2022, 6, 28)
    assert said(found) == [f"the day is written '{text}', read as 2022-06-28"]


def test_a_day_that_cannot_be_read_is_kept(tmp_path):
    found = one(tmp_path, OLD + "domain_name,a.example,note,some day\n")
    assert (found.indicators[0].published, found.indicators[0].comment) == (None, "note; some day")


def test_mixed_defanging_repeats_and_wrong_types_are_said(tmp_path):
    found = one(
        tmp_path,
        OLD + "domain_name,a.example,,\ndomain_name,b[.]example,,\nmd5,b[.]example,,\ndomain_name,a[.]example,,\n",
    )
    assert [each.value for each in found.indicators] == ["a.example", "b.example", "b.example", "a.example"]
    assert said(found) == [
        "the file calls it md5, it looks like domain_name",
        "3 of 4 addresses are defanged, the others are not",
        "a[.]example stands already in row 2",
        "b[.]example stands already in row 3",
    ]


def test_columns_and_cells_that_no_schema_names_are_kept(tmp_path):
    found = one(tmp_path, "Tactic,Technique,Procedure,Indicator,Confidence\n0 A,0.1 B,0.1.1 C,a.example,high,surplus\n")
    assert found.indicators[0].extra == (("Confidence", "high"), ("", "surplus"))
    assert len(said(found)) == 2


def test_a_list_of_techniques_loads_too(tmp_path):
    found = one(tmp_path, "Tactic,Technique,Procedure\r\n0. A,0.1 B,0.1.1 C\r\n")
    assert (found.indicators[0].type, found.indicators[0].value) == ("procedure", "0.1.1 C")
    assert said(found) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    found = one(tmp_path, (OLD + "domain_name,a.example,für alle,2022-09-27\n").encode(encoding))
    assert found.indicators[0].comment == "für alle"


def test_tables_with_tabs(tmp_path):
    found = one(tmp_path, OLD.replace(",", "\t") + "domain_name\ta.example\tone, two\t2022-09-27\n", "file.tsv")
    assert found.indicators[0].comment == "one, two"


def test_folders_are_searched_and_other_files_named(tmp_path):
    folder = tmp_path / "Q2_2023 "
    folder.mkdir()
    (folder / "a.csv").write_text(OLD + "domain_name,a.example,,\n", "utf-8")
    (folder / "LICENSE").write_text("text", "utf-8")
    (folder / "other.csv").write_text("colour\nred\n", "utf-8")
    found = read([folder])
    assert len(found.indicators) == 1
    assert said(found) == [
        "blanks around the name of the folder",
        "passed over: not a CSV or TSV file",
        "left out, it is no table of indicators",
    ]


@pytest.mark.parametrize("text", ["", "colour,taste\nred,sweet\n"])
def test_a_file_that_is_no_table_of_indicators_is_refused(tmp_path, text):
    with pytest.raises(InputError):
        one(tmp_path, text)


CELLS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=8))
def test_no_row_is_lost_whatever_stands_in_it(tmp_path, rows):
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([["indicator_type", "indicator_value", "comment", "ds"], *rows])
    found = one(tmp_path, out.getvalue())
    empty = sum(odd.what == "an empty row" for odd in found.oddities)
    assert len(found.indicators) + empty == len(rows)
    kept = {each.source_row: each.written for each in found.indicators}
    assert all(kept[number].strip() == row[1].strip() for number, row in enumerate(rows, 2) if row[1].strip())


def test_all_published_files_load_with_nothing_lost(data):
    import csv

    folder = data / "meta_indicators"
    found = read([folder])
    for path in folder.glob("*.[ct]sv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t" if path.suffix == ".tsv" else ","))[1:]
        filled = [number for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
        assert [each.source_row for each in found.indicators if each.source == str(path)] == filled
    september = [each for each in found.indicators if "2022_09" in each.source and each.source.endswith(".csv")]
    assert (len(september), len({each.value for each in september})) == (350, 348)
