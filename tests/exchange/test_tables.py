import csv
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from inconcert.dossier.specimen import MEMBER, SITE
from inconcert.errors import InputError
from inconcert.exchange.tables import COLUMNS, AssetsCsv, AssetsParquet, Meta2022, Meta2023
from inconcert.indicators.reading import read


@pytest.mark.parametrize("form", [Meta2022(), Meta2023()], ids=lambda form: form.name)
def test_our_own_reader_finds_the_same_values_again(form, shown, tmp_path):
    place = tmp_path / f"{form.stem}.csv"
    form.write(shown, place)
    found = read([place])
    assert [one.value for one in found.indicators] == [one.value for one in shown.indicators]
    assert not found.oddities
    text = place.read_text("utf-8")
    assert SITE not in text
    assert all("does not make an account part of" in one.comment for one in found.indicators)
    assert all("TLP:AMBER" in one.comment for one in found.indicators)


def test_columns_are_those_of_meta(shown, tmp_path):
    Meta2022().write(shown, tmp_path / "a.csv")
    Meta2023().write(shown, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_text().startswith("indicator_type,indicator_value,comment,ds\n")
    assert (tmp_path / "b.csv").read_text().startswith("Tactic,Technique,Procedure,Indicator,Comments\n")
    assert (tmp_path / "b.csv").read_text("utf-8").splitlines()[1].startswith("0. Acquiring assets,")


def test_pseudonyms_have_no_place_in_the_columns_of_2022(hashed, tmp_path):
    Meta2022().write(hashed, tmp_path / "a.csv")
    assert [one.value for one in read([tmp_path / "a.csv"]).indicators] == [SITE]
    accounts = replace(hashed, indicators=hashed.indicators[:1])
    with pytest.raises(InputError, match="no indicator"):
        Meta2022().write(accounts, tmp_path / "b.csv")


def test_assets_are_the_same_in_both_tables(shown, tmp_path):
    AssetsCsv().write(shown, tmp_path / "a.csv")
    AssetsParquet().write(shown, tmp_path / "a.parquet")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert tuple(rows[0]) == COLUMNS == tuple(cells[0])
    assert [row["id"] for row in rows] == ["11", "12", "harbour-news[.]example"]
    assert [row["id"] for row in cells] == [row["id"] for row in rows]
    assert rows[0]["name"] == MEMBER
    assert (rows[0]["followers"], rows[1]["followers"], cells[1]["followers"]) == (120, None, "")
    assert rows[0]["first_at"] == shown.chapters[0].assets[0].first_at
    assert rows[2]["role"] == "pushed"


def test_no_cell_acts_as_a_formula(shown, tmp_path):
    AssetsCsv().write(shown, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell.startswith("=")]


def test_marking_and_warning_stand_in_the_file_itself(shown, tmp_path):
    AssetsParquet().write(shown, tmp_path / "a.parquet")
    about = pq.read_schema(tmp_path / "a.parquet").metadata
    assert about[b"tlp"] == b"AMBER"
    assert b"does not make an account part of" in about[b"warning"]
