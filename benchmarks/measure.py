"""The measuring that every benchmark shares: cost of a process tree, rounds in turn, medians, machine, JSON.

    from measure import Contender, machine, rounds_of, save, show, summary

    about = machine()
    costs = rounds_of([Contender("a", (("python", "a.py"),)), Contender("b", (("python", "b.py"),))], rounds=3)
    rows = summary(costs, against=("a",))
    show(rows)
    save("mine", "1000000", rows, about=about, costs=costs)        # bench-data/mine-1000000.json

``run(command)`` measures one command by itself. CPU seconds are the figure to trust on a machine that does other
things too. Measured code runs in processes of its own, never in the measuring one.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import statistics
import sys
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cost import ROOT, Cost, Failed, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = [
    "DATA",
    "ROOT",
    "Contender",
    "Cost",
    "Costs",
    "Failed",
    "machine",
    "once",
    "rounds_of",
    "run",
    "save",
    "show",
    "summary",
    "total",
]

DATA = ROOT / "bench-data"
LIBRARIES = ("inconcert", "duckdb", "numba", "numpy", "pyarrow", "scipy")


@dataclass(frozen=True)
class Contender:
    """Commands that are run one after another; their costs are added up."""

    name: str
    commands: tuple[tuple[str | Path, ...], ...]
    scratch: tuple[Path, ...] = ()
    """Files and folders removed before every run."""
    disk: Path | None = None
    """Folder whose growth is its temporary disk."""
    rounds: int | None = None
    """Counted rounds, when not as many as the others have. Such a contender has no round for warming up."""
    limit: float | None = None
    """Seconds of wall time for each command."""
    env: Mapping[str, str] | None = None
    """Variables set on top of our own."""


Costs = dict[str, list[list[Cost]]]
"""Of every command, by contender and counted round."""


def rounds_of(contenders: Sequence[Contender], rounds: int, *, each: Callable[[Costs], object] | None = None) -> Costs:
    """Costs of ``rounds`` rounds in which the contenders take turns (A B C A B C …).

    A first round is not counted: it fills the file cache and lets compiled code be kept on disk. A contender that
    fails is reported and left out from then on. Ctrl-C ends early and keeps what was measured; ``each`` is told the
    costs after every round.
    """
    costs: Costs = {contender.name: [] for contender in contenders}
    failed: set[str] = set()
    with contextlib.suppress(KeyboardInterrupt):
        for number in range(max(rounds, *(contender.rounds or 0 for contender in contenders), 0) + 1):
            for contender in contenders:
                counted = rounds if contender.rounds is None else contender.rounds
                if contender.name in failed or number > counted or (number == 0 and contender.rounds is not None):
                    continue
                try:
                    parts = once(contender, f"round {number}")
                except Failed as problem:
                    print(problem, file=sys.stderr)
                    failed.add(contender.name)
                    continue
                if number:
                    costs[contender.name].append(parts)
            if each and number:
                each(costs)
    return {name: runs for name, runs in costs.items() if runs}


def once(contender: Contender, label: str) -> list[Cost]:
    """Costs of each of its commands, run once."""
    for path in contender.scratch:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    parts = [
        run(command, disk=contender.disk, limit=contender.limit, env=contender.env) for command in contender.commands
    ]
    spent = total(parts)
    print(f"{label}, {contender.name}: {spent.cpu:.2f} s CPU, {spent.wall:.2f} s wall", file=sys.stderr, flush=True)
    return parts


def total(parts: Iterable[Cost]) -> Cost:
    """Costs added up."""
    return sum(parts, Cost(0, 0, 0))


def summary(costs: Costs, *, against: Sequence[str] = ()) -> list[dict[str, Any]]:
    """A row for each contender: ``name, rounds, cpu, cpu_least, cpu_most, wall, memory, disk`` (medians), and ``to_X``.

    ``to_X`` is its CPU as a multiple of contender ``X``'s, for every ``X`` of ``against`` that ran.
    """
    rows = []
    for name, runs in costs.items():
        sums = [total(parts) for parts in runs]
        middle = {
            key: statistics.median(getattr(cost, key) for cost in sums) for key in ("cpu", "wall", "memory", "disk")
        }
        cpu = [cost.cpu for cost in sums]
        rows.append({"name": name, "rounds": len(sums), **middle, "cpu_least": min(cpu), "cpu_most": max(cpu)})
    spent = {row["name"]: row["cpu"] for row in rows}
    for row in rows:
        row |= {f"to_{name}": row["cpu"] / spent[name] for name in against if name in spent}
    return rows


UNITS: dict[str, tuple[str, float, str]] = {
    "rounds": ("rounds", 1, "d"),
    "cpu": ("CPU s", 1, ".2f"),
    "wall": ("wall s", 1, ".2f"),
    "memory": ("peak GB", 1e-9, ".2f"),
    "disk": ("disk GB", 1e-9, ".2f"),
}
"""Heading, factor and format of the columns that every table has."""


def show(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print ``rows``: the columns of ``UNITS``, then the ratios and whatever else is a number."""
    others = dict.fromkeys(
        key
        for row in rows
        for key, value in row.items()
        if key not in UNITS and not key.startswith("cpu_") and isinstance(value, int | float)
    )
    units = UNITS | {key: (key.replace("to_", "x "), 1, ".4g") for key in others}
    width = max([len(str(row["name"])) for row in rows] + [8]) + 1
    print(" " * width + "".join(f"{heading:>{max(len(heading) + 2, 10)}}" for heading, _, _ in units.values()))
    for row in rows:
        cells = (_cell(row.get(key), *unit) for key, unit in units.items())
        print(f"{row['name']:{width}}" + "".join(cells))


def _cell(value: Any, heading: str, factor: float, form: str) -> str:
    text = "" if value is None else format(value * factor if factor != 1 else value, form)
    return f"{text:>{max(len(heading) + 2, 10)}}"


def machine(libraries: Iterable[str] = LIBRARIES, **versions: str) -> dict[str, Any]:
    """What it runs on: processor, cores, memory, load, system, Python, and versions of libraries that are there."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "python": platform.python_version(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": dict(_versions(libraries)) | versions,
    }


def _versions(libraries: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in libraries:
        with contextlib.suppress(PackageNotFoundError):
            yield name, version(name)


def save(
    script: str,
    size: str | int,
    rows: Sequence[Mapping[str, Any]],
    *,
    about: Mapping[str, Any] | None = None,
    costs: Costs | None = None,
    **conditions: Any,
) -> Path:
    """Write ``bench-data/<script>-<size>.json``: ``machine``, ``rows``, the single runs, and the conditions given.

    ``about`` is a ``machine()`` taken before the rounds, so that its load is not our own.
    """
    target = DATA / f"{script}-{size}.json"
    DATA.mkdir(exist_ok=True)
    runs = {name: [[_plain(cost) for cost in parts] for parts in each] for name, each in (costs or {}).items()}
    result = {**conditions, "machine": dict(about or machine()), "rows": [dict(row) for row in rows], "runs": runs}
    fresh = target.with_suffix(".partial")
    fresh.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    fresh.replace(target)
    return target


def _plain(cost: Cost) -> dict[str, Any]:
    return {key: value for key, value in asdict(cost).items() if key != "said"}
