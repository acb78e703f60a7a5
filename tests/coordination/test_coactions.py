"""The exact co-action view against CooRTweet's own answers and against a restatement by nested loops."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter, defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.coordination import coactions as exact
from inconcert.coordination.coaction_edges import EDGES, edges, write
from inconcert.coordination.coactions import PAIRS, Coactions, Rules
from inconcert.coordination.shares import COLUMNS, read_shares, shares_from_table
from inconcert.errors import UsageError

DATA = Path(os.environ.get("INCONCERT_DATA", Path(__file__).parents[3] / "shared" / "data")) / "coortweet"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="CooRTweet reference data is not at hand")
CASES = sorted(path.name.split("__")[0] for path in (DATA / "expected" / "cases").glob("*__params.txt"))
Row = tuple[str | None, str, str, float]


def shares(rows: list[Row]) -> Any:
    columns = list(zip(*rows, strict=True)) if rows else [(), (), (), ()]
    types = [pa.string(), pa.string(), pa.string(), pa.float64()]
    return shares_from_table(pa.table([pa.array(c, t) for c, t in zip(columns, types, strict=True)], names=COLUMNS))


def rows_of(batches: Any) -> list[dict[str, Any]]:
    return [row for batch in batches for row in batch.to_pylist()]


def as_pairs(rows: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    def pair(r: dict[str, Any]) -> tuple[Any, ...]:
        names = (r["object_id"] or "", r["content_id"], r["content_id_y"], r["account_id"], r["account_id_y"])
        return (*names, round(float(r["time_delta"]), 6))

    return Counter(pair(r) for r in rows)


def as_edges(rows: list[dict[str, Any]], score: str) -> dict[tuple[str, str], tuple[Any, ...]]:
    def edge(r: dict[str, Any]) -> tuple[Any, ...]:
        counts = (int(r[key]) for key in ("weight", "n_content_id", "n_content_id_y", "weight_threshold"))
        return (*counts, round(float(r["avg_time_delta"]), 6), round(float(r[score]), 9))

    named = {(r.get("account_id") or r["from"], r.get("account_id_y") or r["to"]): edge(r) for r in rows}
    assert len(named) == len(rows)
    return named


def read_csv(path: Path) -> list[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def objects_by_edge(rows: list[dict[str, Any]]) -> dict[tuple[str, str], list[str]]:
    return {
        (r.get("account_id") or r["from"], r.get("account_id_y") or r["to"]): sorted(r["object_ids"].split(","))
        for r in rows
    }


@needs_data
@pytest.mark.parametrize("case", CASES)
def test_small_case_equals_coortweet(case: str) -> None:
    folder = DATA / "expected" / "cases"
    params = dict(part.split("=") for part in (folder / f"{case}__params.txt").read_text().strip().split(","))
    rules = Rules(
        float(params["time_window"]),
        int(params["min_participation"]),
        float(params["edge_weight"]),
        params["remove_loops"] == "FALSE",
    )
    found = Coactions(read_shares(folder / f"{case}__input.csv"), rules)
    assert as_pairs(rows_of(found.pairs())) == as_pairs(read_csv(folder / f"{case}__pairs.csv"))
    ours, theirs = rows_of(edges(found)), read_csv(folder / f"{case}__edges.csv")
    assert as_edges(ours, "edge_symmetry_score_coortweet") == as_edges(theirs, "edge_symmetry_score")
    assert objects_by_edge(ours) == objects_by_edge(theirs)


def big_input(name: str, folder: Path) -> Path:
    if name == "russian":
        return DATA / "russian_coord_tweets.parquet"
    table = pq.read_table(DATA / "german_elections.parquet", columns=["url_id", "account_id", "post_id", "timestamp"])
    # The table has one row per hashtag and picture too: a share of a link is a distinct row.
    table = table.filter(pc.is_valid(table["url_id"])).rename_columns(list(COLUMNS))
    table = table.group_by(list(COLUMNS), use_threads=False).aggregate([])
    assert len(table) == 41_100
    urls = pa.array([f"url_{value}" for value in table["object_id"].to_pylist()])
    pq.write_table(table.set_column(0, "object_id", urls), folder / "urls.parquet")
    return folder / "urls.parquet"


@needs_data
@pytest.mark.parametrize(("name", "window"), [("russian", 10), ("russian", 60), ("ge_url", 60)])
def test_real_table_equals_coortweet(name: str, window: int, tmp_path: Path) -> None:
    stem = f"{name}__tw{window}_mp2_loopsRemoved_ew0.5__"
    found = Coactions(read_shares(big_input(name, tmp_path)), Rules(window, 2, 0.5))
    expected = DATA / "expected"
    assert as_pairs(rows_of(found.pairs())) == as_pairs(read_csv(expected / f"{stem}pairs.csv.gz"))
    ours, theirs = rows_of(edges(found)), read_csv(expected / f"{stem}edges.csv.gz")
    assert as_edges(ours, "edge_symmetry_score_coortweet") == as_edges(theirs, "edge_symmetry_score")
    assert objects_by_edge(ours) == objects_by_edge(read_csv(expected / f"{stem}edge_objects.csv.gz"))
    counts = {(r["account_id"], r["account_id_y"]): int(r["n_objects"]) for r in theirs}
    assert {(r["account_id"], r["account_id_y"]): r["n_objects"] for r in ours} == counts


def brute_pairs(rows: list[Row], rules: Rules) -> Counter[tuple[Any, ...]]:
    """The definition, word for word, with nested loops over whole rows."""
    least = rules.min_participation
    shared = Counter(account for _, account, _, _ in rows)
    rows = [row for row in rows if shared[row[1]] >= least]
    seen: dict[str, int] = {}
    for _, account, _, _ in rows:
        seen.setdefault(account, len(seen))
    rows = sorted(rows, key=lambda row: seen[row[1]])
    met = [
        (rows[i], rows[j]) if rows[i][3] <= rows[j][3] else (rows[j], rows[i])
        for i in range(len(rows))
        for j in range(i + 1, len(rows))
        if rows[i][0] == rows[j][0] and abs(Fraction(rows[i][3]) - Fraction(rows[j][3])) <= Fraction(rules.window)
    ]
    if not rules.keep_loops:
        met = [
            (x, y) for x, y in met if x[1] != y[1] and x[2] != y[2] and x[0] is not None and x[0] not in (x[2], y[2])
        ]
    if least >= 1:
        paired = {post[2] for pair in met for post in pair}
        left = [row for row in rows if row[2] in paired]
        active = Counter(row[1] for row in left)
        good = {row[2] for row in left if active[row[1]] >= least}
        met = [(x, y) for x, y in met if x[2] in good or y[2] in good]
    return Counter((x[0] or "", x[2], y[2], x[1], y[1], round(y[3] - x[3], 6)) for x, y in met)


def brute_edges(pairs: Counter[tuple[Any, ...]]) -> dict[tuple[str, str], tuple[Any, ...]]:
    """Weight, posts of each account, their ratio and the objects, from the pairs."""
    grouped: dict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
    for pair in pairs.elements():
        grouped[(min(pair[3:5]), max(pair[3:5]))].append(pair)
    out = {}
    for (a, b), met in grouped.items():
        posts = {name: {p[1] for p in met if p[3] == name} | {p[2] for p in met if p[4] == name} for name in (a, b)}
        low, high = sorted((len(posts[a]), len(posts[b])))
        objects = {p[0] or "NA" for p in met}
        out[a, b] = (len(met), len(posts[a]), len(posts[b]), round(low / high, 9), objects)
    return out


tables = st.lists(
    st.tuples(
        st.sampled_from(["o1", "o2", "p1", None]),
        st.sampled_from(["A", "b", "C", "é"]),
        st.sampled_from([f"p{k}" for k in range(8)]),
        st.integers(0, 40).map(lambda quarter: quarter / 4),
    ),
    max_size=25,
)
rulebook = st.builds(
    Rules,
    window=st.integers(0, 20).map(lambda quarter: quarter / 4),
    min_participation=st.integers(0, 4),
    keep_loops=st.booleans(),
)


@settings(max_examples=50, deadline=None)
@given(rows=tables, rules=rulebook)
def test_equals_nested_loops(rows: list[Row], rules: Rules) -> None:
    found = Coactions(shares(rows), rules)
    expected = brute_pairs(rows, rules)
    assert as_pairs(rows_of(found.pairs())) == expected
    assert found.count_pairs() == expected.total()
    ours = {
        (r["account_id"], r["account_id_y"]): (
            r["weight"],
            r["n_contents_a"],
            r["n_contents_b"],
            round(r["edge_symmetry_score"], 9),
            set(r["object_ids"].split(",")),
        )
        for r in rows_of(edges(found))
    }
    assert ours == brute_edges(expected)


@settings(max_examples=15, deadline=None)
@given(rows=tables, rules=rulebook, budget=st.integers(1, 9))
def test_block_size_changes_nothing(rows: list[Row], rules: Rules, budget: int) -> None:
    whole = Coactions(shares(rows), rules)
    pairs, joined = rows_of(whole.pairs()), rows_of(edges(whole))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "BLOCK", budget)
        split = Coactions(shares(rows), rules)
        assert rows_of(split.pairs()) == pairs
        assert rows_of(edges(split)) == joined


def test_symmetry_is_measured_per_account() -> None:
    """A hundred posts of A around one of B: one in a hundred; CooRTweet's own ratio mixes the two accounts."""
    rows: list[Row] = [("o", "A", f"a{k}", float(k)) for k in range(100)]
    rows.insert(56, ("o", "B", "b", 55.5))
    (edge,) = rows_of(edges(Coactions(shares(rows), Rules(100, 1))))
    assert (edge["n_contents_a"], edge["n_contents_b"]) == (100, 1)
    assert edge["edge_symmetry_score"] == pytest.approx(0.01)
    assert edge["edge_symmetry_score_coortweet"] == pytest.approx(45 / 57)


