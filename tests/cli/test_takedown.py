"""``inconcert takedown``: a plan carried out into a hand-over file by several people, stopped, and gone on with."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from takedowns import MEMBERS, an_investigation

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return an_investigation(tmp_path_factory.mktemp("cli") / "harbour")


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(made, tmp_path / "harbour"))


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> Any:
    capsys.readouterr()
    assert run([*arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    capsys.readouterr()
    assert run([*arguments, "--quiet"]) == code
    return capsys.readouterr().err


def plan(capsys: pytest.CaptureFixture[str], folder: str, *more: str) -> Any:
    asked = ("--action", "suspend", "--reason", "one network", "--policy", "inauthentic behaviour", "--wait", "0")
    return told(
        capsys, "takedown", "plan", folder, "1", *asked, "--per-minute", "60000", *more, "--as", "ann"
    )  # fmt: skip


def approved(capsys: pytest.CaptureFixture[str], folder: str) -> None:
    seen = told(capsys, "takedown", "rehearse", folder, "1", "--as", "ann")
    for name in ("bo", "cy"):
        told(
            capsys, "takedown", "approve", folder, "1", "--rehearsal", seen["sha256"], "--reason", "read", "--as", name
        )


def handed_over(folder: str, plan_id: str) -> list[dict[str, Any]]:
    from pathlib import Path

    text = (Path(folder) / "takedown" / f"{plan_id}.ndjson").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_a_plan_from_beginning_to_end(folder, capsys):
    made = plan(capsys, folder, "--until", "2030-01-01", "--notice", "You were part of a network.")
    assert (len(made["items"]), len(made["held"])) == (MEMBERS, 2)
    assert run(["takedown", "show", folder, "1", "--as", "bo"]) == 0
    shown = capsys.readouterr().out
    assert "2 accounts outside of the network replied to it" in shown
    assert "held back x:office. It says in its profile" in shown

    approved(capsys, folder)
    assert run(["takedown", "rehearse", folder, "1"]) == 0
    assert "To look at before approving" in capsys.readouterr().out
    assert "0 of 2" in refused(capsys, "takedown", "apply", folder, "1"), "a new rehearsal voids approvals"
    approved(capsys, folder)
    first = told(capsys, "takedown", "apply", folder, "1", "--as", "ann")
    assert first["counts"] == {"done": 5, "waiting": 3}
    assert "look at what they did" in first["says"]
    told(capsys, "takedown", "look", folder, "1", "--reason", "all five are right", "--as", "bo")
    assert told(capsys, "takedown", "apply", folder, "1", "--as", "ann")["standing"] == "carried out"
    lines = handed_over(folder, made["id"])
    assert [one["target"] for one in lines] == [f"m{number}" for number in range(MEMBERS)]
    assert {(one["do"], one["expires_at"]) for one in lines} == {("act", "2030-01-01")}

    appeal = told(capsys, "takedown", "appeal", folder, "1", "x:m2", "--text", "A fish shop.", "--as", "ann")
    assert "cannot answer" in refused(
        capsys, "takedown", "answer", folder, appeal["id"], "--grant", "--reason", "so", "--as", "bo"
    )
    answer = told(capsys, "takedown", "answer", folder, appeal["id"], "--grant", "--reason", "It is.", "--as", "eve")
    assert answer["taken_back"]
    undone = told(capsys, "takedown", "undo", folder, "1", "1", "--reason", "a mistake", "--as", "bo")
    assert undone["counts"] == {"done": 6, "undone": 2}
    assert [(one["target"], one["do"]) for one in handed_over(folder, made["id"])[-2:]] == [
        ("m2", "take back"), ("m0", "take back"),
    ]  # fmt: skip
    listed = told(capsys, "takedown", "list", folder)
    assert listed["overturned"] == {"acted": MEMBERS, "appealed": 1, "answered": 1, "granted": 1}
    assert run(["takedown", "list", folder]) == 0
    assert "1 of 1 answered appeals granted" in capsys.readouterr().out
    assert told(capsys, "audit", "verify", folder)["ok"]


def test_stopped_by_a_person_and_gone_on_with(folder, capsys):
    plan(capsys, folder)
    approved(capsys, folder)
    told(capsys, "takedown", "stop", folder, "1", "--reason", "a journalist among them?", "--as", "dee")
    assert "journalist" in refused(capsys, "takedown", "apply", folder, "1")
    told(capsys, "takedown", "resume", folder, "1", "--reason", "no, see the note", "--as", "bo")
    told(capsys, "takedown", "withdraw", folder, "1", "--reason", "not sure", "--as", "cy")
    assert "1 of 2" in refused(capsys, "takedown", "apply", folder, "1")
    replaced = told(capsys, "takedown", "hold", folder, "1", "8", "--why", "a journalist", "--as", "bo")
    assert len(replaced["items"]) == MEMBERS - 1
    assert [one["standing"] for one in told(capsys, "takedown", "list", folder)["plans"]] == ["replaced", "planned"]
    assert "replaced" in refused(capsys, "takedown", "apply", folder, "1")


def test_a_surprise_ends_with_1_and_a_person_looks(folder, capsys, tmp_path):
    made = plan(capsys, folder)
    approved(capsys, folder)
    other = tmp_path / "elsewhere.ndjson"
    assert "rehearsed with" in refused(capsys, "takedown", "apply", folder, "1", "--to", str(other))
    assert not other.exists()
    from pathlib import Path

    file = Path(folder) / "takedown" / f"{made['id']}.ndjson"
    line = {"key": "another plan", "do": "act", "platform": "x", "target": "m1", "action": "suspend"}
    file.write_text(json.dumps(line) + "\n", "utf-8")
    assert "not as it was when people approved" in refused(capsys, "takedown", "apply", folder, "1")
    assert [one["standing"] for one in told(capsys, "takedown", "list", folder)["plans"]] == ["stopped"]
    assert [one["target"] for one in handed_over(folder, made["id"])] == ["m1", "m0"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("apply", "9"), "There are 1"),
        (("undo", "1", "--reason", "x"), "say which items"),
        (("undo", "1", "99", "--reason", "x"), "counted from 1"),
        (("rehearse", "1", "--platform", "nowhere"), "no platform 'nowhere'"),
        (("rehearse", "1", "--platform", "mastodon"), "INCONCERT_MASTODON_SERVER"),
        (("appeal", "1", "1", "--text", "no", "--at", "yesterday"), "is no time"),
        (("answer", "1", "--dismiss", "--reason", "x"), "no appeal"),
        (("settle", "1", "1", "--done", "--reason", "x"), "is known"),
        (("plan", "1", "--action", "suspend", "--reason", "x", "--policy", "p", "--until", "soon"), "is no day"),
    ],
)
def test_what_is_wrong_is_said(folder, capsys, monkeypatch, arguments, says):
    for name in ("SERVER", "TOKEN"):
        monkeypatch.delenv(f"INCONCERT_MASTODON_{name}", raising=False)
    plan(capsys, folder)
    verb, *rest = arguments
    capsys.readouterr()
    assert run(["takedown", verb, folder, *rest, "--as", "bo"]) in {1, 2}
    assert says in capsys.readouterr().err
