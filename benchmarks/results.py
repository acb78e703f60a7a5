"""The results that the documentation shows: taken from ``bench-data/``, kept in ``benchmarks/results/``.

    python benchmarks/results.py engine-1000000-60 growth-60      # these; all that are there without a name

The single runs stay behind, but for the CPU seconds of each round.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from measure import DATA, ROOT

if TYPE_CHECKING:
    from pathlib import Path

KEPT = ROOT / "benchmarks" / "results"
SCRIPTS = ("engine", "growth", "spark", "spark_cost", "arriving", "killed", "near_text", "networks", "workbench")
"""Whose results are shown."""

Result = dict[str, Any]


def kept(script: str, folder: Path = KEPT) -> list[Result]:
    """Results of a script, each with its ``file`` (without ending); by events, window and memory where it has them."""
    found = [
        json.loads(path.read_text("utf-8")) | {"file": path.stem} for path in sorted(folder.glob(f"{script}-*.json"))
    ]
    return sorted(found, key=lambda one: (one.get("events") or 0, one.get("window") or 0, str(one.get("memory") or "")))


def take(names: list[str], source: Path = DATA, target: Path = KEPT) -> list[str]:
    """Keep the results ``names``, or all of the known scripts; the names of those that were taken."""
    target.mkdir(exist_ok=True)
    known = [path for script in SCRIPTS for path in sorted(source.glob(f"{script}-*.json"))]
    taken = [path for path in known if not names or path.stem in names]
    for path in taken:
        result = json.loads(path.read_text("utf-8"))
        runs = result.pop("runs", {})
        result["cpu_of_rounds"] = {
            name: [round(sum(part["cpu"] for part in parts), 3) for parts in each] for name, each in runs.items()
        }
        (target / path.name).write_text(json.dumps(rounded(result), indent=1) + "\n", "utf-8")
    return [path.stem for path in taken]


def rounded(value: Any) -> Any:
    """The same with five significant digits in every fraction."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description="Keep results for the documentation.")
    parser.add_argument("names", nargs="*", help="Names of files in bench-data, without .json; all when none is given.")
    print("\n".join(take(parser.parse_args().names)) or "Nothing to take.")


if __name__ == "__main__":
    main()
