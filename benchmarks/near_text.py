"""One command: exact and near-duplicate texts of many short posts, what they cost and what is found of all like pairs.

    python benchmarks/near_text.py --texts 10000000 --memory 2GB --rounds 1
    python benchmarks/near_text.py --texts 100000 --rounds 3 --only distinct,forms,clusters,rensa,datasketch

Every contender is a fresh process. ``forms`` makes the texts comparable and names their exact, template and near forms,
a million in each process, as a run does by source and day;
``clusters`` takes the near forms by name and clusters them, as a run does; ``inconcert`` adds both up. ``distinct`` is
DuckDB counting the distinct texts, without which nothing can be said about equal ones. The peers get the near forms,
each once, and find pairs that may be alike; they compare nothing exactly, and belong beside ``clusters``.

Writes ``bench-data/near_text-<texts>.json``, and ``bench-data/near_text-pairs.json`` with what was found of the pairs
of an exact join: on made-up texts, and on real posts where ``INCONCERT_DATA`` names their folder.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import found
import texts
from measure import DATA, LIBRARIES, Contender, Failed, machine, rounds_of, run, save, show, summary, total

if TYPE_CHECKING:
    from collections.abc import Sequence

SCRIPT = Path(__file__).resolve()
PEERS = {"rensa": "rensa==0.5.0", "datasketch": "datasketch==2.0.0"}
PARTS = ("forms", "clusters")
ENVIRONMENT = DATA / "text-peers"
NAMES = ("distinct", *PARTS, *PEERS)
LIMIT = 550
"""Seconds of wall time that a peer, or an exact join, may take."""
BATCH, PART = 10_000, 1_000_000
DISTINCT = """
import duckdb, sys
file, memory, folder = sys.argv[1:]
con = duckdb.connect(config={"memory_limit": memory, "temp_directory": folder, "threads": 2})
print(con.execute(f"SELECT count(*) FROM (SELECT DISTINCT text FROM read_parquet('{file}'))").fetchall()[0][0])
"""


def forms(source: Path, folder: Path, part: int) -> None:
    """Write the names of all forms, and the near forms, of a part of the texts in ``source``."""
    import pyarrow as pa
    from pyarrow import parquet

    from inconcert.normalise import bulk, signs

    kinds = pa.schema([(name, pa.string()) for name in ("text_exact", "text_template", "near_name", "near")])
    file = parquet.ParquetFile(source)
    groups = range(part * PART // texts.BLOCK, min((part + 1) * PART // texts.BLOCK, file.num_row_groups))
    made = folder / f"made-{part:03d}.parquet"
    with parquet.ParquetWriter(made, kinds, compression="lz4", use_dictionary=False) as writer:
        for batch in file.iter_batches(BATCH, list(groups), ["text"]):
            given = batch.column("text").to_pylist()
            answers = bulk.study(given, [signs.FORMS] * len(given), [""] * len(given))
            writer.write_table(pa.table(list(answers[:4]), schema=kinds))


def clusters(folder: Path, work: Path, memory: str) -> dict[str, Any]:
    """Cluster the near forms in the folder as a run does, in half of the memory for DuckDB."""
    import duckdb

    from inconcert.model.sizes import in_bytes
    from inconcert.signals import features

    held = {"memory_limit": f"{in_bytes(memory) // 2}B", "temp_directory": str(work), "threads": 2}
    with duckdb.connect(config=held) as con:
        con.execute(f"CREATE TEMP VIEW made AS FROM read_parquet('{folder}/made-*.parquet')")
        many = features._near(con, work, lambda *_: None)  # noqa: SLF001  (the step of a run)
        joined = con.execute("SELECT count(*) FROM crowds").fetchall()[0][0]
    return {"clusters": many, "near_forms_in_clusters": joined}


def lines(folder: Path) -> None:
    """The distinct near forms as the lines of a file, for the peers."""
    import duckdb

    select = f"SELECT DISTINCT near FROM read_parquet('{folder}/made-*.parquet') WHERE near IS NOT NULL ORDER BY 1"
    duckdb.execute(f"COPY ({select}) TO '{folder}/near.txt' (FORMAT csv, HEADER false, QUOTE '', DELIMITER '\x07')")


def contenders(source: Path, folder: Path, memory: str, given: argparse.Namespace) -> list[Contender]:
    """All that may take part, in turn; ``clusters`` reads what ``forms`` wrote."""
    work, cold = folder / "temporary", given.rounds if given.cold else None
    python, peers = ENVIRONMENT / "bin" / "python", SCRIPT.parent / "text_peers.py"
    own = (sys.executable, SCRIPT, "--memory", memory, source, folder, "--one")
    ours = {
        "forms": [(*own, f"forms-{part}") for part in range(-(-given.texts // PART))],
        "clusters": [(*own, "clusters")],
    }
    return [
        Contender("distinct", ((sys.executable, "-c", DISTINCT, source, memory, work),), (work,), work, cold),
        *(Contender(name, tuple(commands), (work,), work, cold) for name, commands in ours.items()),
        *(Contender(name, ((python, peers, name, folder / "near.txt"),), rounds=1, limit=LIMIT) for name in PEERS),
    ]


def prepared(source: Path, folder: Path, count: int, peers: Sequence[str]) -> None:
    """What the peers need and is not there: their environment, and the near forms."""
    folder.mkdir(parents=True, exist_ok=True)
    if not peers:
        return
    if not (ENVIRONMENT / "done").exists():
        subprocess.run((sys.executable, "-m", "venv", ENVIRONMENT), check=True)
        subprocess.run((ENVIRONMENT / "bin" / "pip", "install", "--quiet", *PEERS.values()), check=True)
        (ENVIRONMENT / "done").touch()
    for part in range(-(-count // PART)):
        forms(source, folder, part)
    lines(folder)


def together(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with a row that adds up our parts, when all were measured."""
    parts = [row for row in rows if row["name"] in PARTS]
    if len(parts) < len(PARTS):
        return list(rows)
    whole = {key: sum(row[key] for row in parts) for key in ("cpu", "wall")}
    whole |= {key: max(row[key] for row in parts) for key in ("memory", "disk")}
    return [*rows, {"name": "inconcert", "rounds": min(row["rounds"] for row in parts), **whole}]


