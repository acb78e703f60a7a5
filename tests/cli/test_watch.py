from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from casebooks import NETWORK

from inconcert import Investigation
from inconcert.casework.local import local_url
from inconcert.casework.standing_views import Raised
from inconcert.cli import run
from inconcert.watch.standing import alone, name_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def spring(tmp_path: Path) -> Path:
    """An investigation with a run that found one network."""
    inv = Investigation.create(tmp_path / "spring")
    place = inv.folder.path / "runs" / "run-1"
    place.mkdir(parents=True)
    (place.parent / "latest").write_text("run-1\n")
    document = {"networks": [NETWORK], "receipts": [], "settings": {"fdr": 0.01}}
    (place / "findings.json").write_text(json.dumps(document))
    return inv.folder.path


def test_without_an_operation_nothing_is_compared(spring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["returns", str(spring)]) == 0
    assert "no confirmed operation" in capsys.readouterr().out
    assert run(["returns", str(spring), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"run": "run-1", "operations": [], "networks": []}


def test_a_confirmed_case_whose_run_is_gone_is_named(spring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(spring)
    for arguments in (
        ["cases", "open", folder, "1", "--question", "Who?", "--as", "Ada"],
        ["cases", "decide", folder, "1", "confirmed", "--reason", "Same words.", "--as", "Ada"],
        ["cases", "review", folder, "1", "confirmed", "--reason", "Yes.", "--as", "Bo"],
        ["returns", folder, "--as", "Ada"],
    ):
        assert run(arguments) == 0
    assert "The fingerprint of case 1 could not be made" in capsys.readouterr().err


def test_a_look_at_an_empty_folder_ends_well(spring: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    assert run(["watch", str(spring), str(tmp_path / "in"), "--once"]) == 0
    assert "Nothing new" in capsys.readouterr().err
    assert run(["watch", str(spring), str(tmp_path / "in"), "--once", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["new"], said["alerts"], said["added"]) == (False, [], [])


def test_a_second_watch_is_refused(spring: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with alone(Investigation.open(spring).folder):
        assert run(["watch", str(spring), str(tmp_path), "--once"]) == 1
    assert "another watch runs" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["-", "--once"], ["in/", "--once", "--every", "soon"]])
def test_what_cannot_be_watched_is_wrong_usage(
    spring: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["watch", str(spring), *arguments]) == 2
    assert capsys.readouterr().err


def test_alerts_stand_in_the_casebook_of_the_folder(spring: Path) -> None:
    from inconcert.casework import Actor, Casebook

    book = Casebook.open(local_url(spring))
    try:
        desk, name = book.desk(Actor("Ada", frozenset({"admin"}), "test")), name_of(Investigation.open(spring).folder)
        desk.raise_alerts(name, [Raised("k", "new", "run-1", "net-1", ("New.",))], run="run-1", told={}, networks={})
        assert [one.says for one in desk.alerts(watch=name)] == [("New.",)]
        assert desk.alerts(watch="another") == []
    finally:
        book.close()
