"""One command: draw the charts of the documentation from the kept results.

    python benchmarks/plots.py          # docs/_static/bench-*.svg

A chart without any figures is not drawn.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from chart import Series, bars, lines
from measure import ROOT
from results import KEPT, Result, kept

TARGET = ROOT / "docs" / "_static"
QUOTED = Path(__file__).with_name("quoted.toml")
WINDOW = 60
RUN = {"floor": ("scan and sort", 0), "inconcert": ("inconcert", 1), "qut": ("QUT's toolkit", 2)}
"""Name and colour of who is run."""
OF_QUOTED = (3, 4)
"""Colours of who is quoted."""
FIGURES = {
    "ns_a_pair": ("whole run", 1),
    "ns_a_pair_beyond_start": ("without the start", 2),
    "ns_a_pair_in_search": ("search alone", 4),
}


def measured(name: str, figure: str, folder: Path) -> tuple[tuple[float, float], ...]:
    """Events and ``figure`` of a contender at every size, window 60 s; those of ``growth.py`` where it has them."""
    found: dict[int, float] = {}
    for result in (*kept("engine", folder), *kept("growth", folder)):
        if result.get("window") == WINDOW:
            for row in result["rows"]:
                if row["name"] == name and row.get(figure):
                    found[row.get("events") or result["events"]] = row[figure]
    return tuple(sorted(found.items()))


def against_events(figure: str, factor: float, folder: Path) -> list[Series]:
    """Everybody's ``figure`` by the number of events: who is run, then who is quoted."""
    series = [
        Series(name, tuple((x, y * factor) for x, y in measured(key, figure, folder)), colour)
        for key, (name, colour) in RUN.items()
    ]
    for colour, peer in zip(OF_QUOTED, quoted(), strict=True):
        points = tuple((point["events"], point[figure]) for point in peer["points"] if figure in point)
        series.append(Series(peer["name"], points, colour, quoted=True))
    return series


def quoted() -> list[dict[str, Any]]:
    """Peers whose figures are quoted."""
    found: list[dict[str, Any]] = tomllib.loads(QUOTED.read_text("utf-8"))["figure"]
    return found


def rounds_quoted() -> list[dict[str, Any]]:
    """Rounds of peers that are quoted from an earlier run of ours, each with our own CPU beside it."""
    found: list[dict[str, Any]] = tomllib.loads(QUOTED.read_text("utf-8"))["round"]
    return found


def stages(folder: Path) -> list[tuple[str, list[tuple[str, float]]]]:
    """The stages of our runs, by size; ``end``: what the kernel counts and no stage does."""
    growth: list[Result] = [one for one in kept("growth", folder) if one.get("window") == WINDOW]
    rows = [row for one in growth for row in one["rows"] if row.get("stages")]
    return [
        (f"{row['events']:,}", [*row["stages"].items(), ("end", max(0, row["cpu"] - sum(row["stages"].values())))])
        for row in rows
    ]


def charts(folder: Path = KEPT) -> dict[str, str]:
    """File names and contents of all charts for which there are figures."""
    a_pair = [Series(name, measured("inconcert", key, folder), colour) for key, (name, colour) in FIGURES.items()]
    made = {}
    if measured("inconcert", "cpu", folder):
        cpu, memory = against_events("cpu", 1, folder), against_events("memory", 1e-9, folder)
        made["bench-cpu.svg"] = lines("CPU by number of events, window of 60 s", "events", "CPU seconds", cpu)
        made["bench-memory.svg"] = lines("Memory by number of events, window of 60 s", "events", "peak, GB", memory)
    if any(series.points for series in a_pair):
        made["bench-pairs.svg"] = lines(
            "CPU for each pair of posts that met within 60 s", "events", "nanoseconds", a_pair
        )
    if rows := stages(folder):
        made["bench-stages.svg"] = bars("Where the CPU goes", rows, "s")
    return made


def main() -> None:
    for name, content in charts().items():
        (TARGET / name).write_text(content, "utf-8")
        print(f"docs/_static/{name}")


if __name__ == "__main__":
    main()
