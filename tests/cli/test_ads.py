"""``inconcert ads`` as it is called."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT = (
    "advertiser",
    "currency",
    "ads",
    "spend_lower",
    "spend_upper",
    "impressions_lower",
    "impressions_upper",
    "converted_lower",
    "converted_upper",
    "rate_source",
)


@pytest.fixture
def bought(tmp_path: Path) -> Path:
    path = tmp_path / "bought.csv"
    lines = [
        f"{number},Page {number},,≤100,EUR,2022-06-01,The same long text about the bridge that nobody wanted to build"
        for number in range(6)
    ]
    path.write_text("\n".join(["page_id,advertiser,payer,spend,currency,started,text", *lines]) + "\n", "utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    assert run([*words, "--json", "--quiet"]) == 0
    return json.loads(capsys.readouterr().out)


def test_rows_have_the_columns_others_rely_on(bought: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = told(capsys, "ads", "summary", str(bought), "--currency", "usd")
    assert tuple(made["totals"][0])[: len(CONTRACT)] == CONTRACT
    assert {row["converted_upper"] for row in made["totals"]} == {107.12}
    assert made["overall"]["converted"]["converted_upper"] == pytest.approx(642.72)
    assert made["notes"]


def test_a_person_sees_ranges_and_what_has_to_be_said(bought: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ads", "summary", str(bought)]) == 0
    shown = capsys.readouterr().out
    assert "0 – 600" in shown
    assert "Spend is a range" in shown


def test_creatives_are_written(bought: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, pages, actions = tmp_path / "o.csv", tmp_path / "p.csv", tmp_path / "a.parquet"
    made = told(
        capsys, "ads", "creatives", str(bought), "--out", str(out), "--pages", str(pages), "--actions", str(actions)
    )
    with out.open(encoding="utf-8-sig", newline="") as file:
        [row] = list(csv.DictReader(file))
    assert (row["kind"], row["pages"], row["alert"]) == ("text", "6", "yes")
    assert made["pages"]["with_one_ad"] == 6
    assert actions.stat().st_size > 0
    assert len(pages.read_text("utf-8-sig").splitlines()) == 7


def test_text_shown_to_a_person_cannot_be_clicked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_text("advertiser,spend,currency\nhttps://bad.example/x,5,EUR\n", "utf-8")
    assert run(["ads", "summary", str(path)]) == 0
    assert "https://bad.example" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--currency", "QQQ"), 2, "no rates of exchange"),
        (("--assume-currency", "dollars"), 2, "no currency"),
        (("--where", "nonsense"), 2, "column=value"),
        (("--where", "nothing=1"), 1, "no column 'nothing'"),
        (("--map", "advertiser=Nobody,spend=spend"), 1, "Nobody"),
        (("--format", "x_api_v2"), 2, "holds no ads"),
        (("--memory", "much"), 2, "no amount of memory"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    bought: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, message: str
) -> None:
    assert run(["ads", "summary", str(bought), *words]) == code
    assert message in capsys.readouterr().err


def test_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ads", "summary", "nowhere.csv"]) == 1
    assert "no such file" in capsys.readouterr().err
