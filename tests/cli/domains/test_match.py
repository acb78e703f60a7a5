"""``inconcert domains match`` as a user meets it."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from inconcert.cli import group
from inconcert.cli import run as main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def brands(tmp_path: Path) -> Path:
    path = tmp_path / "brands.txt"
    path.write_text("nordkurve.de\nwelt.de\n", "utf-8")
    return path


def run(*words: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(group, ["domains", "match", *map(str, words)], input=typed)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table(tmp_path: Path, brands: Path) -> None:
    names, out = tmp_path / "names.txt", tmp_path / "new" / "out.csv"
    names.write_text("welt.ltd\nexample.com\nnordkurve[.]live\nwelt.com\nxn--zzzzzzzzzz99999.com\nwelt.ltd\n", "utf-8")
    done = run("--brands", brands, "--candidates", names, "--out", out)
    assert done.exit_code == 0, done.output
    found = rows(out)
    assert list(found[0])[:6] == ["candidate", "brand", "rule", "tier", "score", "why"]
    assert [(row["candidate"], row["brand"], row["tier"]) for row in found] == [
        ("nordkurve.live", "nordkurve.de", "strong"),
        ("welt.ltd", "welt.de", "likely"),
        ("welt.com", "welt.de", "lead"),
    ]
    assert found[0]["why"] == "the label of nordkurve.de, under .live"
    assert "everyday word" in found[2]["benign"]
    assert "its punycode does not decode" in done.stderr
    assert "6 names against 2 brands: 1 strong, 1 likely, 1 leads." in done.stdout


def test_standard_input_json_and_tiers(brands: Path) -> None:
    done = run("--brands", brands, "--candidates", "-", "--tier", "likely", "--json", typed="welt.ltd\nwelt.com\n")
    told = json.loads(done.stdout)
    assert [hit["candidate"] for hit in told["hits"]] == ["welt.ltd"]
    assert (told["candidates"], told["likely"], told["lead"]) == (2, 1, 0)


def test_honest_domains_of_the_user(tmp_path: Path, brands: Path) -> None:
    honest = tmp_path / "honest.csv"
    honest.write_text("domain,who\nnordkurve.live,fans\n", "utf-8")
    done = run("--brands", brands, "--candidates", "-", "--honest", honest, "--json", typed="nordkurve.live\n")
    hit = json.loads(done.stdout)["hits"][0]
    assert (hit["tier"], hit["benign"]) == ("lead", "nordkurve.live is on the list of honest domains")


def test_without_brands_the_shipped_list_is_taken() -> None:
    done = run("--candidates", "-", typed="spiegel.ltd\n")
    assert "spiegel[.]ltd: the label of spiegel.de, under .ltd" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--candidates", "none.txt"], 1, "cannot be opened"),
        (["--brands", "none.txt", "--candidates", "x"], 1, "cannot be read"),
        (["--honest", "none.txt", "--candidates", "x"], 1, "cannot be read"),
        ([], 2, "--candidates"),
    ],
)
def test_what_is_refused(words: list[str], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["domains", "match", *words]) == code
    assert message in capsys.readouterr().err


def test_what_a_list_calls_the_brands_own_is_counted_and_listed_on_request(tmp_path: Path) -> None:
    brands, names, held = tmp_path / "brands.txt", tmp_path / "names.txt", tmp_path / "held.csv"
    brands.write_text("nordkurve.de,nordkurve.media\n", "utf-8")
    names.write_text(
        "nordkurve.media\nwww.nordkurve.de\nnordkurve.ltd\nshop.example.com\nwww.nordkurve.de.edgekey.net\n"
        "xn--zzzzzzzzzz99999.nordkurve.de\n",
        "utf-8",
    )
    done = run("--brands", brands, "--candidates", names, "--held-back", held)
    assert done.exit_code == 0, done.output
    assert "1 strong" in done.stdout
    assert "3 that look like a brand were held back as its own or its group's, 2 of them under domains" in done.stdout
    assert str(held) in done.stdout
    assert "does not decode" not in done.stderr
    assert {row["candidate"]: row["why"] for row in rows(held)} == {
        "nordkurve.media": "nordkurve.media is listed as another domain of nordkurve.de",
        "www.nordkurve.de": "nordkurve.de is the brand itself",
        "www.nordkurve.de.edgekey.net": "edgekey.net is a network of caches, which keeps the address of the original "
        "in a subdomain",
    }
    told = json.loads(run("--brands", brands, "--candidates", names, "--json").stdout)
    assert told["held_back"] == {"candidates": 3, "under_other_domains": {"nordkurve.media": 1, "edgekey.net": 1}}


def test_an_owner_of_the_shipped_list_is_named(tmp_path: Path) -> None:
    names, held = tmp_path / "names.txt", tmp_path / "held.csv"
    names.write_text("bild.com\n", "utf-8")
    run("--candidates", names, "--held-back", held)
    assert rows(held)[0]["why"] == "bild.com is listed as a domain of Axel Springer, the owner of bild.de"
