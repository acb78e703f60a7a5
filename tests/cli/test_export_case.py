"""A confirmed case on the command line: ``export --case`` and ``taxii``."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from confirmed import IMPRINT, investigation

from inconcert.casework import Actor, Casebook
from inconcert.casework.local import local_url
from inconcert.cli import run
from inconcert.dossier.specimen import MEMBER
from inconcert.exchange import forms
from inconcert.exchange.taxii import publishing, pushing

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def spring(confirmed_case: Path, tmp_path: Path) -> Path:
    return shutil.copytree(confirmed_case, tmp_path / "spring")


@pytest.fixture
def said(tmp_path: Path) -> Path:
    place = tmp_path / "publication.toml"
    place.write_text(IMPRINT.format(tlp="GREEN"))
    return place


def log(folder: Path) -> list[Any]:
    book = Casebook.open(local_url(folder))
    rows = book.desk(Actor("root", frozenset({"admin"}), "test")).audit()
    book.close()
    return rows


def test_every_form_of_a_case_and_the_log(spring: Path, said: Path, tmp_path: Path, capsys: Any) -> None:
    names = [form.name for form in forms() if form.name != "dsa"]  # no takedown was planned
    target = tmp_path / "out"
    given = ["export", str(spring), *names, "--case", "1", "--imprint", str(said), "--to", str(target), "--json"]
    assert run(given) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    assert sorted(place.name for place in target.iterdir()) == sorted(name.rsplit("/")[-1] for name in files)
    assert len(files) == len(names)
    assert not [place for place in target.iterdir() if MEMBER.encode() in place.read_bytes()]
    left = [row for row in log(spring) if row.thing == "export"]
    assert len(left) == 1
    assert "stix, misp" in (left[0].why or "")
    assert "TLP:GREEN, handles hashed" in (left[0].why or "")


def test_handles_are_shown_when_that_is_chosen_and_the_log_names_whose(spring: Path, tmp_path: Path) -> None:
    target = tmp_path / "bundle.json"
    assert run(["export", str(spring), "stix", "--case", "1", "--handles", "shown", "--to", str(target), "-q"]) == 0
    assert MEMBER in target.read_text("utf-8")
    (row,) = [row for row in log(spring) if row.thing == "export"]
    assert len(row.subjects) == 3


def test_red_leaves_only_for_a_named_recipient(spring: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "red.toml").write_text(IMPRINT.format(tlp="RED"))
    given = ["export", str(spring), "stix", "--case", "1", "--imprint", str(tmp_path / "red.toml"), "--to",
             str(tmp_path / "x.json")]  # fmt: skip
    assert run(given) == 1
    assert "--recipient" in capsys.readouterr().err
    assert not (tmp_path / "x.json").exists()
    assert run([*given, "--recipient", "  "]) == 1
    assert run([*given, "--recipient", "Desk of the Example"]) == 0
    assert [row.why for row in log(spring) if row.thing == "export"] == [
        "case 1 exported as stix for Desk of the Example; TLP:RED, handles hashed"
    ]
    assert run(["taxii", "publish", str(spring), "--case", "1", "--why", "x", "--imprint",
                str(tmp_path / "red.toml")]) == 1  # fmt: skip


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        (["stix"], 2, "Name the case with --case"),
        (["gexf", "--case", "1"], 2, "Leave out --case"),
        (["stixx", "--case", "1"], 2, "Did you mean stix"),
        (["stix", "--case", "7"], 1, "there is no case '7'"),
        (["gexf", "--handles", "shown"], 2, "about a case"),
        (["dsa", "--case", "1"], 1, "no takedown of this case"),
        (["stix", "--case", "1", "--to", "nowhere/x.json"], 1, "No such file or directory"),
    ],
)
def test_what_is_refused(spring: Path, tmp_path: Path, monkeypatch: Any, capsys: Any, given: list[str], code: int,
                         message: str) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["export", str(spring), *given]) == code
    assert message in capsys.readouterr().err
    assert [place.name for place in tmp_path.iterdir()] == ["spring"]


def test_a_case_that_nobody_confirmed_does_not_leave(tmp_path: Path, capsys: Any) -> None:
    folder = investigation(tmp_path / "open", confirmed=False)
    assert run(["export", str(folder), "stix", "--case", "1"]) == 1
    assert "confirmed by two people" in capsys.readouterr().err
    assert not [row for row in log(folder) if row.thing == "export"]


def test_without_forms_both_kinds_are_listed(spring: Path, capsys: Any) -> None:
    assert run(["export", str(spring)]) == 0
    told = capsys.readouterr().out
    assert "GEXF graph for Gephi" in told
    assert "STIX 2.1 bundle" in told
    assert run(["export", str(spring), "--json"]) == 0
    known = json.loads(capsys.readouterr().out)
    assert {"gexf", "stix"} <= set(known)


def test_published_listed_withdrawn(spring: Path, said: Path, capsys: Any) -> None:
    given = ["--case", "1", "--json"]
    assert run(["taxii", "publish", str(spring), "--why", "shared", "--imprint", str(said), *given]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["added"] > 10
    assert run(["taxii", "list", str(spring), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["collections"]
    assert (row["id"], row["title"], row["tlp"], row["revoked"]) == (made["collection"], "Orvela", "GREEN", 0)
    assert run(["taxii", "withdraw", str(spring), "--why", "a mistake", *given]) == 0
    assert json.loads(capsys.readouterr().out)["revoked"] > 5
    assert [entry.act for entry in log(spring) if entry.act.startswith("taxii")] == [
        "taxii.published",
        "taxii.withdrawn",
    ]


def test_nothing_is_published_at_first(spring: Path, capsys: Any) -> None:
    assert run(["taxii", "list", str(spring)]) == 0
    assert "Nothing is published" in capsys.readouterr().out
    assert run(["taxii", "withdraw", str(spring), "--case", "1", "--why", "x"]) == 1


def test_pushing_says_so_in_the_log_before_anything_is_sent(spring: Path, monkeypatch: Any, capsys: Any) -> None:
    seen = []

    def push(collection: pushing.Collection, objects: Any) -> pushing.Pushed:
        seen.append([row.why for row in log(spring) if row.thing == "taxii push"])
        return pushing.Pushed(len(objects), 0, len(objects) - 1, ("note--1: too odd",))

    monkeypatch.setattr(publishing, "push", push)
    to = "https://taxii.example/api/collections/91a7/"
    assert run(["taxii", "push", str(spring), "--case", "1", "--to", to, "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["failed"] == ["note--1: too odd"]
    assert "too odd" in told.err
    assert seen == [[f"case 1 pushed to {to}"]]


def test_pushing_without_credentials_is_refused(spring: Path, monkeypatch: Any, capsys: Any) -> None:
    for name in (pushing.TOKEN, pushing.USER, pushing.PASSWORD):
        monkeypatch.delenv(name, raising=False)
    to = "https://taxii.example/api/collections/91a7/"
    assert run(["taxii", "push", str(spring), "--case", "1", "--to", to]) == 2
    assert "INCONCERT_TAXII_TOKEN" in capsys.readouterr().err


def test_a_form_that_cannot_be_made_says_so_and_the_others_are_written(
    spring: Path, said: Path, tmp_path: Path, capsys: Any
) -> None:
    target = tmp_path / "some"
    given = ["export", str(spring), "stix", "dsa", "navigator", "--case", "1", "--imprint", str(said)]
    assert run([*given, "--to", str(target)]) == 1
    told = capsys.readouterr()
    assert len(list(target.iterdir())) == 2
    assert told.out.count("Wrote ") == 2
    (line,) = told.err.strip().splitlines()
    assert "dsa was not written: " in line
