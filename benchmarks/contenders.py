"""Who is measured: the floor, inconcert in several forms, and QUT's toolkit; and what inconcert says about its runs."""

from __future__ import annotations

import contextlib
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from measure import DATA, ROOT, Contender, Cost

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

QUT = "coordination-network-toolkit==1.5.2"
TOOLKIT = DATA / "qut" / "bin"
FORMS = {"qut": "qut", "inconcert-text": "text"}
"""Forms of the events that contenders read; all others read ``int``."""
OURS = {"inconcert": (), "inconcert-text": (), "inconcert-posts": ("--posts",)}
"""What our own contenders add to the command."""
NAMES = ("floor", *OURS, "qut")
COUNTS = ("tested", "written", "spilled", "threads", "plan")
"""What inconcert says about a run and is kept as it is."""

FLOOR = """
import duckdb, sys
file, memory, folder = sys.argv[1:]
con = duckdb.connect()
con.execute("SET threads = 2")
con.execute(f"SET temp_directory = '{folder}'")
if memory:
    con.execute(f"SET memory_limit = '{memory}'")
con.execute(f"CREATE TABLE sorted AS FROM read_parquet('{file}') ORDER BY object, \\"at\\"")
print(con.execute("SELECT count(*) FROM sorted").fetchall()[0][0])
"""


def folder_of(events: int, seed: int = 0) -> Path:
    """Where the events of that number and seed are, or will be."""
    return DATA / f"{events}-{seed}"


def prepare(events: int, seed: int, names: Sequence[str]) -> Path:
    """Make what contenders ``names`` read and is not there: the events, and QUT's environment. The events' folder."""
    folder = folder_of(events, seed)
    files = {"int": "int.parquet", "text": "text.parquet", "qut": "qut.csv"}
    wanted = dict.fromkeys(FORMS.get(name, "int") for name in names)
    if missing := [form for form in wanted if not (folder / files[form]).exists()]:
        maker = (sys.executable, ROOT / "benchmarks" / "events.py", "--events", str(events), "--seed", str(seed))
        subprocess.run((*maker, "--forms", ",".join((*missing, "planted")), "--out", folder), check=True)
    if "qut" in names and not (TOOLKIT / "compute_networks").exists():
        subprocess.run((sys.executable, "-m", "venv", DATA / "qut"), check=True)
        subprocess.run((TOOLKIT / "pip", "install", "--quiet", QUT), check=True)
    return folder


def contender(name: str, folder: Path, window: int, memory: str = "", rounds: int | None = None) -> Contender:
    """The contender called ``name`` on the events in ``folder``; memory and temporary disk are watched.

    ``memory`` is the setting that the floor and inconcert are given, such as ``4GB``; QUT's toolkit has none.

    Raises:
        SystemExit: There is no such contender.
    """
    temporary = folder / "temporary"
    env = {"TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)}
    if name == "floor":
        command: tuple[str | Path, ...] = (sys.executable, "-c", FLOOR, folder / "int.parquet", memory, temporary)
        return Contender(name, (command,), (temporary,), temporary, rounds, env=env)
    if name in OURS:
        command = ours(name, folder, window, memory)
        return Contender(name, (command,), (temporary, folder / "ties.parquet"), temporary, rounds, env=env)
    if name == "qut":
        return Contender(name, toolkit(folder, temporary, window), (temporary,), temporary, rounds, env=env)
    sys.exit(f"There is no contender {name!r}; there are {', '.join(NAMES)}.")


def ours(name: str, folder: Path, window: int, memory: str) -> tuple[str | Path, ...]:
    """Our command on the form of the events that contender ``name`` reads."""
    file = folder / f"{FORMS.get(name, 'int')}.parquet"
    given = ("--memory", memory) if memory else ()
    bench = (sys.executable, "-m", "inconcert.coordination.bench", file, "--window", str(window))
    return (*bench, *given, *OURS[name], "--out", folder / "ties.parquet")


def toolkit(folder: Path, temporary: Path, window: int) -> tuple[tuple[str | Path, ...], ...]:
    """Loading into its database and computing the network; the database is its disk."""
    database = temporary / "qut.sqlite"
    asked = ("--time_window", str(window), "--min_edge_weight", "2", "--n_cpus", "2")
    return (
        (TOOLKIT / "compute_networks", database, "preprocess", folder / "qut.csv"),
        (TOOLKIT / "compute_networks", database, "compute", "co_retweet", *asked),
    )


def facts(runs: Sequence[Sequence[Cost]]) -> dict[str, Any]:
    """What inconcert said about its runs: counts of the last, and medians of the CPU seconds of each stage.

    ``pairs`` are the meetings that were looked at. Whatever a run does not tell is absent.
    """
    told = [cost.told() for parts in runs for cost in parts]
    if not told or not told[-1]:
        return {}
    last = told[-1]
    found = {name: last[name] for name in COUNTS if name in last}
    if (pairs := last.get("pairs", last.get("meetings"))) is not None:
        found["pairs"] = pairs
    if stages := medians_of_stages([one.get("stages") or {} for one in told]):
        found["stages"] = stages
    return found


def medians_of_stages(runs: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Median seconds of each stage, in the stages' order; a run that told nothing of a stage does not count for it."""
    names = dict.fromkeys(name for stages in runs for name, value in stages.items() if isinstance(value, int | float))
    return {name: statistics.median([stages[name] for stages in runs if name in stages]) for name in names}


def per_pair(row: Mapping[str, Any]) -> dict[str, float]:
    """Nanoseconds of CPU for each meeting: of the whole run, of what follows its start, and of the search alone."""
    stages, pairs = row.get("stages") or {}, row.get("pairs")
    if not pairs:
        return {}
    spent = {"ns_a_pair": row["cpu"]}
    with contextlib.suppress(KeyError):
        spent["ns_a_pair_beyond_start"] = row["cpu"] - stages["start"]
        spent["ns_a_pair_in_search"] = stages["search"]
    return {name: seconds / pairs * 1e9 for name, seconds in spent.items()}
