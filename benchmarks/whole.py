"""One command: what a whole run costs, from files to findings, as `inconcert evaluate` makes hundreds of them.

    python benchmarks/whole.py --posts 30000 --rounds 3
    python benchmarks/whole.py --posts 30000 --rounds 3 --against ../before/src

`cold` is `inconcert investigate` on a world of `inconcert simulate --scenario mixed`: start, reading, signals, ties,
shuffles, findings, report. `warm` is the second of two such runs in one process, without start and whatever is made
ready once; it says itself what it took. With `--against`, the same of another checkout's `src`, in turn (`cold-before`,
`warm-before`), and whether both left the same findings and ties.

Writes `bench-data/whole-<posts>.json`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from measure import DATA, ROOT, Contender, machine, rounds_of, run, save, show, summary

if TYPE_CHECKING:
    from measure import Costs

SCRIPT = Path(__file__).resolve()
NOUNS = ("posts", "accounts", "deletions")
RESULTS = ("findings.json", "ties.parquet")


def warm(files: list[Path], place: Path) -> None:
    """Make the same run twice in this process, and print the CPU seconds of the second."""
    from inconcert import Investigation

    for _ in range(2):
        shutil.rmtree(place, ignore_errors=True)
        began = time.process_time()
        made = Investigation.create(place)
        made.add(*files)
        made.detect()
    print(json.dumps({"warm": round(time.process_time() - began, 3)}))


def contenders(files: list[Path], sources: dict[str, Path]) -> list[Contender]:
    """A cold and a warm run of each checkout."""
    made = []
    for name, source in sources.items():
        env = {"PYTHONPATH": str(source)}
        out, second = DATA / f"whole-cold{name}", DATA / f"whole-warm{name}"
        command = (sys.executable, "-m", "inconcert", "investigate", *files, "--out", out, "--quiet")
        made.append(Contender(f"cold{name}", (command,), (out,), env=env))
        twice = (sys.executable, SCRIPT, "--warm", second, *files)
        made.append(Contender(f"warm{name}", (twice,), (second,), env=env))
    return made


def rows_of(costs: Costs) -> list[dict[str, Any]]:
    """The table; the CPU of a warm run is what it said of itself."""
    rows = summary(costs)
    for row in rows:
        told = [parts[0].told().get("warm") for parts in costs[row["name"]]]
        if all(told):
            row |= {"cpu": statistics.median(told), "cpu_least": min(told), "cpu_most": max(told)}
    spent = {row["name"]: row["cpu"] for row in rows}
    for row in rows:
        before = spent.get(f"{row['name']}-before")
        row |= {"to_before": row["cpu"] / before} if before else {}
    return rows


def alike() -> bool:
    """Whether both checkouts left the same results, byte for byte."""
    one, other = (DATA / f"whole-cold{name}" for name in ("", "-before"))
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in RESULTS)


def main() -> None:
    """Parse, make the world, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=30_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--against", type=Path, help="`src` of another checkout")
    parser.add_argument("--warm", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("files", type=Path, nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.warm:
        warm(given.files, given.warm)
        return
    about, world = machine(), DATA / f"mixed-{given.posts}"
    sources = {"": ROOT / "src"} | ({"-before": given.against.resolve()} if given.against else {})
    make = ("simulate", "--scenario", "mixed", "--seed", "1", "--posts", str(given.posts), "--out", world, "--quiet")
    if not world.exists():
        run((sys.executable, "-m", "inconcert", *make), env={"PYTHONPATH": str(ROOT / "src")})
    costs = rounds_of(contenders([world / f"{noun}.parquet" for noun in NOUNS], sources), given.rounds)
    rows = rows_of(costs)
    show(rows)
    if given.against:
        print(f"the same findings and ties: {'yes' if alike() else 'NO'}")
    print(save("whole", given.posts, rows, about=about, costs=costs))


if __name__ == "__main__":
    main()
