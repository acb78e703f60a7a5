import csv
import json

import pytest

from inconcert.export.csv import MembersCsv, TiesCsv
from inconcert.profile.document import FindingSet
from inconcert.store.sheets import safe_cell


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(start):
    assert safe_cell(f"{start}cmd()").startswith("'")


@pytest.mark.parametrize("value", ["-1001234", "+49", "-1.5", "plain", 3, -2.5, None, True])
def test_what_cannot_be_a_formula_stays(value):
    assert safe_cell(value) == value


def test_nul_bytes_are_gone_and_lists_are_json():
    assert safe_cell("a\0b") == "ab"
    assert json.loads(safe_cell(["=1", "ش"])) == ["=1", "ش"]


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_significant_ties_only(small, golden, tmp_path):
    target = tmp_path / "ties.csv"
    TiesCsv().write(small, target)
    assert [(row["a"], row["b"]) for row in rows(target)] == [("x:-1", "x:2"), ("x:-1", "x:=3"), ("x:2", "x:=3")]
    assert json.loads(rows(target)[0]["posts"]) == ["x:1", "x:2", "x:3", "x:4"]
    golden(target, "ties.csv")


def test_members(small, golden, tmp_path):
    target = tmp_path / "members.csv"
    MembersCsv().write(small, target)
    found = rows(target)
    assert [row["account_id"] for row in found] == ["-1", "2", "'=3"]
    assert found[0]["handle"].startswith("'=HYPERLINK")
    assert found[1]["handle"] == ""
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    golden(target, "members.csv")


def test_leads_stand_with_an_empty_q_where_they_bind_a_network(led, tmp_path):
    target = tmp_path / "ties.csv"
    TiesCsv().write(led.finding_set(), target)
    found = rows(target)
    weak = [row for row in found if not row["q"]]
    assert len(weak) == 10
    assert all(row["a"].startswith("telegram:") for row in weak)
    assert len(found) > len(weak)
    assert not [row for row in found if row["q"] and float(row["q"]) > led.settings.fdr]


def test_leads_outside_networks_of_leads_are_left_out(small, tmp_path):
    document = small.document | {"networks": [network | {"of_leads": True} for network in small.networks]}
    TiesCsv().write(FindingSet(document, small.ties), tmp_path / "ties.csv")
    assert len(rows(tmp_path / "ties.csv")) == 3
