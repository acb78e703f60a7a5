"""One command: a run that is killed (kill -9) at a random moment and started again, many times over.

    python benchmarks/killed.py --events 1000000 --kills 20

Each time a copy of the same investigation is taken, `inconcert detect` is killed with everything it started after a
random part of the wall time of an undisturbed run, and started again. ``repeated`` is the CPU of both together beyond
that of the undisturbed run, as a share of the latter: the work done twice, and starting twice. Says whether all tables
came out with the hashes of the undisturbed run; writes ``bench-data/killed-<events>.json``.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
from typing import TYPE_CHECKING, Any

from arriving import tables
from measure import Cost, Failed, machine, run, save, show
from posts import added, detect, files

if TYPE_CHECKING:
    from pathlib import Path


def copied(ready: Path, work: Path) -> Path:
    """A fresh copy of the investigation."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ready, work, symlinks=True)
    return work


def killed(work: Path, moment: float) -> Cost | None:
    """What was spent until the run was killed; None when it was done before."""
    try:
        run(detect(work), limit=moment)
    except Failed as error:
        return error.cost
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a killed run costs when it is started again.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    month, _ = files(given.events, given.seed)
    ready, work, about = month[0].parent / "killed-ready", month[0].parent / "killed-work", machine()
    added(ready, month)
    run(detect(copied(ready, work)))
    whole = [run(detect(copied(ready, work))) for _ in range(3)]
    calm, wall = statistics.median(cost.cpu for cost in whole), statistics.median(cost.wall for cost in whole)
    wanted, rng = tables(work), random.Random(given.seed)
    shares: list[float] = []
    same = 0
    while len(shares) < given.kills:
        moment = rng.uniform(0, wall)
        before = killed(copied(ready, work), moment)
        if before is None:
            continue
        after = run(detect(work))
        shares.append((before.cpu + after.cpu) / calm - 1)
        same += tables(work) == wanted
        print(f"killed after {moment:.1f} of {wall:.1f} s: {before.cpu:.1f} + {after.cpu:.1f} s CPU, "
              f"{shares[-1]:+.1%}, same tables: {same} of {len(shares)}", flush=True)  # fmt: skip
    row: dict[str, Any] = {
        "name": "undisturbed", "cpu": calm, "wall": wall, "kills": given.kills, "with_the_same_tables": same,
        "repeated_in_the_middle": statistics.median(shares), "repeated_on_average": statistics.mean(shares),
        "repeated_at_worst": max(shares),
    }  # fmt: skip
    show([row])
    print(save("killed", given.events, [row], about=about, costs={}, events=given.events))


if __name__ == "__main__":
    main()
