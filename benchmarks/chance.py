"""One command: what chance costs, on top of counting who met whom.

    python benchmarks/chance.py --events 1000000 --rounds 3
    python benchmarks/chance.py --events 1000000 --rounds 3 --window 60

``met`` reads and sorts the events and counts, in every window, the objects of each pair that shares more than the least
support; it keeps the pairs and weighs none. ``ties`` is ``inconcert.coordination.bench``: the same, and the null, the
scatter of real pairs, p, q, leads, and the file of ties. Both are fresh processes and take turns.
Without ``--window`` the default windows and audiences of a run are used, the window-free test included.

``share`` is what ``ties`` spends beyond ``met``, over what ``met`` spends, both without the start of Python. Shuffles
are further searches, each about as dear as ``ties``, and are no part of it.

Writes ``bench-data/chance-<events>[-<window>].json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contenders import medians_of_stages, prepare
from measure import Contender, machine, rounds_of, save, show, summary

if TYPE_CHECKING:
    from measure import Costs

SCRIPT = Path(__file__).resolve()
UNLIMITED = 2**31 - 1
"""An audience that no object has."""


def met(file: Path, windows: list[float], audiences: list[int]) -> None:
    """Count who met whom in a file of events, and print the CPU seconds of each stage."""
    from inconcert.coordination import windows as used
    from inconcert.coordination.bench import events_of
    from inconcert.coordination.counting import count
    from inconcert.coordination.events import prune
    from inconcert.settings import DEFAULTS

    stages = {"start": time.process_time()}
    settings = replace(DEFAULTS, windows=tuple(windows), audiences=tuple(audiences))
    events = events_of(file, "s")
    stages["read and sort"] = time.process_time()
    inside = used.windows(settings, events.precision, None, len(windows) > 1)
    left = prune(events, inside.reach(events.audience), settings.min_objects)
    blocks = list(count(left, events.audience, inside, settings.min_objects))
    stages["search"] = time.process_time()
    names, ends = list(stages), [0.0, *stages.values()]
    spent = {name: round(ends[i + 1] - ends[i], 3) for i, name in enumerate(names)}
    told = {"tested": sum(block.reported for block in blocks), "listed": sum(block.a.size for block in blocks)}
    print(json.dumps(told | {"stages": spent}))


def contenders(folder: Path, windows: list[float], audiences: list[int]) -> list[Contender]:
    """Counting alone, and with chance."""
    file, ties = folder / "int.parquet", folder / "chance-ties.parquet"
    given = [part for window in windows for part in ("--window", str(window))]
    limits = [part for audience in audiences for part in ("--audience", str(audience))]
    rarity = ("--rarity",) if len(windows) > 1 else ()
    bench = (sys.executable, "-m", "inconcert.coordination.bench", file, *given, *limits, *rarity, "--out", ties)
    return [
        Contender("met", ((sys.executable, SCRIPT, "--met", file, *given, *limits),)),
        Contender("ties", (bench,), (ties,)),
    ]


def rows_of(costs: Costs) -> list[dict[str, Any]]:
    """A row for each contender, with what it spent after the start of Python, and the share of chance."""
    rows = summary(costs)
    for row in rows:
        told = [cost.told() for parts in costs[row["name"]] for cost in parts]
        stages = medians_of_stages([one["stages"] for one in told])
        row |= {"tested": told[-1]["tested"], "stages": stages}
        row["beyond_start"] = row["cpu"] - stages["start"]
    spent = {row["name"]: row["beyond_start"] for row in rows}
    for row in rows:
        if row["name"] == "ties" and "met" in spent:
            row["share"] = (spent["ties"] - spent["met"]) / spent["met"]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what chance costs on top of counting.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, action="append", help="Seconds; the defaults when not given.")
    parser.add_argument("--audience", type=int, action="append", help="Largest audience in each window.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--met", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    from inconcert.settings import DEFAULTS

    windows = given.window or list(DEFAULTS.windows)
    audiences = given.audience or ([UNLIMITED] * len(windows) if given.window else list(DEFAULTS.audiences))
    if given.met:
        met(given.met, windows, audiences)
        return
    folder = prepare(given.events, given.seed, ["floor"])
    rows = rows_of(costs := rounds_of(contenders(folder, windows, audiences), given.rounds))
    show(rows)
    size = "-".join([str(given.events), *(f"{window:g}" for window in given.window or [])])
    save("chance", size, rows, about=machine(), costs=costs, windows=windows, audiences=audiences, rounds=given.rounds)
    for row in rows:
        if "share" in row:
            print(f"Chance adds {row['share']:.2f} of what counting takes. Written to bench-data/chance-{size}.json.")


if __name__ == "__main__":
    main()
