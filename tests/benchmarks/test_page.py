"""The page and its charts are what the kept results say, and a table never says more than its rows."""

from __future__ import annotations

import itertools
import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import page
import plots
import pytest
from chart import Series, apart, bars, lines, short
from marks import ABSENT, reached
from results import KEPT, kept, rounded, take
from tables import code, number, table

if TYPE_CHECKING:
    from pathlib import Path

MACHINE = {
    "cpu": "a processor", "cores": 2, "memory_gb": 24.0, "load": 0.5, "system": "Linux 6.1", "python": "3.11.7",
    "at": "2026-11-24T10:00:00+00:00", "versions": {"numba": "0.68"},
}  # fmt: skip


def keep(folder: Path, name: str, rows: list[dict[str, Any]], **more: Any) -> None:
    (folder / f"{name}.json").write_text(json.dumps({"machine": MACHINE, "rows": rows, **more}), "utf-8")


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """Results of two sizes."""
    small = [
        {"name": "floor", "rounds": 3, "cpu": 0.5, "wall": 0.5, "memory": 10**8, "disk": 0, "to_floor": 1.0},
        {
            "name": "inconcert",
            "rounds": 3,
            "cpu": 2.0,
            "wall": 2.0,
            "memory": 4 * 10**8,
            "disk": 0,
            "to_floor": 4.0,
            "to_qut": 0.05,
        },
        {"name": "qut", "rounds": 1, "cpu": 40.0, "wall": 41.0, "memory": 2 * 10**8, "disk": 10**8, "to_floor": 80.0},
    ]
    keep(tmp_path, "engine-1000000-60", small, events=10**6, window=60, memory="")
    sizes = [
        {"name": "floor", "events": 10**6, "cpu": 1.5},
    ] + [
        {
            "name": "inconcert",
            "events": events,
            "cpu": cpu,
            "memory": 10**9,
            "to_floor": 5.0,
            "pairs": pairs,
            "rounds": 3,
        }
        | {"stages": {"start": 0.5, "search": cpu - 1}, "ns_a_pair_beyond_start": ns}
        for events, cpu, pairs, ns in (
            (10**6, 2.0, 10**6, 10.0),
            (10**7, 12.0, 10**8, 11.0),
            (10**8, 900.0, 10**10, 11.5),
        )
    ]
    steps = [
        {"name": "inconcert", "from": 10**6, "to": 10**7, "cpu_over_events": 0.78, "ns_a_further_pair": 100.0},
        {"name": "inconcert", "from": 10**7, "to": 10**8, "cpu_over_events": 1.87, "ns_a_further_pair": 90.0},
    ]
    keep(tmp_path, "growth-60", sizes, window=60, memory="4GB", steps=steps)
    return tmp_path


def test_the_page_is_what_the_kept_results_say() -> None:
    written = page.PAGE.read_text("utf-8")
    assert page.filled(written) == written, "run benchmarks/page.py"


def test_the_charts_are_what_the_kept_results_say() -> None:
    for name, content in plots.charts().items():
        assert (plots.TARGET / name).read_text("utf-8") == content, "run benchmarks/plots.py"


def test_every_chart_on_the_page_is_there() -> None:
    shown = set(re.findall(r"_static/(bench-\w+\.svg)", page.PAGE.read_text("utf-8")))
    assert shown == set(plots.charts())


def test_kept_results_say_nothing_of_where_they_were_taken() -> None:
    for path in KEPT.glob("*.json"):
        assert not re.search(r'"/|/home|/work|/tmp', path.read_text("utf-8")), path.name


def test_only_what_stands_between_marks_is_made_anew(results: Path) -> None:
    before = "Prose.\n\n<!-- engine -->\nold | 1\n<!-- end -->\n\n<!-- spark -->\n<!-- end -->\nMore prose.\n"
    after = page.filled(before, results)
    assert after.startswith("Prose.\n\n<!-- engine -->\n\n**1,000,000 events, window 60 s**\n\n|  | CPU s |")
    assert after.endswith("<!-- spark -->\n\n*Not measured yet.*\n\n<!-- end -->\nMore prose.\n")
    assert "old" not in after
    assert page.filled(after, results) == after


