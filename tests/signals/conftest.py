"""Posts written down in a test, their features and their actions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

from inconcert.engines.duckdb import DuckDB
from inconcert.model.tables import schema
from inconcert.signals import run
from inconcert.signals.features import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from inconcert.signals.base import Signal

START = datetime(2024, 3, 1, 9, tzinfo=UTC).timestamp()
Rows = list[dict[str, Any]]


def table(rows: Rows) -> pa.Table:
    """Posts with what a test leaves out filled in: x, ids from 1, accounts a, a second apart, a clock of a second."""
    full = []
    for number, row in enumerate(rows):
        at = START + row.get("seconds", number)
        made = {"platform": "x", "post_id": str(number + 1), "account_id": "a", "precision": 1.0, **row}
        made.setdefault("posted_at", datetime.fromtimestamp(at, UTC))
        made.setdefault("handle", made["account_id"])
        made.pop("seconds", None)
        full.append(made)
    return pa.Table.from_pylist(full, schema=schema("posts"))


def advertised(rows: Rows) -> pa.Table:
    """Ads with what a test leaves out filled in: facebook, ids from 1, a clock of a day."""
    full = []
    for number, row in enumerate(rows):
        made = {"platform": "facebook", "ad_id": str(number + 1), "account_id": "a", "precision": 86400.0, **row}
        made.setdefault("started_at", datetime.fromtimestamp(START, UTC))
        full.append(made)
    return pa.Table.from_pylist(full, schema=schema("ads"))


class Bench:
    """Posts → features → actions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: dict[str, Any] = {}

    def features(self, rows: Rows | pa.Table, ads: Rows = (), **options: Any) -> Rows:
        posts = rows if isinstance(rows, pa.Table) else table(rows)
        with duckdb.connect() as con:
            con.register("posts", posts)
            con.register("ads", advertised(ads))
            self.told = build(con, self.folder / "features.parquet", ads=bool(ads), **options)
        return parquet.read_table(self.folder / "features.parquet").to_pylist()

    def actions(self, signal: Signal, rows: Rows | pa.Table, **options: Any) -> Rows:
        self.features(rows, **options)
        with DuckDB().open({"features": [self.folder / "features.parquet"]}) as session:
            self.told = run.actions(session, signal, self.folder / "actions.parquet")
        return parquet.read_table(self.folder / "actions.parquet").to_pylist()

    def meetings(self, signal: Signal, rows: Rows | pa.Table, ads: Rows = ()) -> dict[str, list[str]]:
        """Objects of several accounts, and the accounts."""
        met: dict[str, set[str]] = {}
        for act in self.actions(signal, rows, ads=ads):
            met.setdefault(act["object"], set()).add(act["asset"].partition(":")[2])
        return {name: sorted(assets) for name, assets in met.items() if len(assets) > 1}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def posts() -> Callable[[Rows], pa.Table]:
    return table
