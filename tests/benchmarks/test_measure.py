"""The shared measuring: what it counts, in which order it runs, what it writes. Nothing is compared with a clock."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import measure
import pytest
from measure import Contender, Cost, Failed, rounds_of, run, save, show, summary

if TYPE_CHECKING:
    from pathlib import Path

MB = 1_000_000
HOLD = "import time; held = b'x' * {}; time.sleep(0.3)"
BURN = "import time\nwhile time.process_time() < 0.4: pass"


def python(source: str, *more: str) -> tuple[str, ...]:
    return (sys.executable, "-c", source, *more)


def starting(source: str, wait: bool) -> tuple[str, ...]:
    """A command whose work is done by a process that it starts, and does or does not wait for."""
    return python(
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1]], start_new_session=True)\n"
        f"{'child.wait()' if wait else ''}",
        source,
    )


def disk_of(source: str, folder: Path) -> int:
    """The disk of a command, by a measurer in a process of its own.

    Beside other tests it shares ours with whatever they left running, and a thread that compiles keeps all others from
    looking for seconds.
    """
    measuring = (
        "import sys; from pathlib import Path; from cost import run; "
        "print(run((sys.executable, '-c', *sys.argv[1:]), disk=Path(sys.argv[2])).disk)"
    )
    command, place = python(measuring, source, str(folder)), os.path.dirname(measure.__file__)  # noqa: PTH120
    told = subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": place})
    return int(told.stdout)


def test_memory_is_that_of_the_whole_tree() -> None:
    small = run(python(HOLD.format(0)))
    assert 100 * MB < run(starting(HOLD.format(150 * MB), wait=True)).memory - small.memory < 220 * MB


def test_memory_is_not_the_measurer_s_own() -> None:
    own = b"x" * (300 * MB)
    assert run(python("import time; time.sleep(0.1)")).memory < 100 * MB < len(own)


@pytest.mark.parametrize("wait", [True, False])
def test_cpu_counts_what_is_waited_for_and_what_is_left_behind(wait: bool) -> None:
    assert run(starting(BURN, wait)).cpu >= 0.4


def test_disk_is_the_growth_of_the_folder_with_unlinked_files(tmp_path: Path) -> None:
    (tmp_path / "before").write_bytes(b"x" * (3 * MB))
    source = (
        "import os, sys, time\n"
        "kept = open(sys.argv[1] + '/kept', 'wb'); kept.write(b'x' * 2_000_000); kept.flush()\n"
        "gone = open(sys.argv[1] + '/gone', 'wb'); gone.write(b'x' * 5_000_000); gone.flush()\n"
        "os.unlink(gone.name); time.sleep(2.0); os.unlink(kept.name); gone.close(); time.sleep(0.1)"
    )
    assert 7 * MB <= disk_of(source, tmp_path) < 7.2 * MB


def test_what_a_command_says_in_json_is_told() -> None:
    cost = run(python("import json; print('hello'); print(json.dumps({'pairs': 3})); print('[1]')"))
    assert cost.told() == {"pairs": 3}
    assert cost.said.startswith("hello\n")


def test_failing_and_endless_commands_are_told_apart_from_finished_ones() -> None:
    with pytest.raises(Failed, match="no such thing"):
        run(python("raise SystemExit('no such thing')"))
    with pytest.raises(Failed, match="-9"):
        run(python("while True: pass"), limit=0.2)


def test_an_interrupted_measurer_leaves_nothing_running(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[int] = []

    def interrupted(process: int, options: int) -> object:
        waited.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "wait4", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(python("import time; time.sleep(600)"))
    with pytest.raises(ProcessLookupError):
        os.kill(waited[0], 0)


def test_costs_add_up() -> None:
    assert Cost(1, 2, 30, 4) + Cost(10, 20, 3, 40) == Cost(11, 22, 30, 40)


def test_contenders_take_turns_and_the_first_round_is_not_counted(tmp_path: Path) -> None:
    log = tmp_path / "log"
    contenders = [writing("a", log), writing("b", log), writing("once", log, rounds=1)]
    seen: list[dict[str, int]] = []
    costs = rounds_of(contenders, 2, each=lambda now: seen.append({name: len(runs) for name, runs in now.items()}))
    assert log.read_text("utf-8").split() == ["a", "b", "a", "b", "once", "a", "b"]
    assert {name: len(runs) for name, runs in costs.items()} == {"a": 2, "b": 2, "once": 1}
    assert seen == [{"a": 1, "b": 1, "once": 1}, {"a": 2, "b": 2, "once": 1}]


def writing(name: str, log: Path, rounds: int | None = None) -> Contender:
    return Contender(name, (python(f"open({str(log)!r}, 'a').write('{name} ')"),), rounds=rounds)


def test_a_failing_contender_is_left_out_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    costs = rounds_of([Contender("bad", (python("1 / 0"),)), Contender("good", (python(""),))], 1)
    assert list(costs) == ["good"]
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_scratch_is_removed_before_every_run(tmp_path: Path) -> None:
    made = tmp_path / "made"
    costs = rounds_of([Contender("a", (python(f"open({str(made)!r}, 'x')"),), scratch=(made,))], 2)
    assert len(costs["a"]) == 2


def test_rows_are_medians_and_ratios() -> None:
    costs = {
        "floor": [[Cost(1, 1, 5)], [Cost(2, 9, 7)], [Cost(9, 2, 6)]],
        "ours": [[Cost(2, 1, 5), Cost(2, 1, 8)]],
    }
    floor, ours = summary(costs, against=("floor", "absent"))
    assert (floor["cpu"], floor["wall"], floor["memory"], floor["rounds"]) == (2, 2, 6, 3)
    assert (floor["cpu_least"], floor["cpu_most"]) == (1, 9)
    assert (ours["cpu"], ours["memory"], ours["to_floor"]) == (4, 8, 2)
    assert "to_absent" not in ours


def test_a_table_has_a_line_for_each_row_and_its_own_figures(capsys: pytest.CaptureFixture[str]) -> None:
    show([{"name": "a", "cpu": 1.5, "memory": 2 * 10**9, "to_floor": 3.0}, {"name": "b", "pairs": 7}])
    heading, first, second = capsys.readouterr().out.splitlines()
    assert heading.split("  ")[-1].strip() == "pairs"
    assert first.split() == ["a", "1.50", "2.00", "3"]
    assert second.split() == ["b", "7"]


def test_results_are_written_with_the_machine_and_the_single_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "DATA", tmp_path)
    costs = {"a": [[Cost(1, 2, 3, 4, "words")]]}
    target = save("mine", 100, summary(costs), costs=costs, window=60)
    assert target == tmp_path / "mine-100.json"
    result = json.loads(target.read_text("utf-8"))
    assert result["window"] == 60
    assert result["rows"][0]["name"] == "a"
    assert result["runs"] == {"a": [[{"cpu": 1, "wall": 2, "memory": 3, "disk": 4}]]}
    assert {"cpu", "cores", "memory_gb", "load", "python", "versions"} <= result["machine"].keys()
    assert list(tmp_path.iterdir()) == [target]
