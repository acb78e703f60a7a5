"""Traits read of the groups that a made-up world planted, as if a run had found each of them exactly."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import duckdb

from inconcert.settings import DEFAULTS
from inconcert.signals.features import build
from inconcert.simulate.scenarios import simulate
from inconcert.traits.run import Measured, measured

if TYPE_CHECKING:
    import pyarrow as pa


def world(scenario: str, seed: int, posts: int = 15_000) -> dict[str, Measured]:
    """What the traits say of each planted group, by its name; a cluster of an operation is a group of its own."""
    try:
        made = simulate(scenario, seed=seed, posts=posts)
    except ValueError:
        made = simulate(scenario, seed=seed, posts=2 * posts)
    groups = {one["name"]: one["members"] for one in _groups(made.truth)}
    tables = {"posts": made.posts, "accounts": made.accounts}
    if getattr(made, "deletions", None) is not None:
        tables["deletions"] = made.deletions
    return read(tables, groups)


def _groups(truth: dict[str, Any]) -> list[dict[str, Any]]:
    operations = [one for each in truth["operations"] for one in each.get("clusters", [each])]
    return [*operations, *truth["decoys"]]


def read(tables: dict[str, pa.Table], groups: dict[str, list[str]], **change: Any) -> dict[str, Measured]:
    """What the traits say of each group."""
    from dataclasses import replace

    networks = [SimpleNamespace(assets=tuple(members)) for members in groups.values()]
    with TemporaryDirectory() as folder, duckdb.connect() as con:
        for noun, table in tables.items():
            missing = [name for name in ("source", "row") if name not in table.column_names]
            con.register(f"given_{noun}", table)
            extra = "".join(
                f", {'NULL::VARCHAR' if name == 'source' else 'NULL::BIGINT'} AS {name}" for name in missing
            )
            con.execute(f"CREATE TABLE {noun} AS SELECT *{extra} FROM given_{noun}")
        features = Path(folder) / "features.parquet"
        build(con, features)
        settings = replace(DEFAULTS, **change)
        return dict(zip(groups, measured(con, features, networks, settings), strict=True))  # type: ignore[arg-type]
