"""What every engine does alike: steps by name, files in and out, a stop that stops, errors that say what to do."""

from __future__ import annotations

from inspect import signature
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.coordination.run import ties_of
from inconcert.engines.base import Engine
from inconcert.errors import PluginError, UsageError
from inconcert.plugins import registered
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from pathlib import Path


def test_it_comes_through_the_hook(engine: Any) -> None:
    assert isinstance(engine, Engine)
    assert type(registered("engines")[engine.name]) is type(engine)


def test_steps_build_on_each_other(engine: Engine, numbers: Path, tmp_path: Path) -> None:
    with engine.open({"numbers": [numbers]}) as session:
        session.run(Query("SELECT n * 2 AS n FROM numbers", "all: doubled"))
        last = Query('SELECT n FROM "all: doubled" WHERE n >= 1990 ORDER BY n DESC', "last")
        written = session.write(last, tmp_path / "last.parquet")
        session.run(Query('SELECT n + 1 AS n FROM "all: doubled"', "all: doubled"))
        assert session.rows(Query('SELECT count(*), max(n) FROM "all: doubled"', "counted")) == [(1000, 1999)]
    assert written == 5
    assert pq.read_table(tmp_path / "last.parquet")["n"].to_pylist() == [1998, 1996, 1994, 1992, 1990]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["last.parquet", numbers.name])


def test_a_name_is_the_union_of_its_files(engine: Engine, numbers: Path) -> None:
    with engine.open({"numbers": [numbers, numbers]}) as session:
        assert session.rows(Query("SELECT count(*) FROM numbers", "counted")) == [(2000,)]


def test_sessions_do_not_see_each_others_tables(engine: Engine, numbers: Path) -> None:
    with engine.open({"numbers": [numbers]}), engine.open({}) as session, pytest.raises(PluginError, match="numbers"):
        session.columns(Query("SELECT * FROM numbers", "asked"))


def test_the_same_step_gives_the_same_bytes(engine: Engine, numbers: Path, tmp_path: Path) -> None:
    step = Query("SELECT n, n % 7 AS week FROM numbers ORDER BY week, n DESC", "weeks")
    for name in ("one", "two"):
        with engine.open({"numbers": [numbers]}) as session:
            session.write(step, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    rows = pq.read_table(tmp_path / "one")
    assert rows.to_pylist() == sorted(rows.to_pylist(), key=lambda row: (row["week"], -row["n"]))


def test_text_is_ordered_by_its_bytes_and_nothing_comes_last(engine: Engine, tmp_path: Path) -> None:
    words = ["b", None, "\ufb01", "😀", "", "B", "ß", "a\nb", "ab"]
    pq.write_table(pa.table({"word": words}), tmp_path / "words.parquet")
    with engine.open({"words": [tmp_path / "words.parquet"]}) as session:
        session.write(Query("SELECT word FROM words ORDER BY word", "sorted"), tmp_path / "sorted.parquet")
    ordered = sorted((word for word in words if word is not None), key=str.encode)
    assert pq.read_table(tmp_path / "sorted.parquet")["word"].to_pylist() == [*ordered, None]


def test_an_empty_table_is_written_with_its_columns(engine: Engine, numbers: Path, tmp_path: Path) -> None:
    with engine.open({"numbers": [numbers]}) as session:
        none = Query("SELECT n, 'x' AS word FROM numbers WHERE n < 0 ORDER BY n", "none")
        assert session.write(none, tmp_path / "none.parquet") == 0
    written = pq.read_table(tmp_path / "none.parquet")
    assert written.num_rows == 0
    assert [(field.name, field.type) for field in written.schema] == [("n", pa.int64()), ("word", pa.string())]


def test_an_interrupt_ends_a_query_and_the_next_session_works(
    engine: Engine, numbers: Path, endless: Query, interrupt_soon: Any
) -> None:
    with engine.open({"numbers": [numbers]}) as session:
        interrupt_soon()
        with pytest.raises(KeyboardInterrupt):
            session.run(endless)
    with engine.open({}) as session:
        assert session.rows(Query("SELECT 1", "after")) == [(1,)]


def test_progress_is_told_and_can_stop_the_query(engine: Engine, numbers: Path, endless: Query) -> None:
    class Enough(Exception):
        pass

    told: list[Any] = []

    def tell(stage: str, done: int, of: int) -> None:
        told.append((stage, done, of))
        if len(told) == 10:
            raise Enough

    with engine.open({"numbers": [numbers]}, progress=tell) as session, pytest.raises(Enough):
        session.run(endless)
    assert [stage for stage, _, _ in told] == ["endless"] * 10
    assert all(0 <= done <= of for _, done, of in told)


def test_an_amount_that_is_none_is_refused(engine: Engine) -> None:
    with pytest.raises(UsageError, match="'plenty' is no amount of memory"):
        engine.open({}, memory="plenty")


def test_columns_are_told_without_running(engine: Engine, numbers: Path, endless: Query) -> None:
    with engine.open({"numbers": [numbers]}) as session:
        asked = Query(f"SELECT *, 1 AS one FROM ({endless.sql}) AS e(total)", "asked")
        assert session.columns(asked) == ["total", "one"]
        with pytest.raises(PluginError, match="nowhere"):
            session.columns(Query("SELECT * FROM nowhere", "lost"))


def test_an_error_in_the_sql_is_not_hidden(engine: Engine) -> None:
    with engine.open({}) as session, pytest.raises(Exception, match="nowhere"):
        session.run(Query("SELECT * FROM nowhere", "lost"))


def test_an_error_in_the_data_is_not_hidden(engine: Engine, numbers: Path) -> None:
    with engine.open({"numbers": [numbers]}) as session, pytest.raises(Exception, match="(?i)cast|convert"):
        session.run(Query("SELECT CAST('word' || n AS INTEGER) AS n FROM numbers", "wrong"))


def test_it_says_who_searches_for_ties(engine: Engine) -> None:
    search = resolve_name(engine.ties)
    assert signature(search) == signature(ties_of)
