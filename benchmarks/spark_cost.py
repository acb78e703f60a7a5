"""One command: what the search of one signal on Spark is made of, for the cost model of the guide.

    python benchmarks/spark_cost.py --events 1000000
    python benchmarks/spark_cost.py --events 3000000

runs the search of ``benchmarks/spark.py`` once, on Spark inside this machine, with Spark's event log. It prints, part
by part, and writes to ``bench-data/spark_cost-<events>.json``: wall and CPU seconds and the peak of the driver's
Python process (beyond what it held when Spark had started), bytes shuffled, tasks, and seconds in which no task ran.
A part of a thousand tasks that do nothing says what a task costs. The bytes of an account, an object and an action
are the slope between two sizes:

    python benchmarks/spark_cost.py --slope 1000000,3000000
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from contenders import prepare
from measure import DATA, LIBRARIES, machine, save
from spark import SIGNAL, tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOG = """spark.eventLog.enabled true
spark.eventLog.compress false
spark.eventLog.rolling.enabled false
spark.eventLog.dir {folder}
"""


class Parts:
    """Cost of the parts of a search, in the process that drives it."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.base = 0

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Measure what runs inside; the peak is that of the part, not of those before."""
        start_of_peak()
        begun, cpu = time.time(), time.process_time()
        try:
            yield
        finally:
            row = {"part": name, "begun": begun, "ended": time.time(), "driver_cpu": time.process_time() - cpu}
            self.rows.append(row | {"driver_peak": peak_beyond(self.base)})

    def watch(self, owner: Any, method: str, name: str) -> None:
        """Measure every call of a function as a part."""
        function: Callable[..., Any] = getattr(owner, method)

        @wraps(function)
        def measured(*given: Any, **named: Any) -> Any:
            with self.part(name):
                return function(*given, **named)

        setattr(owner, method, measured)


def start_of_peak() -> None:
    """Forget the peak of this process so far."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_beyond(base: int) -> int:
    """Most bytes that this process held since :func:`start_of_peak`, beyond ``base``."""
    return status("VmHWM") - base


def status(field: str) -> int:
    """Bytes that the system tells of this process."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def searched(folder: Path, window: float, memory: str, log: Path) -> tuple[Parts, dict[str, Any]]:
    """Run the search; its parts, and what it says of itself."""
    (log / "spark-defaults.conf").write_text(LOG.format(folder=log.as_uri()))
    os.environ["SPARK_CONF_DIR"] = str(log)
    from inconcert.coordination.cluster import search
    from inconcert.engines import starting
    from inconcert.engines.spark import Spark
    from inconcert.settings import DEFAULTS

    settings = replace(
        DEFAULTS, windows=(window,), audiences=(2**31 - 1,), memory=memory, engine="spark", signals=(SIGNAL,)
    )
    parts = Parts()
    for owner, method, name in (
        (search, "Names", "names as numbers"),
        (search.Sliced, "alive", "rounds of pruning"),
        (search, "Sliced", "slices and what the null asks of them"),
        (search.Judge, "of", "the null"),
        (search.Search, "_pairs", "counting pairs"),
        (search, "written", "the posts behind the ties, and writing"),
    ):
        parts.watch(owner, method, name)
    given = {name: [folder / f"{name}.parquet"] for name in ("actions", "features")}
    with Spark().open(given, memory=memory, spill=folder / "temporary") as steps:
        steps.do(steps.session.range(100).mapInArrow(_nothing, "id bigint").count, "warm")
        with parts.part("a thousand tasks that do nothing"):
            steps.do(steps.session.range(0, 1000, 1, 1000).mapInArrow(_nothing, "id bigint").count, "nothing")
        parts.base = status("VmRSS")
        with parts.part("whole"):
            one = search.Search(steps, SIGNAL, settings, None, True)
            account = one.write(folder / "ties-cost.parquet") | {"objects": one.objects.size}
    starting.stop()
    return parts, account


def _nothing(batches: Any) -> Any:
    yield from batches


def logged(log: Path, parts: Parts) -> None:
    """Add to each part what Spark's log says of the tasks that were started in it."""
    text = next(path for path in log.iterdir() if path.name.startswith("local-")).read_text("utf-8")
    events = [json.loads(line) for line in text.splitlines()]
    tasks = [event for event in events if event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics")]
    for row in parts.rows:
        within = [task for task in tasks if row["begun"] <= task["Task Info"]["Launch Time"] / 1e3 <= row["ended"]]
        sums: dict[str, float] = defaultdict(float)
        for task in within:
            told = task["Task Metrics"]
            sums["task_seconds"] += told["Executor Run Time"] / 1e3
            sums["shuffled"] += told["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        row |= {"wall": row["ended"] - row["begun"], "tasks": len(within), **sums, "idle": _idle(within, row)}


def _idle(tasks: list[Any], row: dict[str, Any]) -> float:
    """Seconds of a part in which no task ran."""
    at, busy = row["begun"], 0.0
    for task in sorted(tasks, key=lambda one: int(one["Task Info"]["Launch Time"])):
        start, stop = (task["Task Info"][name] / 1e3 for name in ("Launch Time", "Finish Time"))
        busy += max(0.0, stop - max(start, at))
        at = max(at, stop)
    return float(row["ended"] - row["begun"] - busy)


def show(rows: list[dict[str, Any]]) -> None:
    """Print the parts."""
    heads = "".join(f"{head:>9}" for head in ("wall s", "idle s", "task s", "driver s"))
    print(f"{'part':40}{heads}{'tasks':>7}{'shuffled MB':>13}{'driver MB':>11}")
    for row in rows:
        sums = (row["wall"], row["idle"], row.get("task_seconds", 0), row["driver_cpu"])
        print(f"{row['part']:40}" + "".join(f"{one:9.1f}" for one in sums) + f"{row['tasks']:7}"
              f"{row.get('shuffled', 0) / 1e6:13.1f}{row['driver_peak'] / 1e6:11.1f}")  # fmt: skip


def slope(sizes: list[int]) -> None:
    """Print bytes that a part takes more for each account, object and action more, between two sizes."""
    small, large = (json.loads((DATA / f"spark_cost-{size}.json").read_text("utf-8")) for size in sizes)
    more = {name: large["account"][name] - small["account"][name] for name in ("assets", "objects", "actions", "ties")}
    print(f"more: {more}")
    for one, other in zip(small["rows"], large["rows"], strict=True):
        grown = {name: other.get(name, 0) - one.get(name, 0) for name in ("driver_peak", "shuffled")}
        print(f"{one['part']:40} driver {grown['driver_peak'] / (more['assets'] + more['objects']):8.1f} B an account "
              f"and object, shuffled {grown['shuffled'] / more['actions']:8.1f} B an action")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the search for ties on Spark is made of.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, default=60.0, help="Seconds.")
    parser.add_argument("--memory", default="4GB", help="Memory setting.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--slope", help="Compare two sizes that were measured, joined with a comma.")
    given = parser.parse_args()
    if given.slope:
        return slope([int(size) for size in given.slope.split(",")])
    folder = prepare(given.events, given.seed, ["inconcert-text"])
    tables(folder)
    about = machine((*LIBRARIES, "pyspark"))
    with TemporaryDirectory() as log:
        parts, account = searched(folder, given.window, given.memory, Path(log))
        logged(Path(log), parts)
    show(parts.rows)
    print(save("spark_cost", given.events, parts.rows, about=about, costs={}, account=account, events=given.events,
               window=given.window, memory=given.memory))  # fmt: skip
    return None


if __name__ == "__main__":
    main()
