"""A run that is stopped goes on where it was, and ends as if nothing had happened."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import ring

from inconcert import configuring, detection
from inconcert.investigation import Investigation
from inconcert.settings import DEFAULTS, Settings

STAGES = ("features", "ties: same_link", "shuffled data", "findings")
QUICK: dict[str, Any] = {"shuffles": 3}


def started(place: Path) -> Investigation:
    place.mkdir(exist_ok=True)
    made = Investigation.create(place / "folder")
    made.add(ring.write(place / "posts.csv"))
    return made


def tables(run: Path) -> dict[str, bytes]:
    """Every table of a run, and every document but those that name the machine's folders."""
    return {str(path.relative_to(run)): path.read_bytes() for path in sorted(run.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tables(started(tmp_path_factory.mktemp("calm")).detect(**QUICK).path)


def stop_at(stage: str) -> Any:
    def tell(step: str, _done: int, _of: int) -> None:
        if step == stage:
            raise KeyboardInterrupt

    return tell


@pytest.mark.parametrize("stage", STAGES)
def test_a_stop_keeps_what_is_done_and_the_rest_follows(
    stage: str, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    made = started(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        made.detect(progress=stop_at(stage), **QUICK)
    kept = tables(next(path for path in (made.folder.path / "runs").iterdir() if path.is_dir()))
    assert {name: undisturbed[name] for name in kept} == kept
    assert tables(made.detect(**QUICK).path) == undisturbed


KILLED = """
import os, signal, sys
from inconcert.investigation import Investigation
from inconcert.normalise import vectors

vectors.available = lambda: None  # as in the process that goes on

def tell(step, done, of):
    if step == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

Investigation.open(sys.argv[1]).detect(progress=tell, shuffles=3)
"""


def test_a_kill_leaves_nothing_that_must_be_mended(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    made = started(tmp_path)
    for stage in ("near-duplicate texts", "ties: same_link", "shuffled data"):
        killed = subprocess.run([sys.executable, "-c", KILLED, str(made.folder.path), stage], check=False)
        assert killed.returncode == -signal.SIGKILL
    run = made.detect(**QUICK).path
    assert tables(run) == undisturbed
    assert not [path for path in run.rglob(".*") if path.name != ".done"]


def test_the_steps_up_to_the_ties_are_those_of_a_run(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    made = started(tmp_path)
    run = detection.search(made.folder, configuring.configured(QUICK), lambda _step, _done, _of: None)
    found = tables(run.path)
    assert "ties/same_link.parquet" in found
    assert not run.has("findings.json")
    assert {name: undisturbed[name] for name in found} == found


def test_the_order_of_asking_does_not_change_the_tables(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    made = started(tmp_path)
    made.detect(shuffles=2)
    assert tables(made.detect(**QUICK).path) == undisturbed


def test_the_manifest_says_what_went_in_and_what_came_out(tmp_path: Path) -> None:
    run = started(tmp_path).detect(**QUICK).path
    manifest = json.loads((run / "manifest.json").read_text("utf-8"))
    assert manifest["run"] == run.name
    assert manifest["settings"] == {"name": "custom", **json.loads(json.dumps(Settings(**QUICK).to_dict()))}
    assert [Path(one["file"]).name for one in manifest["inputs"]] == ["posts.csv"]
    assert {"features.parquet", "ties.parquet", "actions/same_link.parquet"} <= set(manifest["tables"])
    assert all(manifest["libraries"].values())
    assert manifest["looked_at"]["features"]["kept"] == 1254


def test_the_id_of_a_run_is_made_of_what_goes_in() -> None:
    receipts = [{"source": "a"}, {"source": "b"}]
    same = configuring.run_id(receipts, DEFAULTS)
    assert configuring.run_id(receipts, Settings(memory="9GB")) == same
    others = [
        configuring.run_id(receipts[::-1], DEFAULTS),
        configuring.run_id(receipts[:1], DEFAULTS),
        configuring.run_id(receipts, Settings(seed=1)),
        configuring.run_id(receipts, Settings(fdr=0.05)),
    ]
    assert len({same, *others}) == 5


def test_the_name_of_the_defaults_is_theirs_alone() -> None:
    assert configuring.named(Settings(seed=7, memory="1GB"))["name"] == "inconcert-1"
    assert configuring.named(Settings(fdr=0.05))["name"] == "custom"


def test_one_at_a_time_writes(tmp_path: Path) -> None:
    from inconcert.errors import Locked

    made = started(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", "import sys\nfrom inconcert.store.folder import Folder\n"
         "with Folder.open(sys.argv[1]).lock():\n print('held', flush=True)\n sys.stdin.read()", str(made.folder.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Locked):
            made.detect(**QUICK)
        os.kill(other.pid, signal.SIGKILL)
    assert made.detect(**QUICK).networks
