from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from casebooks import NETWORK

from inconcert import Investigation
from inconcert.casework.views import Actor
from inconcert.cli import run

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


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_case_from_beginning_to_end(spring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(spring)
    opened = told(capsys, "cases", "open", folder, "1", "--question", "Who pushed the story?", "--as", "Ada")
    assert opened["findings"][0]["network_id"] == NETWORK["id"]
    told(capsys, "cases", "note", folder, "1", "Ask @orvela_now at https://a.example", "--tag", "bridge", "--as", "Ada")
    made = told(capsys, "cases", "decide", folder, "1", "confirmed", "--reason", "Same words.", "--as", "Ada")
    assert (made["state"], made["holds"]) == ("in review", False)
    (waiting,) = told(capsys, "cases", "review", folder, "--as", "Bo")["to_review"]
    assert "grade" not in waiting["findings"][0]["frozen"]
    assert told(capsys, "cases", "review", folder, "--as", "Ada")["to_review"] == []
    assert told(capsys, "cases", "review", folder, "1", "confirmed", "--reason", "Yes.", "--as", "Bo")["agrees"]
    (row,) = told(capsys, "cases", "list", folder)["cases"]
    assert (row["verdict"], row["tags"]) == ("confirmed", ["bridge"])
    assert run(["cases", "show", folder, "1", "--compare"]) == 0
    shown = capsys.readouterr().out
    assert "decision by Ada: confirmed (agreed, holds). Same words." in shown
    assert "hxxps://a[.]example" in shown
    assert "nothing to compare with" in shown
    undone = told(capsys, "cases", "undo", folder, "1", "2", "--reason", "Not needed", "--as", "Ada")
    assert undone["says"] == "Undid: Wrote a note"
    assert told(capsys, "cases", "show", folder, "1", "--pseudonyms")["findings"][0]["frozen"]["members"][0][
        "handle"
    ].startswith("account-")
    assert told(capsys, "cases", "close", folder, "1", "--reason", "Done")["state"] == "closed"
    checked = told(capsys, "audit", "verify", folder)
    assert checked["ok"]
    assert told(capsys, "audit", "verify", folder, "--head", checked["head"])["ok"]
    entries = told(capsys, "audit", "show", folder)["entries"]
    assert entries[0]["who"] == "Ada"
    assert entries[0]["via"].startswith("cli (")


def test_hypotheses_by_number(spring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(spring)
    told(capsys, "cases", "open", folder, "--question", "Who?")
    ask = ("cases", "hypotheses", folder, "1")
    told(capsys, *ask, "--add", "an office did it", "--level", "organisation")
    told(capsys, *ask, "--add", "fans did it", "--level", "organisation")
    told(capsys, *ask, "--evidence", "office hours", "--grade", "B2")
    told(capsys, *ask, "--mark", "E1", "H1", "C", "--mark", "e1", "h2", "i")
    judging = ("--judge", "See E1.", "--level", "organisation", "--prefer", "H1", "--likelihood", "likely")
    view = told(capsys, *ask, *judging, "--confidence", "low")
    assert view["judgements"][0]["says"][0].startswith("At the level organisation: likely (55 to 80%) that an office")
    assert run(list(ask)) == 0
    assert "E1 (behavioural, open, B2) office hours · H1 consistent, H2 inconsistent" in capsys.readouterr().out
    assert run([*ask, "--add", "x"]) == 2
    assert "--level" in capsys.readouterr().err


def test_purge_and_pseudonyms(spring: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = str(spring)
    told(capsys, "cases", "open", folder, "1", "--question", "Who?")
    out = tmp_path / "findings.json"
    named = told(capsys, "cases", "pseudonyms", folder, "x:900100", "--findings", str(out))["pseudonyms"]
    text = out.read_text("utf-8")
    assert named["x:900100"] in text
    assert "orvela_now" not in text
    receipt = told(capsys, "cases", "purge", folder, "--person", "x:900100", "--why", "asked", "--yes")
    assert receipt["rows"] == {"findings": 1}
    assert run(["cases", "show", folder, "1"]) == 0
    assert "orvela_now" not in capsys.readouterr().out
    assert run(["cases", "purge", folder, "--why", "x", "--yes"]) == 2
    assert told(capsys, "audit", "show", folder, "--about", "x:900100")["entries"]


def test_what_does_not_hold_ends_with_1(spring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(spring)
    assert run(["audit", "verify", folder]) == 1
    assert "no casebook" in capsys.readouterr().err
    told(capsys, "cases", "open", folder, "--question", "Who?")
    os.truncate(spring / "casework.head", 3)
    assert run(["audit", "verify", folder]) == 1
    assert "does not hold" in capsys.readouterr().err
    assert run(["cases", "show", folder, "7"]) == 1
    assert "There are: 1." in capsys.readouterr().err


def test_the_python_door(spring: Path) -> None:
    inv = Investigation.open(spring)
    case = inv.found().open_case(1, question="Who?", by="Ada")
    book = inv.casebook()
    try:
        seen = book.desk(Actor("Bo", frozenset({"viewer"}), "python")).case(case.id, why="look")
    finally:
        book.close()
    assert seen.title == f"spring: {NETWORK['id']}"
    assert seen.opened_by == "Ada"
    assert seen.findings[0].run == "run-1"
