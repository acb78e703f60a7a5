"""Audits of a platform's records as a person runs them, end to end on made-up ones."""

from __future__ import annotations

import csv
import json

import pytest

from inconcert.cli import run as inconcert
from inconcert.simulate import records


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("practice")
    records.write(place, 7)
    return place


def run(*words):
    return inconcert(["audit", *map(str, words)])


def fill(table, **cells):
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with table.open("w", encoding="utf-8", newline="") as file:
        written = csv.DictWriter(file, list(rows[0]))
        written.writeheader()
        written.writerows(row | cells for row in rows)
    return rows


def test_the_help_says_which_is_which(capsys):
    assert run("--help") == 0
    said = capsys.readouterr().out
    records_, log = said.index("A platform's own records:"), said.index("The log of your own casework:")
    assert records_ < said.index("\n  affiliation") < log < said.index("\n  verify")


def test_matches_are_confirmed_between_two_runs_and_go_when_purged(made, tmp_path, capsys):
    words = ("affiliation", made / "staff.csv", "--register", made / "outlets.csv", "--purpose", "to practise",
             "--dpia", "D1", "--day", "2026-11-01", "--out", tmp_path / "o")  # fmt: skip
    assert run(*words) == 0
    said = capsys.readouterr()
    assert "wait for a person" in said.err
    rows = fill(tmp_path / "o" / "matches.csv", confirmed="yes", by="ann")
    assert {row["match"] for row in rows} == {"exact", "alias", "fuzzy"}
    assert not {"person", "name"} & set(rows[0])
    assert run(*words, "--json", "--quiet", "--base-rate", "0.05", "--base-source", "journalists") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["all"]["counts"]["matched"] > 50
    assert told["against_base"] == "above"
    assert run("purge", tmp_path / "o") == 0
    assert (tmp_path / "o" / "matches.csv").exists()
    assert run("purge", tmp_path / "o", "--now", "--json") == 0
    assert not (tmp_path / "o" / "matches.csv").exists()
    assert (tmp_path / "o" / "audit.html").exists()


def test_purpose_and_assessment_have_to_be_given(made, capsys):
    assert run("affiliation", made / "staff.csv", "--register", made / "outlets.csv", "--purpose", "x") == 2
    assert "--dpia" in capsys.readouterr().err
    assert run("affiliation", made / "staff.csv", "--register", made / "outlets.csv", "--purpose", "x", "--dpia", "y",
               "--base-rate", "0.1") == 2  # fmt: skip


def test_events_are_explained_between_two_runs(made, tmp_path, capsys):
    (tmp_path / "salt").write_text("a salt of the desk, long")
    (tmp_path / "ids").write_text("subject-1\nsubject-2\n")
    assert run("protect", tmp_path / "ids", "--salt", tmp_path / "salt", "--out", tmp_path / "list") == 0
    words = ("access", made / "access.csv", "--out", tmp_path / "o", "--protected", tmp_path / "list", "--salt",
             tmp_path / "salt")  # fmt: skip
    assert run(*words) == 0
    said = capsys.readouterr().out
    assert "40 queries stand within 30 minutes" in said
    first = json.loads((tmp_path / "o" / "audit.json").read_text("utf-8"))
    rows = fill(tmp_path / "o" / "unexplained.csv", explained="yes", by="bo")
    assert len(rows) == first["unexplained"]
    assert run(*words, "--json", "--quiet") == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["unexplained"], again["explained"]) == (0, first["unexplained"])


def test_terms_are_written_down_first(made, tmp_path, capsys):
    two = ("--of", "alfa", "--against", "beta")
    assert run("prevalence", made / "terms.csv", *two, "--register", tmp_path / "plan.json") == 0
    assert "SHA-256" in capsys.readouterr().out
    assert run("prevalence", made / "terms.csv", *two, "--register", tmp_path / "plan.json") == 1
    assert (
        run("prevalence", made / "counts.csv", *two, "--registration", tmp_path / "plan.json", "--out", tmp_path / "o")
        == 0
    )
    assert "lower prevalence than matched controls" in capsys.readouterr().out
    assert run("prevalence", made / "counts.csv", *two) == 0
    said = capsys.readouterr()
    assert "exploratory" in said.out + said.err
    assert run("prevalence", made / "terms.csv", *two) == 1
    assert "there is no column 'platform'" in capsys.readouterr().err


def test_feeds_and_boosts_leave_tables_and_pages(made, tmp_path, capsys):
    assert run("feed", made / "shown.csv", "--ethics", "board 1", "--out", tmp_path / "f") == 0
    assert run("boosts", made / "boosts.csv", "--all-views", "900000000", "--all-views-are", "all views", "--organic",
               made / "organic.csv", "--out", tmp_path / "b") == 0  # fmt: skip
    assert "At least 1.4" in capsys.readouterr().out
    for place, table in (("f", "contrasts"), ("b", "places")):
        assert {"audit.md", "audit.html", "audit.json", f"{table}.csv"} <= {
            one.name for one in (tmp_path / place).iterdir()
        }
    assert run("boosts", made / "boosts.csv", "--all-views", "5") == 2
    assert run("feed", made / "boosts.csv", "--ethics", "b") == 1
    assert "row 1: there is no column 'experiment_id'" in capsys.readouterr().err
