"""Every signal gives the same actions on Spark as on DuckDB, row for row: on the sample and on awkward features."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.engines.duckdb import DuckDB
from inconcert.engines.spark import Spark
from inconcert.model.tables import schema
from inconcert.signals import BUILT_IN
from inconcert.signals.features import build
from inconcert.signals.material import sample_ads, sample_posts
from inconcert.signals.run import actions

POSTS = 400
WORDS = ("", "a", "B", "ab", "ß", "😀", "\ufb01x", "a\nb", "it's", "\\", "$1", "%", "городская", "图书馆")
HOSTS = ("example.org", "www.example.org", "example.org:8080", "news.example.co.uk?x=1", "örtlich.de#a", "t\n.co", "")


def features() -> pa.Table:
    """Features no run would make: empty and missing values, nulls within lists, and signs that engines read apart."""
    rng = np.random.default_rng(7)

    def one(values: tuple[Any, ...]) -> Any:
        return None if rng.random() < 0.1 else values[rng.integers(len(values))]

    def several(values: tuple[Any, ...]) -> Any:
        return None if rng.random() < 0.1 else [one(values) for _ in range(rng.integers(0, 5))]

    links = tuple(f"{host}/{word}" for host in HOSTS for word in WORDS)
    kinds: dict[str, Any] = {name: lambda: one(WORDS) for name in schema("features").names} | {
        "kind": lambda: one(("post", "repost", "reply", "quote")),
        "platform": lambda: "x",
        "asset": lambda: f"x:{one(WORDS)}",
        "at": lambda: int(rng.integers(0, 200)) * 1_000_000,
        "precision": lambda: one((0.0, 1.0, 1.5, 60.0, 86400.0, 86401.0, float("inf"))),
        "links": lambda: several(links),
        "domains": lambda: several((*HOSTS, "co.uk", "org")),
        "hashtags": lambda: several(WORDS),
        "media": lambda: several(WORDS),
        "creatives": lambda: several(WORDS),
        "landings": lambda: several((*HOSTS, "co.uk", "org")),
        "marks": lambda: several(tuple(f"{kind}:{word}" for kind in ("number", "emoji") for word in WORDS)),
    }
    rows = [{name: kinds[name]() for name in schema("features").names} | {"post": post} for post in range(POSTS)]
    return pa.Table.from_pylist(rows, schema=schema("features"))


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Features of the sample posts, and those made to differ, as one file."""
    folder = tmp_path_factory.mktemp("material")
    with duckdb.connect() as connection:
        connection.register("posts", sample_posts())
        connection.register("ads", sample_ads())
        build(connection, folder / "sample.parquet", ads=True)
    sample = pq.read_table(folder / "sample.parquet", schema=schema("features"))
    pq.write_table(pa.concat_tables([sample, features()]), folder / "features.parquet")
    return folder / "features.parquet"


@pytest.fixture(scope="module")
def signals() -> Any:
    """The built-in signals and a stranger's."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "plugin_sample"))
    try:
        from signal_sample import SameTagSet
    finally:
        sys.path.pop(0)
    return [*(made() for made in BUILT_IN), SameTagSet()]


def acts(engine: Any, signals: Any, material: Path, folder: Path) -> dict[str, tuple[Any, pa.Table]]:
    told = {}
    with engine.open({"features": [material]}) as session:
        for signal in signals:
            target = folder / f"{signal.name}.parquet"
            told[signal.name] = (actions(session, signal, target), pq.read_table(target))
    return told


@pytest.mark.spark
def test_every_signal_gives_the_same_actions(signals: Any, material: Path, tmp_path: Path) -> None:
    expected = acts(DuckDB(), signals, material, tmp_path / "duckdb")
    found = acts(Spark(), signals, material, tmp_path / "spark")
    assert list(found) == [signal.name for signal in signals]
    for name, (said, table) in expected.items():
        assert table.num_rows > POSTS / 100
        assert found[name][0] == said, name
        assert found[name][1].schema.equals(table.schema, check_metadata=True), name
        assert table.schema.names == schema("actions").names
        assert table.schema.types == schema("actions").types
        assert found[name][1].to_pylist() == table.to_pylist(), name
