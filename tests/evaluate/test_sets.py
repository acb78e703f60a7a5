from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from inconcert.errors import UsageError
from inconcert.evaluate import sets
from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.bench import Bench, contents
from inconcert.evaluate.measures import ALERTED, Sheet
from inconcert.evaluate.organic import ENTITIES, ORGANIC, READING, write_register
from inconcert.evaluate.sets import NEVER_MIXED, SETS, chosen, evaluate
from inconcert.traits.register import read

if TYPE_CHECKING:
    from pathlib import Path


def fixed(name: str, kind: str = "organic", needs: tuple[str, ...] = ()) -> EvaluationSet:
    return EvaluationSet(name, kind, "", lambda _: Scored([Sheet(name, kind).number("networks", 1, 1)]), needs)


def test_names_are_distinct_and_kinds_are_not_names() -> None:
    names = [one.name for one in SETS]
    assert len(names) == len(set(names))
    assert not set(names) & {one.kind for one in SETS}


def test_sets_are_chosen_by_name_and_by_kind() -> None:
    assert chosen(()) == SETS
    assert [one.name for one in chosen(("coortweet", "ira_2015"))] == ["ira_2015", "coortweet"]
    assert {one.kind for one in chosen(("transplant",))} == {"transplant"}
    with pytest.raises(UsageError, match="ira_2015"):
        chosen(("ira_2016",))


def test_no_set_holds_an_operation_and_a_crowd_of_other_people() -> None:
    assert not [one.name for one in SETS if any("ira" in name for name in one.needs) and len(one.needs) > 1]


def test_every_file_that_is_read_as_it_is_is_named_once() -> None:
    needed = [name for one in SETS if one.kind in {"organic", "declared"} for name in one.needs]
    assert sorted(needed) == sorted([*READING, ENTITIES])
    assert {one.name for one in ORGANIC if not one.needs} == {"simulated-organic", "simulated-organic-million"}


def test_a_list_of_entities_is_read_as_register(tmp_path: Path) -> None:
    listed, register = tmp_path / "entities.csv", tmp_path / "register.csv"
    heads = "Name (English),Entity owner (English),X (Twitter) handle"
    listed.write_text(f'{heads}\nHarbour,"Board, of it",Harbour_News\nFerry,Line,\nNobody,,Somebody\n', "utf-8")
    write_register(listed, register)
    assert read(register).owners == {"x:harbour_news": "Board, of it"}


def test_a_set_without_its_file_is_left_out_and_said_so(tmp_path: Path) -> None:
    told: list[str] = []
    (tmp_path / "there.csv").touch()
    sets = [fixed("a", needs=("there.csv",)), fixed("b", needs=("absent.csv",)), fixed("c")]
    made = evaluate(Bench(tmp_path, tmp_path, tell=told.append), sets)
    assert [figure.name for figure in made.figures] == ["a", "c"]
    assert list(made.left_out) == ["b"]
    assert told[0] == f"b is left out: absent.csv is not in {tmp_path}."
    assert [line for line in told if line.startswith("[")] == ["[1/2] a", "[2/2] c"]


def test_without_data_only_what_needs_none_is_scored(tmp_path: Path) -> None:
    made = evaluate(Bench(tmp_path, None), [fixed("a", needs=("x",)), fixed("b")])
    assert [figure.name for figure in made.figures] == ["b"]
    assert "INCONCERT_DATA" in made.left_out["a"]


def test_figures_of_an_operation_come_with_the_warning_about_mixes(tmp_path: Path) -> None:
    assert evaluate(Bench(tmp_path, None), [fixed("a", "operation")]).to_dict()["notes"] == [NEVER_MIXED]
    assert evaluate(Bench(tmp_path, None), [fixed("a")]).to_dict()["notes"] == []


def test_figures_are_of_the_named_defaults(tmp_path: Path) -> None:
    told = evaluate(Bench(tmp_path, None), [fixed("a")]).to_dict()
    assert told["settings"]["name"] == "inconcert-1"
    assert set(told) >= {"version", "sets", "networks", "left_out", "seeds", "posts"}


def test_a_kept_score_is_used_until_something_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def score(bench: Bench) -> Scored:
        runs.append(bench.posts)
        return Scored([Sheet("a", "organic").over_seeds("networks", {0: 1.0, 1: 2.0})], [{"id": "net-1"}])

    one = EvaluationSet("a", "organic", "", score, ("there.csv",))
    (tmp_path / "there.csv").write_text("first", "utf-8")
    bench = Bench(tmp_path / "out", tmp_path)
    first = evaluate(bench, [one])
    second = evaluate(bench, [one])
    assert len(runs) == 1
    assert (second.figures, second.networks) == (first.figures, first.networks)
    evaluate(replace(bench, posts=500), [one])
    monkeypatch.setattr(sets, "scoring", lambda: "other code")
    evaluate(replace(bench, posts=500), [one])
    assert len(runs) == 3
    (tmp_path / "there.csv").write_text("second", "utf-8")
    contents.cache_clear()
    evaluate(replace(bench, posts=500), [one])
    assert len(runs) == 4


def test_a_score_over_more_seeds_serves_where_fewer_are_asked_for(tmp_path: Path) -> None:
    runs: list[int] = []

    def score(bench: Bench) -> Scored:
        runs.append(bench.seeds)
        return Scored([Sheet("a", "organic").over_seeds("networks", dict.fromkeys(range(bench.seeds), 1.0))])

    one = EvaluationSet("a", "organic", "", score)
    for seeds in (3, 20, 5, 20, 21):
        evaluate(Bench(tmp_path, None, seeds=seeds), [one])
    assert runs == [3, 20, 21]


def test_the_manifest_holds_what_is_needed_to_make_the_figures_again(tmp_path: Path) -> None:
    (tmp_path / "there.csv").touch()
    told = evaluate(Bench(tmp_path, tmp_path, seeds=3), [fixed("a", needs=("there.csv",))]).to_dict()
    manifest = told["manifest"]
    assert (manifest["seeds"], manifest["posts"]) == ([0, 1, 2], 30_000)
    assert set(manifest["code"]) == {"search", "everything"}
    assert list(manifest["data"]) == ["there.csv"]
    assert manifest["settings"]["name"] == "inconcert-1"
    assert all(manifest["libraries"].values())


def test_figures_are_told_beside_the_aims(tmp_path: Path) -> None:
    loud = EvaluationSet("a", "organic", "", lambda _: Scored([Sheet("a", "organic").number(ALERTED, 7.0, 10)]))
    first, *others = evaluate(Bench(tmp_path, None), [loud]).to_dict()["aims"]
    assert (first["verdict"], first["value"], first["set"], first["bound"]) == ("missed", 7.0, "a", 0.0)
    assert {other["verdict"] for other in others} == {"not measured"}
