"""``sites chains`` as a person runs it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TABLE = """from,to,status,country
http://front.life/x,http://middle.example/,302,DE
http://middle.example/,http://paper.ltd/,302,DE
http://front.life/x,,404,US
"""


def test_every_hop_is_a_row_and_differing_answers_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "urls.csv").write_text(TABLE, "utf-8")
    assert run(["sites", "chains", str(tmp_path / "urls.csv"), "--out", str(tmp_path / "o.csv")]) == 0
    said = capsys.readouterr().out
    assert "from DE lands on paper.ltd; from US stays and gets HTTP 404" in said
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["chain"], row["hop"], row["role"]) for row in rows] == [
        ("1", "0", "front"),
        ("1", "1", "intermediary"),
        ("1", "2", "landing"),
        ("2", "0", "front"),
    ]


def test_the_result_can_be_read_by_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "urls.csv").write_text(TABLE, "utf-8")
    assert run(["sites", "chains", str(tmp_path), "--json", "--quiet"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["chains"] == 1
    assert told["landings"] == [{"domain": "paper.ltd", "chains": 1}]


def test_input_without_links_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "t.csv").write_text("colour\nred\n", "utf-8")
    assert run(["sites", "chains", str(tmp_path / "t.csv")]) == 1
    assert "no column of addresses" in capsys.readouterr().err
