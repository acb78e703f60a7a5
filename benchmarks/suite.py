"""One command: every measurement of the documentation, its tables and its charts.

    python benchmarks/suite.py --rounds 3
    python benchmarks/suite.py --rounds 1 --only engine-10000000-3600,growth-60

Each part is a command of its own and is printed before it runs. A part that fails is named at the end; the others are
kept. On two cores the whole takes some hours at three rounds, most of it QUT's toolkit, which
needs some forty CPU minutes at 10 million events.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import page
import plots
import results

HERE = Path(__file__).parent


def parts(rounds: int) -> dict[str, tuple[str, ...]]:
    """Commands by the name of the result that they write."""
    few = ("--rounds", str(rounds))
    seldom = ("--rounds-of", "qut=1")
    light = ("--only", "floor,inconcert,inconcert-posts")
    return {
        "engine-100000-60": ("engine.py", "--events", "100000", *few),
        "engine-1000000-60": ("engine.py", "--events", "1000000", *few),
        "engine-10000000-60": ("engine.py", "--events", "10000000", *few, *seldom),
        "engine-10000000-3600": ("engine.py", "--events", "10000000", "--window", "3600", *light, *few),
        "growth-60": ("growth.py", "--sizes", "1000000,10000000,100000000", "--memory", "4GB", *few),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Make every result of the documentation.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="Names of results, joined with commas.")
    given = parser.parse_args()
    made, failed = parts(given.rounds), []
    wanted = given.only.split(",") if given.only else list(made)
    if unknown := set(wanted) - set(made):
        sys.exit(f"No such result: {', '.join(sorted(unknown))}. There are {', '.join(made)}.")
    for name in wanted:
        script, *options = made[name]
        print(f"{name}: python benchmarks/{script} {' '.join(options)}", flush=True)
        done = subprocess.run((sys.executable, HERE / script, *options), check=False)
        (failed.append(name) if done.returncode else results.take([name]))
    plots.main()
    page.main()
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