def test_threshold_is_strictly_above_the_interpolated_quantile() -> None:
    rows: list[Row] = []
    for weight, other in ((1, "B"), (2, "C"), (4, "D")):
        for k in range(weight):
            rows += [(f"{other}{k}", "A", f"a{other}{k}", 0.0), (f"{other}{k}", other, f"{other}{k}x", 1.0)]
    found = Coactions(shares(rows), Rules(5, 1, edge_weight=0.75))
    assert {r["account_id_y"]: r["weight_threshold"] for r in rows_of(edges(found))} == {"B": 0, "C": 0, "D": 1}


def test_written_csv_streams_quotes_and_drops_the_point_of_whole_numbers(tmp_path: Path) -> None:
    rows: list[Row] = [
        ('o,"1"', "A", "p1", 0.0),
        ('o,"1"', "B", "p2", 2.0),
        ("o2", "A", "p3", 9.0),
        ("o2", "B", "p4", 9.5),
    ]
    found = Coactions(shares(rows), Rules(5, 1))
    assert write(found.pairs(), PAIRS, tmp_path / "pairs.csv") == 2
    assert write(edges(found), EDGES, tmp_path / "edges.csv") == 1
    lines = (tmp_path / "pairs.csv").read_text().splitlines()
    assert lines[0] == "object_id,content_id,content_id_y,account_id,account_id_y,time_delta"
    assert lines[1:] == ['"o,""1""",p1,p2,A,B,2', "o2,p3,p4,A,B,0.5"]
    (edge,) = read_csv(tmp_path / "edges.csv")
    assert (edge["avg_time_delta"], edge["edge_symmetry_score"], edge["object_ids"]) == ("1.25", "1", 'o,"1",o2')
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["edges.csv", "pairs.csv"]


def test_nothing_found_is_an_empty_table_with_its_header(tmp_path: Path) -> None:
    found = Coactions(shares([("o", "A", "p1", 0.0)]), Rules(5, 1))
    assert write(edges(found), EDGES, tmp_path / "edges.csv") == 0
    assert (tmp_path / "edges.csv").read_text().strip() == ",".join(EDGES.names)
    assert write(found.pairs(), PAIRS, tmp_path / "pairs.parquet") == 0
    assert pq.read_table(tmp_path / "pairs.parquet").schema.names == PAIRS.names


@pytest.mark.parametrize(("window", "edge_weight"), [(-1.0, 0.5), (float("nan"), 0.5), (1.0, 1.5)])
def test_rules_refuse_what_means_nothing(window: float, edge_weight: float) -> None:
    with pytest.raises(UsageError):
        Rules(window, edge_weight=edge_weight)
