from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest
from newspapers import Paper, article, clone, page

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path

HERALD, STRANGER = Paper("Harbour Herald", "herald.com", 1), Paper("Morning Mail", "mail.org", 2)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    brands, pages = tmp_path / "brands", tmp_path / "pages"
    brands.mkdir()
    pages.mkdir()
    for day in (1, 2):
        (brands / f"herald_2024_05_0{day}.html").write_text(page(HERALD, day), encoding="utf-8")
    (pages / "clone.html").write_text(clone(page(HERALD, 9), HERALD.domain, "-"), encoding="utf-8")
    (pages / "other.html").write_text(page(STRANGER, 1), encoding="utf-8")
    (pages / "empty.html").write_text("", encoding="utf-8")
    return brands, pages


def test_writes_the_contracted_columns(folders: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    arguments = ["--brand-pages", str(folders[0]), "--pages", str(folders[1]), "--out", str(out), "--quiet"]
    assert run(["sites", "clones", *arguments]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert list(rows[0])[:5] == ["page", "brand_page", "evidence", "score", "verdict"]
    assert [(row["page"].rpartition("/")[2], row["verdict"]) for row in rows] == [
        ("clone.html", "clone"),
        ("other.html", "unlike"),
    ]
    assert all(isinstance(sentence, str) for row in rows for sentence in json.loads(row["evidence"]))


def test_json_tells_what_was_odd(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sites", "clones", "--brand-pages", str(folders[0]), "--pages", str(folders[1]), "--json", "-q"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["verdict"] for line in found["comparisons"]] == ["clone", "unlike"]
    assert found["oddities"][0]["source"].endswith("empty.html")


def test_a_person_reads_the_evidence(folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sites", "clones", "--brand-pages", str(folders[0]), "--pages", str(folders[1])]) == 0
    shown = capsys.readouterr()
    assert "1 of 2 pages are copies" in shown.out
    assert "1 of them do not say where they were saved from" in shown.out
    assert "empty.html: is empty" in shown.err


def test_owners_that_cannot_be_read_are_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    owners = tmp_path / "owners.csv"
    owners.write_text("domain,owner\nherald.com\n", encoding="utf-8")
    arguments = ["--brand-pages", str(folders[0]), "--pages", str(folders[1]), "--owners", str(owners)]
    assert run(["sites", "clones", *arguments]) == 1


def test_copies_writes_its_columns(tmp_path: Path) -> None:
    for site in ("a.com", "b.com"):
        html = f"<!-- saved from url=(0023)https://{site}/x --><html lang=en><body><article>{article(1)}</article>"
        (tmp_path / f"{site}.html").write_text(html, encoding="utf-8")
    out = tmp_path / "o.csv"
    assert run(["sites", "copies", str(tmp_path), "--out", str(out), "-q"]) == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    columns = ["site_a", "site_b", "article_a", "article_b", "kind", "first", "gap", "shared_by", "why"]
    assert list(rows[0]) == columns
    assert (rows[0]["site_a"], rows[0]["site_b"], rows[0]["kind"]) == ("a.com", "b.com", "verbatim")