def measured(given: argparse.Namespace) -> None:
    """Costs of the contenders asked for on made-up texts; those measured before are kept."""
    source, folder, about = texts.file(given.texts, given.seed), DATA / f"near-{given.texts}", machine(LIBRARIES)
    chosen = given.only.split(",")
    prepared(source, folder, given.texts, [name for name in chosen if name in PEERS])
    taking_part = [one for one in contenders(source, folder, given.memory, given) if one.name in chosen]
    costs = rounds_of(taking_part, given.rounds)
    rows = [row | total(costs[row["name"]][-1]).told() for row in summary(costs)]
    path = DATA / f"near_text-{given.texts}.json"
    before = json.loads(path.read_text("utf-8")) if path.exists() and given.add else {"rows": [], "runs": {}}
    kept = [row for row in before["rows"] if row["name"] not in (*costs, "inconcert")]
    rows = together(sorted([*kept, *rows], key=lambda row: NAMES.index(row["name"])))
    show(rows)
    print(save("near_text", given.texts, rows, about=about, costs=costs, texts=f"{given.texts:,}", memory=given.memory))


def judged(given: argparse.Namespace) -> None:
    """What is found of all like pairs, by set, similarity and script."""
    sets = {"made-up": texts.file(given.sample, given.seed)}
    sets |= {name: path for name, path in found.real().items() if path.exists()}
    rows: list[dict[str, Any]] = []
    for name, path in sets.items():
        try:
            cost = run((sys.executable, SCRIPT, "--one", "pairs", path, DATA), limit=LIMIT)
        except Failed as problem:
            print(problem, file=sys.stderr)
            continue
        rows += [{"name": f"{name}, {row.pop('of')}"} | row for row in cost.told()["rows"]]
    show(rows)
    print(save("near_text", "pairs", rows, about=machine(LIBRARIES), least_similarity=found.LEAST))


def one(given: argparse.Namespace) -> None:
    """Be one of the measured commands."""
    source, folder = map(Path, given.given)
    work = folder / "temporary"
    work.mkdir(parents=True, exist_ok=True)
    if given.one.startswith("forms-"):
        forms(source, folder, int(given.one.removeprefix("forms-")))
    elif given.one == "clusters":
        print(json.dumps(clusters(folder, work, given.memory)))
    else:
        print(json.dumps({"rows": found.rows(found.near_forms(source))}))


def main() -> None:
    parser = argparse.ArgumentParser(description="Exact and near-duplicate texts of many short posts.")
    parser.add_argument("--texts", type=int, default=1_000_000)
    parser.add_argument("--memory", default="2GB")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--cold", action="store_true", help="Without a round for warming up.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(NAMES[:3]), help=f"Of {', '.join(NAMES)}, joined with commas.")
    parser.add_argument("--add", action="store_true", help="Keep what was measured before of the others.")
    parser.add_argument("--sample", type=int, default=30_000, help="Made-up texts of the exact join; 0 for no join.")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("given", nargs="*", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(given)
    os.environ["OMP_NUM_THREADS"] = "1"
    if given.texts:
        measured(given)
    if given.sample:
        judged(given)
    return None


if __name__ == "__main__":
    main()
