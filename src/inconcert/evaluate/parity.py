"""Whether the exact co-action view gives CooRTweet's own answers, row for row."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inconcert.coordination.coaction_edges import edges
from inconcert.coordination.coactions import Coactions, Rules
from inconcert.coordination.shares import COLUMNS, read_shares, shares_from_table
from inconcert.evaluate.base import EvaluationSet, Scored
from inconcert.evaluate.measures import EQUAL, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from inconcert.coordination.shares import Shares
    from inconcert.evaluate.bench import Bench

Row = dict[str, Any]
Rows: TypeAlias = "Counter[tuple[Any, ...]]"

FOLDER = "coortweet/expected/cases"
REAL = (("russian", 10.0), ("russian", 60.0), ("ge_url", 60.0))
"""Tables of CooRTweet's own sample data, and the window in seconds."""


def pair_rows(rows: Iterable[Row]) -> Rows:
    """Pairs as a multiset of rows."""
    names = ("object_id", "content_id", "content_id_y", "account_id", "account_id_y")
    return Counter((*(row[name] or "" for name in names), round(float(row["time_delta"]), 6)) for row in rows)


def edge_rows(rows: Iterable[Row], score: str) -> Rows:
    """Edges as a multiset of rows; ``score`` names the column with CooRTweet's symmetry."""
    return Counter(_edge(row, score) for row in rows)


def _edge(row: Row, score: str) -> tuple[Any, ...]:
    counts = (int(row[name]) for name in ("weight", "n_content_id", "n_content_id_y", "weight_threshold"))
    return (*_ends(row), *counts, round(float(row["avg_time_delta"]), 6), round(float(row[score]), 9))


def _ends(row: Row) -> tuple[str, str]:
    return row.get("account_id") or row["from"], row.get("account_id_y") or row["to"]


def object_rows(rows: Iterable[Row]) -> Rows:
    """The objects of each edge, in any order."""
    return Counter((*_ends(row), *sorted(row["object_ids"].split(","))) for row in rows)


def equal(found: Coactions, pairs: Path, edge: Path, objects: Path) -> tuple[bool, int, int]:
    """Whether pairs and edges are those of the files, and how many of each there are."""
    ours = [row for batch in edges(found) for row in batch.to_pylist()]
    our_pairs = pair_rows(row for batch in found.pairs() for row in batch.to_pylist())
    same = (
        our_pairs == pair_rows(read_csv(pairs))
        and edge_rows(ours, "edge_symmetry_score_coortweet") == edge_rows(read_csv(edge), "edge_symmetry_score")
        and object_rows(ours) == object_rows(read_csv(objects))
    )
    return same, our_pairs.total(), len(ours)


def read_csv(path: Path) -> list[Row]:
    """Rows of a CSV file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8", newline="") if path.suffix == ".gz" else path.open(newline="") as lines
    ):
        return list(csv.DictReader(lines))


def small(folder: Path) -> Iterator[tuple[bool, int, int]]:
    """The answers to the small cases, each made for one rule."""
    for file in sorted(folder.glob("*__params.txt")):
        stem = file.name.removesuffix("params.txt")
        asked = dict(part.split("=") for part in file.read_text("utf-8").strip().split(","))
        rules = Rules(
            float(asked["time_window"]),
            int(asked["min_participation"]),
            float(asked["edge_weight"]),
            asked["remove_loops"] == "FALSE",
        )
        found = Coactions(read_shares(folder / f"{stem}input.csv"), rules)
        wanted = folder / f"{stem}edges.csv"
        yield equal(found, folder / f"{stem}pairs.csv", wanted, wanted)


def real(data: Path) -> Iterator[tuple[bool, int, int]]:
    """The answers on CooRTweet's own sample data."""
    for name, window in REAL:
        stem = data / "expected" / f"{name}__tw{window:g}_mp2_loopsRemoved_ew0.5__"
        found = Coactions(_russian(data) if name == "russian" else _links(data), Rules(window, 2, 0.5))
        yield equal(
            found, *(stem.with_name(f"{stem.name}{part}.csv.gz") for part in ("pairs", "edges", "edge_objects"))
        )


def _russian(data: Path) -> Shares:
    return read_shares(data / "russian_coord_tweets.parquet")


def _links(data: Path) -> Shares:
    table = pq.read_table(
        data / "german_elections.parquet", columns=["url_id", "account_id", "post_id", "timestamp"]
    ).rename_columns(list(COLUMNS))
    # The table has one row per hashtag and picture too: a share of a link is a distinct row.
    table = table.filter(pc.is_valid(table["object_id"])).group_by(list(COLUMNS), use_threads=False).aggregate([])
    names = pa.array([f"url_{value}" for value in table["object_id"].to_pylist()])
    return shares_from_table(table.set_column(0, "object_id", names))


def _score(bench: Bench) -> Scored:
    answers = [*small(bench.file(FOLDER)), *real(bench.file("coortweet"))]
    sheet = Sheet("coortweet", "parity")
    same, pairs, edge = (sum(column) for column in zip(*answers, strict=True))
    return Scored(
        [
            sheet.number(EQUAL, same, len(answers)),
            sheet.number("pairs compared", pairs, len(answers)),
            sheet.number("edges compared", edge, len(answers)),
        ]
    )


PARITY = (
    EvaluationSet(
        "coortweet",
        "parity",
        "Pairs and edges of `inconcert coactions` against what CooRTweet itself answered, row for row",
        _score,
        (FOLDER, "coortweet/russian_coord_tweets.parquet", "coortweet/german_elections.parquet"),
    ),
)
