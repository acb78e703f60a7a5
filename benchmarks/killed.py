"""One command: a run that is killed (kill -9) at a random moment and started again, many times over.

    python benchmarks/killed.py --events 1000000 --kills 20
    python benchmarks/killed.py --events 10000000 --kills 20 --chain

Each time a copy of the same investigation is taken, `inconcert detect` is killed with everything it started after a
random part of the wall time of an undisturbed run, and started again. ``repeated`` is the CPU of both together beyond
that of the undisturbed run, as a share of the latter: the work done twice, and starting twice. Says whether all tables
came out with the hashes of the undisturbed run; writes ``bench-data/killed-<events>.json``.

With ``--chain`` there is one run: it is killed after the random moments of an undisturbed run, one after another, each
time started again on what is there, and at last left alone. It costs little more than a run, so it can be done at any
size. ``repeated_in_all`` is the CPU of all its pieces beyond an undisturbed run; ``repeated_on_average`` is that for
each kill. No piece lasts long, so no single kill can cost much: how much one can cost is what separate runs say.
Writes ``bench-data/killed-<events>-chain.json``.

Nearly all of a run are its shuffles, each of which is kept when it is done; ``--shuffles 2`` has fewer, so that more
events fit into an hour. ``--cold`` leaves out the undisturbed run that warms up.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from arriving import tables
from measure import Cost, Failed, machine, run, save, show
from posts import added, detect, fewer, files

if TYPE_CHECKING:
    from pathlib import Path


def command(work: Path, shuffles: int | None) -> tuple[str | Path, ...]:
    """What is killed: `inconcert detect`, or the same with another number of shuffles."""
    return detect(work) if shuffles is None else fewer(work, shuffles)


def copied(ready: Path, work: Path) -> Path:
    """A fresh copy of the investigation."""
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ready, work, symlinks=True)
    return work


def killed(asked: tuple[str | Path, ...], moment: float) -> tuple[Cost, bool]:
    """What was spent until the run was killed, and whether it was done before."""
    try:
        return run(asked, limit=moment), True
    except Failed as error:
        return error.cost, False


def apart(
    ready: Path, work: Path, asked: tuple[str | Path, ...], kills: int, calm: Cost, rng: random.Random
) -> dict[str, Any]:
    """Runs of their own, each killed once and started again."""
    wanted, shares, same = tables(work), list[float](), 0
    while len(shares) < kills:
        moment = rng.uniform(0, calm.wall)
        copied(ready, work)
        before, done = killed(asked, moment)
        if done:
            continue
        after = run(asked)
        shares.append((before.cpu + after.cpu) / calm.cpu - 1)
        same += tables(work) == wanted
        print(f"killed after {moment:.1f} of {calm.wall:.1f} s: {before.cpu:.1f} + {after.cpu:.1f} s CPU, "
              f"{shares[-1]:+.1%}, same tables: {same} of {len(shares)}", flush=True)  # fmt: skip
    return {
        "kills": kills, "with_the_same_tables": same, "repeated_in_the_middle": statistics.median(shares),
        "repeated_on_average": statistics.mean(shares), "repeated_at_worst": max(shares),
    }  # fmt: skip


def chained(
    ready: Path, work: Path, asked: tuple[str | Path, ...], kills: int, calm: Cost, rng: random.Random
) -> dict[str, Any]:
    """One run, killed again and again."""
    wanted, spent, done = tables(work), 0.0, 0
    copied(ready, work)
    moments = sorted(rng.uniform(0, calm.wall) for _ in range(kills))
    for life in (now - before for before, now in pairwise([0.0, *moments])):
        cost, whole = killed(asked, life)
        spent += cost.cpu
        done += not whole
        print(f"killed after another {life:.1f} s: {spent:.1f} s CPU so far", flush=True)
    spent += run(asked).cpu
    repeated = spent / calm.cpu - 1
    return {
        "kills": done, "same_tables": "yes" if tables(work) == wanted else "no", "repeated_in_all": repeated,
        "repeated_on_average": repeated / max(done, 1),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a killed run costs when it is started again.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--chain", action="store_true", help="Kill one run again and again, not a run for each kill.")
    parser.add_argument("--rounds", type=int, default=3, help="Undisturbed runs, beside one that warms up.")
    parser.add_argument("--shuffles", type=int, help="Fewer than a run has by itself.")
    parser.add_argument("--cold", action="store_true", help="No undisturbed run to warm up.")
    given = parser.parse_args()
    month, _ = files(given.events, given.seed)
    ready, work, about = month[0].parent / "killed-ready", month[0].parent / "killed-work", machine()
    added(ready, month)
    asked, warm = command(work, given.shuffles), 0 if given.cold else 1
    costs = []
    for _ in range(given.rounds + warm):
        copied(ready, work)
        costs.append(run(asked))
    costs = costs[warm:]
    calm = sorted(costs, key=lambda cost: cost.cpu)[len(costs) // 2]
    how = chained if given.chain else apart
    told = how(ready, work, asked, given.kills, calm, random.Random(given.seed))
    row = {"name": "undisturbed", "cpu": calm.cpu, "wall": calm.wall, "memory": calm.memory, **told}
    show([row])
    size = f"{given.events}-chain" if given.chain else given.events
    form: dict[str, Any] = {"form": "one run"} if given.chain else {}
    form |= {"shuffles": given.shuffles} if given.shuffles is not None else {}
    print(save("killed", size, [row], about=about, costs={}, events=given.events, **form))


if __name__ == "__main__":
    main()
