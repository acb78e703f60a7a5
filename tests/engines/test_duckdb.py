"""DuckDB's own: a memory limit that holds, and a stop within a second."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.engines.duckdb import DuckDB
from inconcert.errors import BudgetError
from inconcert.model.sizes import PROGRAM, in_bytes
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from pathlib import Path


def test_an_interrupt_ends_a_query_within_a_second(numbers: Path, endless: Query, interrupt_soon: Any) -> None:
    with DuckDB().open({"numbers": [numbers]}) as session:
        interrupt_soon()
        begun = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            session.run(endless)
        assert time.monotonic() - begun < 1.5


def test_too_little_memory_is_said_with_what_to_do() -> None:
    greedy = Query("SELECT list(repeat('x', 100) || range) AS l FROM range(5000000)", "greedy")
    with DuckDB().open({}, memory="50MB") as session, pytest.raises(BudgetError, match=r"'greedy'.*50MB.*--memory"):
        session.run(greedy)


def test_a_sort_larger_than_the_memory_spills(tmp_path: Path) -> None:
    many = Query("SELECT md5(range::VARCHAR) AS m FROM range(3000000) ORDER BY m", "many")
    with DuckDB().open({}, memory="100MB", spill=tmp_path / "spill") as session:
        assert session.write(many, tmp_path / "sorted.parquet") == 3_000_000


def test_the_program_has_its_part_of_the_memory_setting() -> None:
    limit = Query("SELECT current_setting('memory_limit') AS limit", "limit")
    with DuckDB().open({}, memory="2GB") as session:
        (told,) = session.rows(limit)[0]
    assert in_bytes(str(told)) < in_bytes("2GB") - PROGRAM
