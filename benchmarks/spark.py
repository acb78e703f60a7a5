"""One command: the search of one signal on Spark inside this machine, beside the embedded path, on the same actions.

    python benchmarks/spark.py --events 10000000 --rounds 1

makes the events if they are not there (``benchmarks/events.py``), writes them as a run would (nouns ``actions`` and
``features``), and runs both in turn in fresh processes, after a round that warms up unless ``--cold``: everything from
the file of actions to the file of ties with the posts behind each. Says whether the two files hold the same table, and
writes ``bench-data/spark-<events>-<window>.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from contenders import prepare
from measure import LIBRARIES, Contender, machine, rounds_of, save, show, summary

SCRIPT = Path(__file__).resolve()
WAYS = {"embedded": "duckdb", "spark": "spark"}
SIGNAL = "same_link"
ACTIONS = f"""
    SELECT '{SIGNAL}' AS signal, account AS asset, object, ("at")::BIGINT * 1000000 AS "at", 1.0::DOUBLE AS precision,
           row_number() OVER () - 1 AS post, NULL::VARCHAR AS lang, '' AS outlet
    FROM read_parquet($events)"""


def tables(folder: Path) -> None:
    """The events as the nouns ``actions`` and ``features``, once."""
    import duckdb

    if (folder / "features.parquet").exists():
        return
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = true")
        for name, select in (
            ("actions", ACTIONS),
            ("features", f"SELECT post, 'n:' || post AS post_ref FROM ({ACTIONS})"),
        ):
            target = str(folder / f"{name}.parquet")
            connection.execute(f"COPY ({select}) TO '{target}'", {"events": str(folder / "text.parquet")})


def one(name: str, folder: Path, window: float, memory: str) -> None:
    """One contender in this process; prints what the search says of itself."""
    from pkgutil import resolve_name

    from inconcert.plugins import registered
    from inconcert.settings import DEFAULTS

    settings = replace(
        DEFAULTS, windows=(window,), audiences=(2**31 - 1,), memory=memory, engine=WAYS[name], signals=(SIGNAL,)
    )
    search = resolve_name(registered("engines")[settings.engine].ties)
    account: dict[str, Any] = search(
        SIGNAL, folder / "actions.parquet", folder / "features.parquet", settings, folder / f"ties-{name}.parquet",
        spill=folder / "temporary",
    )  # fmt: skip
    print(json.dumps(account))


def same(folder: Path) -> str:
    """Whether both wrote the same table."""
    import pyarrow.parquet as pq

    paths = [folder / f"ties-{name}.parquet" for name in WAYS]
    if not all(path.exists() for path in paths):
        return "not compared"
    first, second = (pq.read_table(path) for path in paths)
    return "yes" if first.equals(second) else "no"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search for ties on Spark beside the embedded path.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=float, default=60.0, help="Seconds.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", default="4GB", help="Memory setting.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default=",".join(WAYS), help="Names, joined with commas.")
    parser.add_argument("--cold", action="store_true", help="No round to warm up.")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(given.one, given.folder, given.window, given.memory)
    folder = prepare(given.events, given.seed, ["inconcert-text"])
    tables(folder)
    (folder / "temporary").mkdir(exist_ok=True)
    options = ("--window", str(given.window), "--memory", given.memory, "--folder", folder)
    rounds = given.rounds if given.cold else None  # a contender with rounds of its own has none to warm up
    runners = [
        Contender(name, ((sys.executable, SCRIPT, "--one", name, *options),), rounds=rounds)
        for name in given.only.split(",")
    ]
    about = machine((*LIBRARIES, "pyspark"))
    costs = rounds_of(runners, given.rounds)
    rows = summary(costs, against=("embedded",))
    told = same(folder)
    for row in rows:
        said = costs[row["name"]][-1][-1].told()
        row |= {"ties": said["ties"], "tested": said["tested"], "same_table": told}
    show(rows)
    size = f"{given.events}-{given.window:g}"
    print(save("spark", size, rows, about=about, costs=costs, events=given.events, window=given.window,
               memory=given.memory))  # fmt: skip
    return None


if __name__ == "__main__":
    main()
