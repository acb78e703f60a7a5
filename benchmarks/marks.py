"""What the engine is held to, and what the kept results say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from plots import rounds_quoted
from results import kept
from tables import number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SMALL, MIDDLE, LARGE = 1_000_000, 10_000_000, 100_000_000
PROTOTYPE_HOUR = 254 / 1.1
"""CPU of the prototype on 10 million events and an hour, all pairs, as a multiple of the floor beside it."""
ABSENT = "not measured yet"


def reached(folder: Path) -> list[dict[str, str]]:
    """A row for each mark: ``measure, mark, measured, met``."""
    return [
        at_most("1M events, 60 s: CPU against QUT's toolkit", 1 / 10, engine(folder, SMALL, 60, "to_qut"), "x"),
        toolkit(folder),
        at_most("10M events, 60 s: CPU against the floor", 4, engine(folder, MIDDLE, 60, "to_floor"), "x"),
        at_most(
            "10M events, 3600 s: CPU against the floor (a tenth of the prototype's)",
            PROTOTYPE_HOUR / 10,
            engine(folder, MIDDLE, 3600, "to_floor"),
            "x",
        ),
        at_most("100M events, 60 s, 4 GB: CPU against the floor", 12, growth(folder, LARGE, "to_floor"), "x"),
        at_most("100M events, 60 s, 4 GB: peak memory", 4, gigabytes(growth(folder, LARGE, "memory")), "GB"),
        at_most("CPU for each pair beyond the start, most over least, 1M to 100M", 1.2, spread(folder), "x"),
        at_most("CPU for each further pair, 10M to 100M against 1M to 10M", 1.2, further(folder), "x"),
        at_most("10M events, 60 s: peak memory", 0.7, gigabytes(engine(folder, MIDDLE, 60, "memory")), "GB"),
    ]


def at_most(measure: str, mark: float, found: float | None, unit: str) -> dict[str, str]:
    """A row for a figure that is to be at most ``mark``."""
    met = "" if found is None else "yes" if found <= mark else "**no**"
    told = ABSENT if found is None else f"{number(float(found))} {unit}"
    return {"measure": measure, "mark": f"at most {number(float(mark))} {unit}", "measured": told, "met": met}


def toolkit(folder: Path) -> dict[str, str]:
    """The row for QUT's toolkit at 10 million events: of the kept run, else of the round that is quoted."""
    measure, mark = "10M events, 60 s: CPU against QUT's toolkit", 1 / 25
    if (found := engine(folder, MIDDLE, 60, "to_qut")) is not None:
        return at_most(measure, mark, found, "x")
    one = next(one for one in rounds_quoted() if (one["name"], one["events"]) == ("qut", MIDDLE))
    row = at_most(measure, mark, one["inconcert"] / one["cpu"], "x")
    said = f"{number(one['inconcert'])} s against {number(one['cpu'])} s in one round of {one['at']}"
    return row | {"measured": f"{row['measured']} ({said})"}


def engine(folder: Path, events: int, window: int, figure: str) -> float | None:
    """A figure of inconcert beside its peers, without a memory setting."""
    results = kept("engine", folder)
    rows = [
        row
        for one in results
        if (one["events"], one["window"], one.get("memory", "")) == (events, window, "")
        for row in one["rows"]
    ]
    return of(rows, figure)


def growth(folder: Path, events: int, figure: str) -> float | None:
    """A figure of inconcert by size, window 60 s, within the memory setting."""
    rows = [row for one in kept("growth", folder) if one["window"] == 60 for row in one["rows"]]
    return of([row for row in rows if row["events"] == events], figure)


def of(rows: Sequence[dict[str, Any]], figure: str) -> float | None:
    return next((row[figure] for row in rows if row["name"] == "inconcert" and figure in row), None)


def spread(folder: Path) -> float | None:
    """The largest over the smallest CPU for each pair, without the start, of the three sizes."""
    found = [growth(folder, events, "ns_a_pair_beyond_start") for events in (SMALL, MIDDLE, LARGE)]
    known = [value for value in found if value]
    return max(known) / min(known) if len(known) == 3 else None


def further(folder: Path) -> float | None:
    """What each pair took that came with the last step of the size, over what it took in the step before."""
    steps = [step for one in kept("growth", folder) if one["window"] == 60 for step in one["steps"]]
    found = {step["from"]: step.get("ns_a_further_pair") for step in steps if step["name"] == "inconcert"}
    before, after = found.get(SMALL), found.get(MIDDLE)
    return after / before if before and after else None


def gigabytes(value: float | None) -> float | None:
    return None if value is None else value / 1e9
