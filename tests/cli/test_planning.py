"""A plan is made before a run, and the run does not do again what the plan needed."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_plan_then_detect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, folder = tmp_path / "posts.csv", tmp_path / "out"
    with file.open("w", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(["who", "what", "when"])
        rows.writerows(
            [f"a{n}", f"the quick brown fox number {text} jumps", f"2024-05-01T10:{text:02}:{n:02}Z"]
            for n in range(6)
            for text in range(5)
        )
    given = ["--map", "account=who,text=what,time=when", "--platform", "x", "--quiet"]
    assert run(["new", str(folder), "--quiet"]) == 0
    assert run(["plan", str(folder)]) == 2
    assert run(["add", str(folder), str(file), *given]) == 0
    capsys.readouterr()

    assert run(["plan", str(folder), "--json", "--quiet"]) == 0
    planned = json.loads(capsys.readouterr().out)["signals"]["same_text"]
    assert (planned["actions"], planned["assets"], planned["meetings"]) == (30, 6, 5 * 36)
    features = next(folder.glob("runs/*/features.parquet"))
    before = features.stat().st_mtime_ns
    assert not (features.parent / "ties.parquet").exists()

    assert run(["detect", str(folder), "--json"]) == 0
    assert "meetings to look at" not in capsys.readouterr().err
    assert features.stat().st_mtime_ns == before
    assert run(["plan", str(folder)]) == 0
    said = "same_text: 30 actions of 6 accounts, up to 180 meetings"
    assert said in capsys.readouterr().out

    assert run(["detect", str(folder), "--seed", "1"]) == 0
    assert said in capsys.readouterr().err
    assert run(["detect", str(folder), "--seed", "1"]) == 0
    assert said not in capsys.readouterr().err
    assert run(["detect", str(folder), "--seed", "2", "--quiet"]) == 0
    assert not capsys.readouterr().err
