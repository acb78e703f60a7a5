from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from inconcert.cli import run

if TYPE_CHECKING:
    from pathlib import Path


def test_writes_a_world_and_says_what_is_in_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "world"
    assert run(["simulate", "--scenario", "small-slow", "--posts", "4000", "--seed", "1", "--out", str(out)]) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "accounts.parquet",
        "deletions.parquet",
        "posts.parquet",
        "truth.json",
    ]
    told = capsys.readouterr().out
    assert told.startswith("4,000 posts by ")
    assert "Operation small-slow: " in told


def test_json_holds_the_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", "--scenario", "organic", "--posts", "500", "--out", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["scenario"], told["posts"], told["operations"], told["decoys"]) == ("organic", 500, [], [])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--scenario", "nonesuch"], "There are: organic, small-slow"),
        (["--scenario", "mixed", "--posts", "900"], "or more, not 900"),
    ],
)
def test_wrong_usage_is_2(options: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["simulate", *options, "--out", str(tmp_path)]) == 2
    assert message in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert run(["simulate", "--scenario", "organic", "--posts", "500", "--out", str(tmp_path / "file" / "world")]) == 1
    assert "cannot be written" in capsys.readouterr().err
