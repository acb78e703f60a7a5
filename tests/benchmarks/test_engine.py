"""What is made of measured runs: facts that a run tells, figures for each pair, growth from size to size."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from contenders import NAMES, contender, facts, medians_of_stages, per_pair
from engine import fewer, rows_of
from growth import rows_of as growing_rows
from growth import step, steps_of
from measure import Cost

if TYPE_CHECKING:
    from pathlib import Path


def telling(cpu: float, **told: object) -> list[Cost]:
    return [Cost(cpu, cpu, 10, 0, json.dumps(told) + "\n")]


def test_facts_are_the_last_run_s_counts_and_the_medians_of_stages() -> None:
    runs = [
        telling(5, meetings=100, written=7, stages={"start": 1, "search": 3.0}),
        telling(9, meetings=100, written=7, stages={"start": 2, "search": 5.0}),
        telling(4, meetings=100, written=7, stages={"start": 3, "search": 4.0}),
    ]
    assert facts(runs) == {"pairs": 100, "written": 7, "stages": {"start": 2, "search": 4.0}}


def test_a_run_that_tells_nothing_has_no_facts() -> None:
    assert facts([[Cost(1, 1, 1, 0, "some words\n")]]) == {}
    assert facts([]) == {}


def test_pairs_go_before_meetings_and_stages_may_come_and_go() -> None:
    assert facts([telling(1, pairs=3, meetings=5)])["pairs"] == 3
    assert medians_of_stages([{"a": 1}, {"a": 3, "b": 2, "plan": "words"}]) == {"a": 2, "b": 2}


def test_nanoseconds_a_pair_need_pairs_and_leave_the_start_out_where_it_is_told() -> None:
    row = {"cpu": 3.0, "pairs": 10**9, "stages": {"start": 1.0, "search": 0.5}}
    assert per_pair(row) == {"ns_a_pair": 3.0, "ns_a_pair_beyond_start": 2.0, "ns_a_pair_in_search": 0.5}
    assert per_pair({"cpu": 3.0, "pairs": 10**9}) == {"ns_a_pair": 3.0}
    assert per_pair({"cpu": 3.0}) == {}


def test_every_contender_reads_its_form_and_clears_its_temporary_folder(tmp_path: Path) -> None:
    read = {"inconcert-text": "text.parquet", "qut": "qut.csv"}
    for name in NAMES:
        made = contender(name, tmp_path, 60, "4GB")
        assert made.name == name
        assert tmp_path / read.get(name, "int.parquet") in made.commands[0]
        assert made.disk == tmp_path / "temporary"
        assert made.disk in made.scratch
        assert any("4GB" in command for command in made.commands) == (name != "qut")
        assert all("60" in command for command in made.commands[-1:]) or name == "floor"
    with pytest.raises(SystemExit, match="no contender 'other'"):
        contender("other", tmp_path, 60)


def test_rows_hold_ratios_and_leave_out_who_never_ran() -> None:
    costs = {"floor": [telling(2)], "inconcert": [telling(8, pairs=4)], "qut": [telling(80)], "inconcert-text": []}
    rows = {row["name"]: row for row in rows_of(costs)}
    assert set(rows) == {"floor", "inconcert", "qut"}
    assert (rows["inconcert"]["to_floor"], rows["inconcert"]["to_qut"], rows["inconcert"]["pairs"]) == (4, 0.1, 4)
    assert fewer(["qut=1", "floor=5"]) == {"qut": 1, "floor": 5}


def test_growth_is_told_from_size_to_size() -> None:
    costs = {
        "floor@100": [telling(1)],
        "inconcert@100": [telling(2, pairs=1000)],
        "floor@1000": [telling(10)],
        "inconcert@1000": [telling(200, pairs=100_000)],
        "inconcert@10000": [],
    }
    rows = growing_rows(costs)
    assert [(row["name"], row["events"]) for row in rows] == [
        ("floor", 100),
        ("inconcert", 100),
        ("floor", 1000),
        ("inconcert", 1000),
    ]
    assert rows[-1]["to_floor"] == 20
    floor, ours = steps_of(rows)
    assert (floor["name"], floor["from"], floor["to"]) == ("floor", 100, 1000)
    assert floor["cpu_over_events"] == pytest.approx(1)
    assert "cpu_over_pairs" not in floor
    assert ours["cpu_over_events"] == pytest.approx(2)
    assert ours["cpu_over_pairs"] == pytest.approx(1)
    assert ours["ns_a_pair_ratio"] == pytest.approx(1)


def test_sizes_are_compared_in_their_order() -> None:
    rows = [{"name": "a", "events": size, "cpu": cpu} for size, cpu in ((1000, 9), (10, 1), (100, 3))]
    assert [(one["from"], one["to"]) for one in steps_of(rows)] == [(10, 100), (100, 1000)]
    assert step(rows[1], rows[2])["cpu_over_events"] == pytest.approx(0.477, abs=1e-3)
