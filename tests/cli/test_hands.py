"""``sites hands`` as a person runs it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from inconcert.cli import run as inconcert

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CONTRACT = ["site_a", "site_b", "evidence", "value", "tier", "shared_by", "p"]


def run(*words: str | Path) -> int:
    return inconcert(["sites", "hands", *map(str, words)])


def table(place: Path) -> Path:
    file = place / "sites.csv"
    rows = [f"s{i}.org,UA-{4024516 + i // 3 * 97}-{i + 1}" for i in range(30)]
    file.write_text("\n".join(["domain,ga_code", *rows, "lone.org,", "not a site,UA-1111-1"]), "utf-8")
    return file


def test_joins_and_groups_are_written_in_the_columns_that_others_rely_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(table(tmp_path), "--out", tmp_path / "o.csv", "--groups", tmp_path / "g.csv") == 0
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0])[:7] == CONTRACT
    assert len(rows) == 30
    assert {row["shared_by"] for row in rows} == {"3"}
    assert all(row["site_a"] < row["site_b"] and 0 < float(row["p"]) < 0.01 for row in rows)
    with (tmp_path / "g.csv").open(encoding="utf-8", newline="") as file:
        groups = [row["group"] for row in csv.DictReader(file)]
    assert sorted(map(groups.count, set(groups))) == [3] * 10
    said = capsys.readouterr()
    assert "10 groups" in said.out
    assert "1 rows whose site is no name of a host" in said.err


def test_the_result_can_be_read_by_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(table(tmp_path), "--json", "--quiet") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pairs"] == 30
    assert [group["size"] for group in told["groups"]] == [3] * 10
    assert told["evidence"] == {"ua": 30}


def test_input_that_says_nothing_of_a_site_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text("colour\nred\n", "utf-8")
    assert run(tmp_path / "t.csv") == 1
    assert "no column of sites" in capsys.readouterr().err


def test_a_place_that_is_not_there_is_told_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(table(tmp_path), "--out", tmp_path / "no" / "o.csv") == 1
    assert "there is no folder" in capsys.readouterr().err
