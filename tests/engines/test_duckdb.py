"""The engine: steps by name, a memory limit that holds, a stop within a second, errors that say what to do."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.engines.base import Engine
from inconcert.engines.duckdb import DuckDB
from inconcert.errors import BudgetError, PluginError, UsageError
from inconcert.plugins import registered
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = Query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", "endless")


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    """A Parquet file with 0 … 999, whose name means something to a shell and to SQL."""
    path = tmp_path / "it's a*[b] .parquet"
    pq.write_table(pa.table({"n": list(range(1000))}), path)
    return path


def interrupt_soon(after: float = 0.5) -> None:
    threading.Timer(after, lambda: os.kill(os.getpid(), signal.SIGINT)).start()


def test_it_comes_through_the_hook() -> None:
    assert isinstance(registered("engines")["duckdb"], Engine)


def test_steps_build_on_each_other(numbers: Path, tmp_path: Path) -> None:
    with DuckDB().open({"numbers": [numbers]}) as session:
        session.run(Query("SELECT n * 2 AS n FROM numbers", "doubled"))
        written = session.write(
            Query("SELECT n FROM doubled WHERE n >= 1990 ORDER BY n DESC", "last"), tmp_path / "last.parquet"
        )
        assert session.rows(Query("SELECT count(*), max(n) FROM doubled", "counted")) == [(1000, 1998)]
    assert written == 5
    assert pq.read_table(tmp_path / "last.parquet")["n"].to_pylist() == [1998, 1996, 1994, 1992, 1990]


def test_a_name_is_the_union_of_its_files(numbers: Path) -> None:
    with DuckDB().open({"numbers": [numbers, numbers]}) as session:
        assert session.rows(Query("SELECT count(*) FROM numbers", "counted")) == [(2000,)]


def test_the_same_step_gives_the_same_bytes(numbers: Path, tmp_path: Path) -> None:
    step = Query("SELECT n, hash(n) AS h FROM numbers ORDER BY h", "hashed")
    for name in ("one", "two"):
        with DuckDB().open({"numbers": [numbers]}) as session:
            session.write(step, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_interrupt_ends_a_query_within_a_second() -> None:
    with DuckDB().open({}) as session:
        interrupt_soon()
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            session.run(ENDLESS)
        assert time.monotonic() - begun < 1.5
        assert session.rows(Query("SELECT 1", "after")) == [(1,)]


def test_progress_is_told_and_can_stop_the_query() -> None:
    class Enough(Exception):
        pass

    told: list[Any] = []

    def tell(stage: str, done: int, of: int) -> None:
        told.append((stage, done, of))
        if len(told) == 2:
            raise Enough

    with DuckDB().open({}, progress=tell) as session, pytest.raises(Enough):
        session.run(ENDLESS)
    assert [stage for stage, _, _ in told] == ["endless", "endless"]
    assert all(0 <= done <= of for _, done, of in told)


def test_too_little_memory_is_said_with_what_to_do() -> None:
    greedy = Query("SELECT list(repeat('x', 100) || range) AS l FROM range(5000000)", "greedy")
    with DuckDB().open({}, memory="50MB") as session, pytest.raises(BudgetError, match=r"'greedy'.*50MB.*--memory"):
        session.run(greedy)


def test_a_sort_larger_than_the_memory_spills(tmp_path: Path) -> None:
    many = Query("SELECT md5(range::VARCHAR) AS m FROM range(3000000) ORDER BY m", "many")
    with DuckDB().open({}, memory="100MB", spill=tmp_path / "spill") as session:
        assert session.write(many, tmp_path / "sorted.parquet") == 3_000_000


def test_an_amount_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="'plenty' is no amount of memory"):
        DuckDB().open({}, memory="plenty")


def test_columns_are_told_without_running() -> None:
    with DuckDB().open({}) as session:
        assert session.columns(Query(f"SELECT *, 1 AS one FROM ({ENDLESS.sql}) AS e(total)", "asked")) == [
            "total",
            "one",
        ]
        with pytest.raises(PluginError, match="nowhere"):
            session.columns(Query("SELECT * FROM nowhere", "lost"))


def test_an_error_in_the_sql_is_not_hidden() -> None:
    with DuckDB().open({}) as session, pytest.raises(Exception, match="nowhere"):
        session.run(Query("SELECT * FROM nowhere", "lost"))
