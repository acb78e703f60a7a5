from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from inconcert.cli import run
from inconcert.evaluate.page import BEGIN, END

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("two_shuffles")

QUICK = ["--only", "simulated-organic", "--seeds", "2", "--posts", "600"]


def test_json_has_the_columns_of_the_contract_and_the_same_again_of_what_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["evaluate", *QUICK, "--out", str(tmp_path), "--json"]) == 0
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert {one["name"] for one in told["sets"]} == {"simulated-organic"}
    assert {one["kind"] for one in told["sets"]} == {"organic", "control"}
    for one in told["sets"]:
        assert {"name", "kind", "measure", "value", "low", "high", "n", "seed"} <= set(one)
        assert one["value"] is None or one["low"] is None or one["low"] <= one["value"] <= one["high"]
    assert "[1/1] simulated-organic" in shown.err
    assert "organic-1:" in shown.err
    assert (tmp_path / "organic-1" / "investigation").is_dir()
    assert run(["evaluate", *QUICK, "--out", str(tmp_path), "--json", "--quiet"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert json.loads(shown.out) == told


def test_a_person_gets_a_table_and_what_was_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCONCERT_DATA", str(tmp_path / "absent"))
    assert run(["evaluate", *QUICK, "--seeds", "1", "--only", "ira_2015", "--only", "coortweet"]) == 0
    shown = capsys.readouterr()
    assert "Organic sets: accounts wrongly placed" in shown.out
    assert "Left out: coortweet" in shown.out
    assert "ira_2015 is left out: no folder of real data" in shown.err


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (["--only", "gop_debates"], 2, "gop_debate"),
        (["--only", "organic", "--page", "PAGE"], 2, "Leave out --only"),
        (["--page", "PAGE"], 1, "no place for figures"),
        (["--page", "absent.md"], 2, "there is no page"),
        (["--only", "mixed", "--posts", "300", "--seeds", "1"], 2, "--posts"),
    ],
)
def test_wrong_usage_is_said_before_anything_runs(
    options: list[str], code: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.md"
    page.write_text("No figures here.", "utf-8")
    assert run(["evaluate", *(str(page) if word == "PAGE" else word for word in options)]) == code
    assert message in capsys.readouterr().err


def test_the_page_is_written_between_its_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from inconcert.evaluate import sets

    monkeypatch.setattr(sets, "SETS", tuple(one for one in sets.SETS if one.name == "simulated-organic"))
    page = tmp_path / "page.md"
    page.write_text(f"# Accuracy\n{BEGIN}\n{END}\nThe end.\n", "utf-8")
    assert run(["evaluate", "--seeds", "1", "--posts", "600", "--page", str(page), "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert "### Organic sets: accounts wrongly placed" in page.read_text("utf-8")
    assert page.read_text("utf-8").endswith("The end.\n")
