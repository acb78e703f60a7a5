"""One command: how CPU, memory and temporary disk grow from one size of the same world to the next.

    python benchmarks/growth.py --sizes 1000000,10000000,100000000 --window 60 --memory 4GB --rounds 3

runs the floor and inconcert on every size in turn, all with the same memory setting, so that sizes are paired as
contenders are in ``engine.py``. For every step from one size to the next it gives exponents (1 is linear) of CPU over
events and over pairs of posts that met, and of memory over events. Written to ``bench-data/growth-<window>.json``.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import pairwise
from math import log
from typing import Any

from contenders import contender, facts, per_pair, prepare
from measure import Costs, machine, rounds_of, save, show, summary

NAMES = ("floor", "inconcert")
COLD = 100_000_000
"""Events from which on there is no round for warming up: smaller sizes warm the code, and reading is a small part."""


def rows_of(costs: Costs) -> list[dict[str, Any]]:
    """A row for each contender and size, ``name`` and ``events``; ours as a multiple of the floor at its size."""
    rows = [
        row | {"events": int(row["name"].partition("@")[2])}
        for row in summary({name: runs for name, runs in costs.items() if runs})
    ]
    floors = {row["events"]: row["cpu"] for row in rows if row["name"].startswith("floor@")}
    for row in rows:
        row |= facts(costs[row["name"]])
        row |= per_pair(row)
        row["name"] = row["name"].partition("@")[0]
        if row["name"] != "floor" and row["events"] in floors:
            row["to_floor"] = row["cpu"] / floors[row["events"]]
    return rows


def steps_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Exponents from each size of a contender to its next, and what each pair more took."""
    steps = []
    for name in dict.fromkeys(row["name"] for row in rows):
        own = sorted((row for row in rows if row["name"] == name), key=lambda row: int(row["events"]))
        steps += [step(before, after) for before, after in pairwise(own)]
    return steps


def step(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """From one size to the next: exponents, CPU of each pair that came with it, and the ratio of CPU for each pair."""
    found: dict[str, Any] = {"name": before["name"], "from": before["events"], "to": after["events"]}
    for what, over in (("cpu", "events"), ("memory", "events"), ("cpu", "pairs")):
        if all(row.get(key) for row in (before, after) for key in (what, over)) and before[over] != after[over]:
            found[f"{what}_over_{over}"] = log(after[what] / before[what]) / log(after[over] / before[over])
    if (before.get("pairs") or 0) < (after.get("pairs") or 0):
        found["ns_a_further_pair"] = (after["cpu"] - before["cpu"]) / (after["pairs"] - before["pairs"]) * 1e9
    for key in ("ns_a_pair", "ns_a_pair_beyond_start", "ns_a_pair_in_search"):
        if before.get(key) and after.get(key):
            found[f"{key}_ratio"] = after[key] / before[key]
    return found


def show_steps(steps: list[dict[str, Any]]) -> None:
    for one in steps:
        figures = ", ".join(f"{key} {value:.3f}" for key, value in one.items() if isinstance(value, float))
        print(f"{one['name']}, {one['from']:,} to {one['to']:,}: {figures}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how the engine's costs grow with the number of events.")
    parser.add_argument("--sizes", default="1000000,10000000,100000000", help="Numbers of events, joined with commas.")
    parser.add_argument("--window", type=int, default=60, help="Seconds.")
    parser.add_argument("--memory", default="4GB", help="Memory setting, the same at every size.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    runners = []
    for size in map(int, given.sizes.split(",")):
        folder = prepare(size, given.seed, NAMES)
        counted = given.rounds if size >= COLD else None
        made = [contender(name, folder, given.window, given.memory, counted) for name in NAMES]
        runners += [replace(one, name=f"{one.name}@{size}") for one in made]
    about = machine()
    conditions = {"window": given.window, "memory": given.memory, "rounds": given.rounds}

    def keep(costs: Costs) -> None:
        rows = rows_of(costs)
        save("growth", given.window, rows, about=about, costs=costs, steps=steps_of(rows), **conditions)

    rows = rows_of(rounds_of(runners, given.rounds, each=keep))
    show([row | {"name": f"{row['name']} {row['events']:,}"} for row in rows])
    show_steps(steps_of(rows))


if __name__ == "__main__":
    main()
