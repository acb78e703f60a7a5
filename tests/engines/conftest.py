"""Both engines, and Parquet files to try them on."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.engines.duckdb import DuckDB
from inconcert.engines.spark import Spark
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from inconcert.engines.base import Engine


@pytest.fixture(params=[DuckDB, pytest.param(Spark, marks=pytest.mark.spark)], ids=["duckdb", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    return request.param()


@pytest.fixture
def endless() -> Query:
    """A step over ``numbers`` that would take years."""
    return Query("SELECT sum(a.n * b.n) AS s FROM numbers a, numbers b, numbers c, numbers d, numbers e", "endless")


@pytest.fixture
def interrupt_soon() -> Callable[[], None]:
    """Presses Ctrl-C half a second later."""
    return lambda: threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    """A Parquet file with 0 … 999, whose name means something to a shell, to SQL and to Hadoop."""
    path = tmp_path / "it's a*[b] {c}.parquet"
    pq.write_table(pa.table({"n": list(range(1000))}), path)
    return path
