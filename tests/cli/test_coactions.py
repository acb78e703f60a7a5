from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path

TABLE = """object_id,account_id,content_id,timestamp_share
o1,A,p1,0
o1,B,p2,10
o1,C,p3,21
o2,A,p4,100
o2,B,p5,105
o2,C,p6,112.5
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "shares.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_writes_the_contracted_columns_in_order(table: Path, tmp_path: Path) -> None:
    pairs, edges = tmp_path / "p.csv", tmp_path / "e.csv"
    options = ["--window", "10s", "--min-participation", "1", "--edge-weight", "0.5", "--quiet"]
    assert run(["coactions", str(table), *options, "--pairs", str(pairs), "--edges", str(edges)]) == 0
    read = [list(csv.reader(path.read_text("utf-8").splitlines())) for path in (pairs, edges)]
    assert read[0][0] == ["object_id", "content_id", "content_id_y", "account_id", "account_id_y", "time_delta"]
    assert read[0][1:] == [
        ["o1", "p1", "p2", "A", "B", "10"],
        ["o2", "p4", "p5", "A", "B", "5"],
        ["o2", "p5", "p6", "B", "C", "7.5"],
    ]
    contract = "account_id account_id_y weight avg_time_delta n_content_id n_content_id_y edge_symmetry_score"
    assert read[1][0][:9] == [*contract.split(), "weight_threshold", "object_ids"]
    assert [row[:9] for row in read[1][1:]] == [
        ["A", "B", "2", "7.5", "2", "2", "1", "1", "o1,o2"],
        ["B", "C", "1", "7.5", "1", "1", "1", "0", "o2"],
    ]


def test_json_names_counts_and_strongest_edges(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coactions", str(table), "--window", "10", "--min-participation", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["pairs"], told["edges"], told["edges_over_threshold"]) == (6, 3, 2, 1)
    assert [edge["account_id_y"] for edge in told["strongest"]] == ["B", "C"]


def test_says_in_words_what_it_found(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coactions", str(table), "--window", "10s", "--min-participation", "1"]) == 0
    told = capsys.readouterr().out
    assert "Within 10 s: 3 pairs, 2 edges" in told
    assert "A and B: 2 pairs on 2 objects, 7.5 s apart" in told


def test_refused_input_is_1_and_nothing_is_left_behind(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(TABLE.replace("105", "noon"), encoding="utf-8")
    assert run(["coactions", str(table), "--pairs", str(table.with_name("p.csv"))]) == 1
    assert "shares.csv, row 6, column 'timestamp_share': 'noon' is not a time" in capsys.readouterr().err
    assert [path.name for path in table.parent.iterdir()] == ["shares.csv"]


def test_a_folder_that_is_not_there_is_refused_before_the_work(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coactions", str(table), "--edges", str(table.parent / "nowhere" / "e.csv")]) == 1
    assert "there is no folder" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["--window", "soon"], ["--edge-weight", "2"], ["--min-participation", "x"]])
def test_wrong_usage_is_2(table: Path, options: list[str]) -> None:
    assert run(["coactions", str(table), *options]) == 2


def test_help_says_which_symmetry_score_is_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coactions", "--help"]) == 0
    assert "edge_symmetry_score_coortweet" in capsys.readouterr().out


def test_naive_stamps_are_remarked_upon(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text("object_id,account_id,content_id,timestamp_share\no,A,p,2022-09-27 09:15:00\n", encoding="utf-8")
    assert run(["coactions", str(table)]) == 0
    assert "no zone" in capsys.readouterr().err
    assert run(["coactions", str(table), "--timezone", "Europe/Prague"]) == 0
    assert capsys.readouterr().err == ""