def test_a_mark_that_nobody_makes_is_an_error(results: Path) -> None:
    with pytest.raises(KeyError, match="unheard-of"):
        page.filled("<!-- unheard-of -->\n<!-- end -->", results)


def test_tables_hold_the_rows_and_the_conditions(results: Path) -> None:
    made = page.engine(results)
    assert "| `inconcert` | 2.00 | 2.00 | 0.400 | 0 | 4.00 | 0.0500 |" in made
    assert "*3 rounds (floor, inconcert); 1 round (qut); 2026-11-24; load at the start 0.500.*" in made
    made = page.growth(results)
    assert made.startswith("**window 60 s, memory setting 4GB**")
    assert "| 1,000,000 | 2.00 | 1.00 | 5.00 | 1,000,000 | 10.0 | 500 |" in made
    assert "| `inconcert` | 1,000,000 | 10,000,000 | 0.780 | 100 |" in made
    assert page.machines(results).endswith("Python 3.11.7, numba 0.68: `engine-1000000-60`, `growth-60`\n")


def test_whatever_another_script_measures_has_its_table(results: Path) -> None:
    keep(results, "spark-10000000", [{"name": "local", "cpu": 9.0, "rows_alike": 12, "hidden": {"a": 1}}], events=10**7)
    made = page.other("spark", results)
    assert made.startswith(
        "**10,000,000 events**\n\n|  | CPU s | rows alike |\n| --- | --- | --- |\n| `local` | 9.00 | 12 |"
    )


def test_parts_of_a_search_on_spark_have_their_figures(results: Path) -> None:
    rows = [{"part": "the null", "wall": 2.5, "idle": 0.5, "driver_cpu": 1.0, "tasks": 4, "shuffled": 3e6}]
    keep(results, "spark_cost-1000000", rows, events=10**6, memory="4GB")
    made = page.parts(results)
    assert made.startswith("**1,000,000 events, memory setting 4GB**")
    assert "| the null | 2.50 | 0.500 | 1.00 | 4 | 3.00 |" in made
    assert "the null" not in page.other("spark", results)


def test_marks_are_met_missed_or_not_measured(results: Path) -> None:
    rows = {row["measure"]: row for row in reached(results)}
    qut = rows["1M events, 60 s: CPU against QUT's toolkit"]
    assert (qut["mark"], qut["measured"], qut["met"]) == ("at most 0.100 x", "0.0500 x", "yes")
    quoted = rows["10M events, 60 s: CPU against QUT's toolkit"]
    assert quoted["measured"] == "0.00534 x (13.2 s against 2,479 s in one round of 2026-11-24)"
    assert rows["10M events, 3600 s: CPU against the floor (a tenth of the prototype's)"]["measured"] == ABSENT
    assert rows["100M events, 60 s, 4 GB: peak memory"]["measured"] == "1.00 GB"
    flat = "CPU for each pair beyond the start, most over least, 1M to 100M"
    assert (rows[flat]["measured"], rows[flat]["met"]) == ("1.15 x", "yes")
    assert rows["CPU for each further pair, 10M to 100M against 1M to 10M"]["measured"] == "0.900 x"
    keep(results, "engine-10000000-60", [{"name": "inconcert", "to_floor": 4.01}], events=10**7, window=60, memory="")
    assert {row["measure"]: row for row in reached(results)}["10M events, 60 s: CPU against the floor"][
        "met"
    ] == "**no**"


def test_charts_are_of_the_window_and_leave_out_what_is_not_measured(results: Path, tmp_path: Path) -> None:
    keep(results, "engine-1000000-3600", [{"name": "inconcert", "cpu": 777.0}], events=10**6, window=3600)
    assert plots.measured("inconcert", "cpu", results) == ((10**6, 2.0), (10**7, 12.0), (10**8, 900.0))
    assert plots.measured("qut", "cpu", results) == ((10**6, 40.0),)
    assert set(plots.charts(results)) == {"bench-cpu.svg", "bench-memory.svg", "bench-pairs.svg", "bench-stages.svg"}
    empty = tmp_path / "empty"
    empty.mkdir()
    assert plots.charts(empty) == {}


