"""One command: inconcert's engine, QUT's coordination-network-toolkit and the floor, on the same events.

    python benchmarks/engine.py --events 1000000 --window 60 --rounds 3
    python benchmarks/engine.py --events 10000000 --rounds 3 --rounds-of qut=1
    python benchmarks/engine.py --events 100000000 --memory 4GB --only floor,inconcert

makes the events if they are not there (``benchmarks/events.py``), installs QUT's toolkit from PyPI into an
environment of its own under ``bench-data/``, and runs the contenders in turn (A B C A B C …), each in fresh
processes. Prints medians of CPU (user and system, of the whole process tree), wall time, peak memory and temporary
disk, and their ratios; writes everything with the machine and the versions to
``bench-data/engine-<events>-<window>[-<memory>].json`` after every round.
"""

from __future__ import annotations

import argparse
from typing import Any

from contenders import NAMES, OURS, QUT, contender, facts, per_pair, prepare
from measure import Costs, machine, rounds_of, save, show, summary


def rows_of(costs: Costs) -> list[dict[str, Any]]:
    """A row for each contender that ran; ours with what they say about themselves."""
    rows = summary({name: runs for name, runs in costs.items() if runs}, against=("floor", "qut"))
    for row in rows:
        if row["name"] in OURS:
            row |= facts(costs[row["name"]])
            row |= per_pair(row)
    return rows


def fewer(given: list[str]) -> dict[str, int]:
    """Rounds by contender, of options such as ``qut=1``."""
    return {name: int(rounds) for name, _, rounds in (option.partition("=") for option in given)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure inconcert's engine against QUT's toolkit and the floor.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=int, default=60, help="Seconds.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rounds-of", action="append", default=[], metavar="NAME=N", help="Fewer for one contender.")
    parser.add_argument("--memory", default="", help="Memory setting of the floor and of inconcert, such as 4GB.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=",".join(NAMES), help="Names, joined with commas.")
    given = parser.parse_args()
    names, special = given.only.split(","), fewer(given.rounds_of)
    folder = prepare(given.events, given.seed, names)
    runners = [contender(name, folder, given.window, given.memory, special.get(name)) for name in names]
    about = machine(qut=QUT.partition("==")[2])
    size = "-".join(filter(None, (str(given.events), str(given.window), given.memory)))
    conditions = {"events": given.events, "window": given.window, "memory": given.memory, "rounds": given.rounds}

    def keep(costs: Costs) -> None:
        save("engine", size, rows_of(costs), about=about, costs=costs, **conditions)

    rows = rows_of(rounds_of(runners, given.rounds, each=keep))
    show(rows)
    print(f"Written to bench-data/engine-{size}.json.")


if __name__ == "__main__":
    main()
