"""One command: how much memory each step of a run takes, beside its setting.

    python benchmarks/peak.py --events 3000000 --memory 2GB --shuffles 2
    python benchmarks/peak.py --events 3000000 --memory 2GB --shuffles 2 --against ../before/src

A run with one signal from posts to the report on a fresh folder. What is resident in it and in all that it starts is
looked at fifty times a second, and counts for the step that it told of last. With ``--against`` the same of another
checkout, and whether both wrote the same tables and findings. Writes ``bench-data/peak-<events>.json``.
"""

from __future__ import annotations

import argparse
import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from arriving import tables
from measure import machine, run, save, show
from posts import added, files, told

TAIL = 200
"""Bytes of the end of the log in which the last step stands."""


def last(log: Path) -> str:
    """The step that was told of last."""
    if not log.exists():
        return "start"
    with log.open("rb") as file:
        file.seek(max(log.stat().st_size - TAIL, 0))
        lines = file.read().decode("utf-8", "replace").split("\n")
    return lines[-2] if len(lines) > 1 else "start"


def measured(ready: Path, memory: str, shuffles: int, source: str | None) -> tuple[dict[str, int], Any, Any]:
    """Peak of each step, the cost of the whole, and hashes of what was written."""
    work, log = ready.with_name("peak-work"), ready.with_name("peak-steps")
    shutil.rmtree(work, ignore_errors=True)
    log.unlink(missing_ok=True)
    shutil.copytree(ready, work, symlinks=True)
    peaks: dict[str, int] = {}

    def look(now: int) -> None:
        step = last(log)
        peaks[step] = max(peaks.get(step, 0), now)

    env = {"PYTHONPATH": str(Path(source).resolve())} if source else None
    cost = run(told(work, shuffles, memory, log), env=env, each=look)
    latest = work / "runs" / (work / "runs" / "latest").read_text("utf-8").strip()
    found = sha256((latest / "findings.json").read_bytes()).hexdigest()
    return peaks, cost, {"findings": found, "tables": tables(work)}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the peak memory of each step of a run.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--shuffles", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--against", metavar="SRC", help="The src folder of another checkout.")
    given = parser.parse_args()
    month, _ = files(given.events, given.seed)
    ready, about, rows, wrote = month[0].parent / "peak-ready", machine(), [], []
    added(ready, month)
    for name, source in (("now", None), *((("before", given.against),) if given.against else ())):
        peaks, cost, said = measured(ready, given.memory, given.shuffles, source)
        wrote.append(said)
        rows.append({"name": name, "cpu": cost.cpu, "wall": cost.wall, "memory": cost.memory})
        rows += [{"name": f"{name}: {step}", "memory": peak} for step, peak in peaks.items()]
    same = "yes" if wrote[0] == wrote[-1] else "no"
    show(rows)
    print(f"the same tables and findings: {same}" if given.against else "")
    form = {"events": given.events, "memory_setting": given.memory, "shuffles": given.shuffles, "same": same}
    print(save("peak", given.events, rows, about=about, costs={}, **form))


if __name__ == "__main__":
    main()
