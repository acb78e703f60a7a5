from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from inconcert.errors import StoreError
from inconcert.evaluate import bench as module
from inconcert.evaluate.bench import Bench, Group, Outcome, data_folder, digest
from inconcert.evaluate.simulated import world

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def bench(tmp_path: Path, told: list[str]) -> Bench:
    return Bench(tmp_path / "out", None, posts=2500, tell=told.append)


def test_a_folder_stays_while_code_and_origin_do(bench: Bench) -> None:
    kept = bench.folder("set-0", "one") / "kept"
    kept.write_text("work", "utf-8")
    assert bench.folder("set-0", "one") == kept.parent
    assert kept.exists()
    bench.folder("set-0", "another")
    assert not kept.exists()


def test_other_code_starts_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = bench.folder("set-0", "one") / "kept"
    kept.write_text("work", "utf-8")
    monkeypatch.setattr(module, "code", lambda: "other")
    bench.folder("set-0", "one")
    assert not kept.exists()


def test_what_no_evaluation_made_is_never_emptied(bench: Bench) -> None:
    bench.out.mkdir()
    mine = bench.out / "ira_2015"
    mine.mkdir()
    assert bench.folder("ira_2015", "an empty folder will do") == mine
    (mine / "stamp.json").unlink()
    (mine / "posts.csv").write_text("mine", "utf-8")
    (bench.out / "gop_debate").write_text("mine", "utf-8")
    for name in ("ira_2015", "gop_debate"):
        with pytest.raises(StoreError, match="no run of an evaluation"):
            bench.folder(name, "one")
    assert (mine / "posts.csv").read_text("utf-8") == "mine"


@pytest.mark.slow
def test_a_repeated_run_uses_what_is_there(bench: Bench, told: list[str]) -> None:
    _, first = world(bench, "organic", 3)
    run = bench.out / "organic-3" / "investigation" / "runs"
    before = {path: path.stat().st_mtime_ns for path in run.rglob("*.parquet")}
    _, second = world(bench, "organic", 3)
    assert second == first
    assert before
    assert {path: path.stat().st_mtime_ns for path in run.rglob("*.parquet")} == before
    assert [line.split(":")[0] for line in told] == ["  organic-3", "  organic-3"]


@pytest.mark.slow
def test_a_stopped_run_goes_on_to_the_same_answer(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    from inconcert.networks import keeping

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "kept_control", stop)
        with pytest.raises(KeyboardInterrupt):
            world(bench, "small-slow", 0)
    _, resumed = world(bench, "small-slow", 0)
    _, undisturbed = world(replace(bench, out=bench.out.with_name("other")), "small-slow", 0)
    assert resumed == undisturbed
    assert len(resumed.shuffled) == len(resumed.rest) == 19


def test_an_account_in_two_networks_counts_once() -> None:
    one = Group("a", "A", True, frozenset("xyz"), (), "")
    outcome = Outcome(9, 9, (one, replace(one, id="b", alert=False, members=frozenset("zw"))), frozenset(), ())
    assert outcome.placed == set("wxyz")
    assert outcome.alerted == set("xyz")


def test_the_folder_of_data_is_the_named_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INCONCERT_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.setenv("INCONCERT_DATA", str(tmp_path / "nothing"))
    assert data_folder() is None
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "checkout").mkdir()
    monkeypatch.delenv("INCONCERT_DATA")
    monkeypatch.chdir(tmp_path / "checkout")
    assert data_folder() == tmp_path / "shared" / "data"


def test_the_hash_sees_where_one_part_ends() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"ab") == digest(b"ab")
