"""One command: write the tables of docs/benchmarks.md from the kept results.

    python benchmarks/page.py

What stands between ``<!-- NAME -->`` and ``<!-- end -->`` is made here; everything else is prose and left alone.
"""

from __future__ import annotations

import re
import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

from measure import ROOT
from plots import quoted
from results import KEPT, SCRIPTS, Result, kept
from tables import Column, code, number, table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = ROOT / "docs" / "benchmarks.md"
MARK = re.compile(r"(<!-- (?P<name>[a-z_-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
NOTHING = "*Not measured yet.*\n"
COSTS: tuple[Column, ...] = (
    ("", "name", code),
    ("CPU s", "cpu", number),
    ("wall s", "wall", number),
    ("peak GB", "memory", lambda value: number(value / 1e9)),
    ("disk GB", "disk", lambda value: number(value / 1e9)),
)
ENGINE: tuple[Column, ...] = (*COSTS, ("x floor", "to_floor", number), ("x QUT", "to_qut", number))
GROWTH: tuple[Column, ...] = (
    ("", "name", code),
    ("events", "events", number),
    *COSTS[1:],
    ("x floor", "to_floor", number),
    ("pairs", "pairs", number),
    ("ns a pair", "ns_a_pair", number),
    ("without start", "ns_a_pair_beyond_start", number),
    ("search alone", "ns_a_pair_in_search", number),
    ("beyond the floor", "ns_a_pair_beyond_floor", number),
)
STEPS: tuple[Column, ...] = (
    ("", "name", code),
    ("from", "from", number),
    ("to", "to", number),
    ("CPU over events", "cpu_over_events", number),
    ("CPU over pairs", "cpu_over_pairs", number),
    ("memory over events", "memory_over_events", number),
    ("ns a further pair", "ns_a_further_pair", number),
    ("ns a pair, as a multiple", "ns_a_pair_ratio", number),
    ("without start", "ns_a_pair_beyond_start_ratio", number),
    ("search alone", "ns_a_pair_in_search_ratio", number),
)


PARTS: tuple[Column, ...] = (
    ("", "part", str),
    ("wall s", "wall", number),
    ("no task runs, s", "idle", number),
    ("in tasks, s", "task_seconds", number),
    ("driver CPU s", "driver_cpu", number),
    ("tasks", "tasks", number),
    ("shuffled MB", "shuffled", lambda value: number(value / 1e6)),
    ("driver peak MB", "driver_peak", lambda value: number(value / 1e6)),
)


def engine(folder: Path) -> str:
    """A table for each number of events and window."""
    return "\n".join(
        f"**{conditions(result)}**\n\n{table(result['rows'], ENGINE)}\n{taken(result)}"
        for result in kept("engine", folder)
    )


def growth(folder: Path) -> str:
    """Costs by size, and the exponents."""
    return "\n".join(
        f"**{conditions(result)}**\n\n{table(list(beyond_floor(result['rows'])), GROWTH)}\n"
        f"From one size to the next (an exponent of 1 is linear):\n\n{table(result['steps'], STEPS)}\n{taken(result)}"
        for result in kept("growth", folder)
    )


def beyond_floor(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows, ours with the CPU for each pair beyond what reading and sorting take at that size."""
    floors = {row["events"]: row["cpu"] for row in rows if row["name"] == "floor"}
    for row in rows:
        known = row.get("pairs") and row["events"] in floors
        more = {"ns_a_pair_beyond_floor": (row["cpu"] - floors[row["events"]]) / row["pairs"] * 1e9} if known else {}
        yield row | more


def parts(folder: Path) -> str:
    """What a search on Spark is made of."""
    return "\n".join(
        f"**{conditions(result)}**\n\n{table(result['rows'], PARTS)}\n{taken(result)}"
        for result in kept("spark_cost", folder)
    )


def other(script: str, folder: Path) -> str:
    """Whatever a script measured, one table for each of its results."""
    parts = []
    for result in kept(script, folder):
        known = {key for _, key, _ in COSTS}
        more = dict.fromkeys(
            key
            for row in result["rows"]
            for key, value in row.items()
            if key not in known and not key.startswith("cpu_") and isinstance(value, int | float | str)
        )
        columns = (*COSTS, *((key.replace("_", " "), key, number) for key in more))
        parts.append(f"**{conditions(result)}**\n\n{table(result['rows'], columns)}\n{taken(result)}")
    return "\n".join(parts)


def conditions(result: Result) -> str:
    """What was asked for, in words: ``1,000,000 events, window 60 s, memory 4GB``."""
    words = {"events": "{:,} events", "window": "window {} s", "memory": "memory setting {}"}
    told = [form.format(result[key]) for key, form in words.items() if result.get(key)]
    dull = {"machine", "rows", "steps", "cpu_of_rounds", "file", "rounds", *words}
    told += [f"{key.replace('_', ' ')} {value}" for key, value in result.items() if key not in dull and is_plain(value)]
    return ", ".join(told) or result["file"]


def is_plain(value: Any) -> bool:
    return isinstance(value, int | float | str) and value != ""


def taken(result: Result) -> str:
    """Rounds, day, load: under what circumstances a table was taken."""
    machine = result["machine"]
    by_count = groupby(sorted(result["rows"], key=lambda row: -row.get("rounds", 0)), key=lambda row: row.get("rounds"))
    rounds = [(count, sorted({row["name"] for row in rows})) for count, rows in by_count if count]
    told = [f"{count} {'round' if count == 1 else 'rounds'} ({', '.join(names)})" for count, names in rounds]
    if len(told) == 1:
        told = [told[0].partition(" (")[0]]
    return f"*{'; '.join([*told, str(machine['at'])[:10]])}; load at the start {number(machine['load'])}.*\n"


def machines(folder: Path) -> str:
    """The machines and versions of all tables, each once."""
    found: dict[str, list[str]] = {}
    for result in (one for script in SCRIPTS for one in kept(script, folder)):
        about = result["machine"]
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items() if name != "qut")
        place = f"{about['cores']} cores ({about['cpu']}), {about['memory_gb']} GB, {about['system']}"
        found.setdefault(f"{place}, Python {about['python']}, {versions}", []).append(result["file"])
    return "".join(f"- {about}: {', '.join(map(code, files))}\n" for about, files in found.items())


def peers(folder: Path) -> str:  # noqa: ARG001
    """Figures that are quoted, not taken here."""
    rows = [
        {"name": peer["name"], **point, "gb": point.get("memory"), "note": peer["note"], "why": peer["why"]}
        for peer in quoted()
        for point in peer["points"]
    ]
    columns: tuple[Column, ...] = (
        ("", "name", str),
        ("events", "events", number),
        ("CPU s", "cpu", number),
        ("peak GB", "gb", number),
        ("what is known", "note", str),
        ("why it is not run here", "why", str),
    )
    return table(rows, columns)


def marks(folder: Path) -> str:
    """What was aimed at, and what came out."""
    from marks import reached

    columns: tuple[Column, ...] = (
        ("measure", "measure", str),
        ("mark", "mark", str),
        ("measured", "measured", str),
        ("", "met", str),
    )
    return table(reached(folder), columns)


MAKERS = {
    "engine": engine,
    "growth": growth,
    "spark_cost": parts,
    "peers": peers,
    "machines": machines,
    "marks": marks,
}


def filled(page: str, folder: Path = KEPT) -> str:
    """``page`` with every marked part made anew.

    Raises:
        KeyError: A mark has a name that nobody makes.
    """

    def part(match: re.Match[str]) -> str:
        name = match["name"]
        if name not in MAKERS and name not in SCRIPTS:
            raise KeyError(name)
        made = MAKERS[name](folder) if name in MAKERS else other(name, folder)
        return f"{match[1]}\n{made.strip() or NOTHING.strip()}\n\n{match[3]}"

    return MARK.sub(part, page)


def main() -> None:
    before = PAGE.read_text("utf-8")
    after = filled(before)
    PAGE.write_text(after, "utf-8")
    sys.stdout.write("Written.\n" if after != before else "Nothing new.\n")


if __name__ == "__main__":
    main()
