"""One command: inconcert's engine, QUT's coordination-network-toolkit and the floor, on the same events.

    python benchmarks/engine.py --events 1000000 --window 60 --rounds 3

makes the events if they are not there (``benchmarks/events.py``), installs QUT's toolkit from PyPI into an
environment of its own under ``bench-data/``, and runs the contenders in turn (A B C A B C …), each in fresh
processes. Prints medians of CPU (user and system, of the whole process tree), wall time and peak memory, and their
ratios; writes everything with the machine and the versions to ``bench-data/engine-<events>-<window>.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "bench-data"
QUT = "coordination-network-toolkit==1.5.2"
LIBRARIES = ("inconcert", "duckdb", "numba", "numpy", "pyarrow", "scipy")
POLL = 0.02
"""Seconds between two looks at the memory of a process tree."""

FLOOR = """
import duckdb, sys
con = duckdb.connect()
con.execute("SET threads = 2")
con.execute(f"CREATE TABLE sorted AS FROM read_parquet('{sys.argv[1]}') ORDER BY object, \\"at\\"")
print(con.execute("SELECT count(*) FROM sorted").fetchall()[0][0])
"""


@dataclass(frozen=True)
class Cost:
    """What a run took."""

    cpu: float
    """User and system seconds of the process and everything it started."""
    wall: float
    memory: int
    """Largest sum of resident memory over the process tree, in bytes."""

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


@dataclass(frozen=True)
class Contender:
    """Commands that are run one after another; the costs are summed."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    scratch: tuple[Path, ...] = ()
    """Files removed before every run."""


def run(command: tuple[str, ...]) -> Cost:
    """Run ``command`` in a process group of its own and measure it; its output goes to the error stream on failure."""
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, cwd=ROOT
    ) as process:
        watch = Watch(process.pid)
        watch.start()
        said = process.stdout.read() if process.stdout else b""
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.stop()
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed with {process.returncode}:\n{said.decode(errors='replace')[-2000:]}")
    return Cost(used.ru_utime + used.ru_stime, wall, max(watch.peak, used.ru_maxrss * 1024))


class Watch(threading.Thread):
    """Looks at the memory of a session's processes until it is stopped."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session, self.peak, self.done = session, 0, threading.Event()

    def run(self) -> None:
        """Look until told to stop."""
        while not self.done.wait(POLL):
            self.peak = max(self.peak, resident(self.session))

    def stop(self) -> None:
        """Look no more."""
        self.done.set()
        self.join()


def resident(session: int) -> int:
    """Resident bytes of all processes of ``session``."""
    page, total = os.sysconf("SC_PAGE_SIZE"), 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * page
    return total


def contenders(folder: Path, window: int, names: list[str]) -> list[Contender]:
    """Those that are asked for, on the events in ``folder``."""
    python, database = sys.executable, folder / "qut.sqlite"
    bench = (python, "-m", "inconcert.coordination.bench")
    ours = ("--window", str(window), "--out", str(folder / "ties.parquet"))
    toolkit = str(DATA / "qut" / "bin" / "compute_networks")
    asked = ("--time_window", str(window), "--min_edge_weight", "2", "--n_cpus", "2")
    every = [
        Contender("floor", ((python, "-c", FLOOR, str(folder / "int.parquet")),)),
        Contender("inconcert", ((*bench, str(folder / "int.parquet"), *ours),), (folder / "ties.parquet",)),
        Contender("inconcert-text", ((*bench, str(folder / "text.parquet"), *ours),), (folder / "ties.parquet",)),
        Contender(
            "qut",
            (
                (toolkit, str(database), "preprocess", str(folder / "qut.csv")),
                (toolkit, str(database), "compute", "co_retweet", *asked),
            ),
            (database,),
        ),
    ]
    return [contender for contender in every if contender.name in names]


def measure(runners: list[Contender], rounds: int) -> dict[str, list[list[Cost]]]:
    """Costs of every command, by contender and round; the contenders take turns.

    A first round is not counted: it fills the file cache and lets numba keep its compiled kernels on disk.
    """
    costs: dict[str, list[list[Cost]]] = {runner.name: [] for runner in runners}
    for number in range(rounds + 1):
        for runner in runners:
            for path in runner.scratch:
                path.unlink(missing_ok=True)
            parts = [run(command) for command in runner.commands]
            spent = sum(parts, Cost(0, 0, 0))
            print(f"round {number}, {runner.name}: {spent.cpu:.2f} s CPU, {spent.wall:.2f} s", file=sys.stderr)
            if number:
                costs[runner.name].append(parts)
    return costs


def medians(costs: dict[str, list[list[Cost]]]) -> dict[str, dict[str, float]]:
    """Median CPU, wall and memory of each contender, and the ratios of CPU to the floor and of QUT's to it."""
    table = {}
    for name, rounds in costs.items():
        sums = [sum(parts, Cost(0, 0, 0)) for parts in rounds]
        table[name] = {
            "cpu": statistics.median(cost.cpu for cost in sums),
            "wall": statistics.median(cost.wall for cost in sums),
            "memory": statistics.median(cost.memory for cost in sums),
        }
    for row in table.values():
        for name in ("floor", "qut"):
            if name in table:
                row[f"to_{name}"] = row["cpu"] / table[name]["cpu"]
    return table


def prepare(events: int, seed: int, with_qut: bool) -> Path:
    """The folder of the events, made if need be; and QUT's environment."""
    folder = DATA / f"{events}-{seed}"
    if not (folder / "planted.json").exists():
        maker = str(ROOT / "benchmarks" / "events.py")
        subprocess.run(
            [sys.executable, maker, "--events", str(events), "--seed", str(seed), "--out", str(folder)], check=True
        )
    if with_qut and not (DATA / "qut" / "bin" / "compute_networks").exists():
        subprocess.run([sys.executable, "-m", "venv", str(DATA / "qut")], check=True)
        subprocess.run([str(DATA / "qut" / "bin" / "pip"), "install", "--quiet", QUT], check=True)
    return folder


def machine() -> dict[str, object]:
    """What it ran on."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "load": os.getloadavg()[0],
        "system": platform.platform(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES} | {"qut": QUT.partition("==")[2]},
    }


def show(table: dict[str, dict[str, float]]) -> None:
    print(f"{'':16}{'CPU s':>9}{'wall s':>9}{'peak GB':>9}{'x floor':>9}{'x QUT':>9}")
    for name, row in table.items():
        ratios = "".join(f"{row[key]:>9.3g}" if key in row else f"{'':>9}" for key in ("to_floor", "to_qut"))
        print(f"{name:16}{row['cpu']:>9.2f}{row['wall']:>9.2f}{row['memory'] / 1e9:>9.2f}{ratios}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure inconcert's engine against QUT's toolkit and the floor.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="floor,inconcert,inconcert-text,qut", help="Names, joined with commas.")
    given = parser.parse_args()
    names = given.only.split(",")
    folder = prepare(given.events, given.seed, "qut" in names)
    about = machine()
    costs = measure(contenders(folder, given.window, names), given.rounds)
    table = medians(costs)
    show(table)
    result = {
        "events": given.events,
        "window": given.window,
        "rounds": given.rounds,
        "machine": about,
        "medians": table,
        "runs": {name: [[asdict(cost) for cost in parts] for parts in rounds] for name, rounds in costs.items()},
    }
    target = DATA / f"engine-{given.events}-{given.window}.json"
    target.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(f"Written to {target.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
