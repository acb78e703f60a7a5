"""One command: a new day of a hundredth on a month of posts, beside a fresh run over the same posts.

    python benchmarks/arriving.py --events 1000000 --rounds 3

``fresh`` looks at thirty days that no run has looked at before; ``arriving`` has looked at them the day before, and
one file has come since. Both are `inconcert detect --last 30d` with one signal, from posts to the report; the copy of
the folder that each round begins with is left out. ``fresh-files`` and ``arriving-files`` are the same from the files
on: `inconcert add` of all thirty-one days, or of the new one alone, and then the run. Says whether both wrote the same
tables, and writes ``bench-data/arriving-<events>.json``.

Nearly all of both are shuffles, nineteen of them as a run has by itself; ``--shuffles 2`` has fewer, so that more
events fit into an hour, and what is left of a run weighs more. ``--cold`` leaves out the round that warms up.

With ``--coactions 60`` both end with the ties of one window of 60 s, tested against chance: no shuffles, networks or
findings. Writes ``bench-data/arriving-<events>-coactions.json``.
"""

from __future__ import annotations

import argparse
import json
import shutil
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from measure import Costs, machine, run, save, show, summary
from posts import INCONCERT, added, coactions, detect, fewer, files

if TYPE_CHECKING:
    from pathlib import Path

HORIZON = "30d"


def command(folder: Path, shuffles: int | None, window: int | None = None) -> tuple[str | Path, ...]:
    """A run over the horizon, or its steps up to the ties of one window."""
    if window is not None:
        return coactions(folder, HORIZON, window)
    return detect(folder, "--last", HORIZON) if shuffles is None else fewer(folder, shuffles, HORIZON)


def tables(folder: Path) -> Any:
    """Hashes of all tables of the last run."""
    latest = (folder / "runs" / "latest").read_text("utf-8").strip()
    return json.loads((folder / "runs" / latest / "manifest.json").read_text("utf-8"))["tables"]


def newest(folder: Path) -> dict[str, str]:
    """Hashes of all tables of the run that was written last, whole or not."""
    run = max((folder / "runs").iterdir(), key=lambda place: place.stat().st_mtime)
    return {str(table.relative_to(run)): sha256(table.read_bytes()).hexdigest() for table in run.rglob("*.parquet")}


def emptied(folder: Path) -> Path:
    """The place of a folder, with nothing there."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a new day costs.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shuffles", type=int, help="Fewer than a run has by itself.")
    parser.add_argument("--coactions", type=int, metavar="SECONDS", help="Only up to the ties of one such window.")
    parser.add_argument("--cold", action="store_true", help="No round to warm up.")
    given = parser.parse_args()
    month, new = files(given.events, given.seed)
    place, about = month[0].parent, machine()
    ready = {name: place / f"{name}-ready" for name in ("fresh", "arriving")}
    coming = {"fresh": [*month, new], "arriving": [new]}
    run((*INCONCERT, "new", emptied(ready["fresh"])))
    added(ready["arriving"], month)
    run(command(ready["arriving"], given.shuffles, given.coactions))
    hashes = tables if given.coactions is None else newest
    costs: Costs = {name + kind: [] for kind in ("", "-files") for name in ready}
    wrote: dict[str, Any] = {}
    for number in range(1 if given.cold else 0, given.rounds + 1):  # round 0 fills caches and is not counted
        for name, folder in ready.items():
            shutil.copytree(folder, work := emptied(place / f"{name}-work"), symlinks=True)
            parts = [run((*INCONCERT, "add", work, *coming[name])), run(command(work, given.shuffles, given.coactions))]
            adding, cost = (f"{part.cpu:.2f} s CPU, {part.wall:.2f} s wall" for part in parts)
            print(f"round {number}, {name}: adding {adding}; run {cost}", flush=True)
            wrote[name] = hashes(work)
            if number:
                costs[name].append(parts[1:])
                costs[f"{name}-files"].append(parts)
    same = "yes" if wrote["fresh"] == wrote["arriving"] else "no"
    rows = [row | {"same_tables": same} for row in summary(costs, against=("fresh", "fresh-files"))]
    show(rows)
    form = {"events": given.events, "horizon": "30 days"}
    form |= {} if given.shuffles is None else {"shuffles": given.shuffles}
    form |= {} if given.coactions is None else {"up_to_the_ties_of": f"{given.coactions} s"}
    size = given.events if given.coactions is None else f"{given.events}-coactions"
    print(save("arriving", size, rows, about=about, costs=costs, **form))


if __name__ == "__main__":
    main()
