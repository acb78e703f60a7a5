"""``inconcert ads`` as it is called."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from inconcert.cli import group, run

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


CLOCKS = "ad_id,page_id,text,started,currency,spend\n1,p1,an ad,2022-07-01 23:30:00,EUR,100\n"


MORE = "".join(f"{number},p1,an ad,2022-07-02 08:00:00,EUR,1\n" for number in range(10, 30))


def test_a_zone_that_does_not_exist_is_refused_with_the_nearest(tmp_path):
    (tmp_path / "ads.csv").write_text(CLOCKS, "utf-8")
    done = CliRunner().invoke(group, ["ads", "summary", str(tmp_path / "ads.csv"), "--timezone", "Europe/Nowhere"])
    assert done.exit_code != 0
    assert "Europe/Nowhere" in done.output + str(done.exception)


def test_the_day_of_an_ad_is_the_day_where_it_was_stamped(tmp_path):
    """Half past eleven in Chicago is the next day in UTC, midnight in Berlin the day before."""
    (tmp_path / "ads.csv").write_text(CLOCKS + "2,p1,an ad,2022-07-01 00:00:00,EUR,1\n", "utf-8")
    for zone in ("UTC", "America/Chicago", "Europe/Berlin", "+05:00", None):
        given = ["ads", "summary", str(tmp_path / "ads.csv"), "--json", *(["--timezone", zone] if zone else [])]
        done = CliRunner().invoke(group, given)
        assert done.exit_code == 0, done.output
        total = json.loads(done.stdout)["totals"][0]
        assert (total["first_day"], total["last_day"]) == ("2022-07-01", "2022-07-01"), zone


def test_a_day_that_cannot_be_read_is_said_and_the_money_counts(tmp_path):
    (tmp_path / "ads.csv").write_text(CLOCKS + MORE + "99,p1,an ad,32/13/2022,EUR,50\n", "utf-8")
    done = CliRunner().invoke(group, ["ads", "summary", str(tmp_path / "ads.csv"), "--json"])
    told = json.loads(done.stdout)
    assert told["totals"][0]["spend_lower"] == 170
    assert any("32/13/2022" in json.dumps(odd) for odd in told["oddities"])