def test_lines_have_their_points_names_and_last_values() -> None:
    series = [
        Series("a < b", ((10, 1), (1000, 200)), 1),
        Series("c", ((10, 5),), 2, quoted=True),
        Series("none", (), 3),
    ]
    drawn = lines("A title", "events", "seconds", series)
    assert drawn == lines("A title", "events", "seconds", series)
    root = ET.fromstring(drawn)
    words = [node.text for node in root.iter() if node.tag.endswith("text")]
    assert {"A title", "events", "seconds", "a < b: 200", "c: 5", "10", "100", "1,000"} <= set(words)
    points = [node for node in root.iter() if (node.get("class") or "").startswith("point")]
    assert [node.get("class") for node in points] == ["point s1", "point s1", "point s2 quoted"]
    assert "prefers-color-scheme:dark" in drawn


def test_bars_are_as_long_as_their_shares() -> None:
    drawn = ET.fromstring(bars("Stages", [("1M", [("read", 1.0), ("search", 3.0)]), ("10M", [("search", 30.0)])], "s"))
    found = [node for node in drawn.iter() if node.get("height") == "28"]
    wide = [float(str(node.get("width"))) for node in found]
    assert wide[1] == pytest.approx(3 * wide[0], rel=0.01)
    assert wide[2] == pytest.approx(wide[0] + wide[1], rel=0.01)
    assert [node.get("class") for node in found] == ["bar b0", "bar b1", "bar b1"]


def test_labels_are_moved_apart_and_keep_their_order() -> None:
    assert apart([10, 100], 17) == [10, 100]
    assert apart([50, 52], 16) == [43, 59]
    moved = apart([10, 20, 24, 200], 17)
    assert moved == sorted(moved)
    assert all(after - before >= 17 - 1e-9 for before, after in itertools.pairwise(moved))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (0.0123, "0.012"),
        (3.14, "3.1"),
        (13.5, "14"),
        (999, "999"),
        (4120, "4,120"),
        (45_000, "45k"),
        (1.2e8, "120M"),
    ],
)
def test_figures_on_charts_are_short(value: float, written: str) -> None:
    assert short(value) == written


def test_numbers_have_three_digits_and_empty_columns_are_left_out() -> None:
    assert [number(value) for value in (0.01234, 3.14159, 1_000_000, 23456.7, "4GB")] == [
        "0.0123", "3.14", "1,000,000", "23,457", "4GB",
    ]  # fmt: skip
    columns = (("", "name", code), ("a", "a", number), ("b", "b", number))
    assert (
        table([{"name": "x", "a": 1}, {"name": "y"}], columns) == "|  | a |\n| --- | --- |\n| `x` | 1 |\n| `y` |  |\n"
    )


def test_taking_keeps_known_results_without_their_single_runs(tmp_path: Path) -> None:
    source, target = tmp_path / "data", tmp_path / "kept"
    source.mkdir()
    runs = {"a": [[{"cpu": 1.23456, "wall": 9}, {"cpu": 2, "wall": 9}]]}
    keep(source, "engine-10-60", [{"name": "a", "cpu": 1.2345678}], runs=runs, events=10, window=60)
    keep(source, "engine-20-60", [{"name": "a", "cpu": 1.0}], events=20, window=60)
    keep(source, "unknown-10", [])
    assert take(["engine-10-60"], source, target) == ["engine-10-60"]
    assert take([], source, target) == ["engine-10-60", "engine-20-60"]
    first, second = kept("engine", target)
    assert (first["file"], second["file"]) == ("engine-10-60", "engine-20-60")
    assert first["cpu_of_rounds"] == {"a": [3.235]}
    assert first["rows"] == [{"name": "a", "cpu": 1.2346}]
    assert "runs" not in first
    assert rounded({"a": [1.23456789, 7, "x"]}) == {"a": [1.2346, 7, "x"]}
