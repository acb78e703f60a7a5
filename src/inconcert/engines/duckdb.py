"""DuckDB: embedded, works from disk when the memory limit is reached."""

from __future__ import annotations

import threading
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import duckdb

from inconcert.errors import BudgetError, DiskFull, PluginError, UsageError
from inconcert.model import sql
from inconcert.model.sizes import for_database

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from inconcert.engines.base import Progress, Step

TICK = 0.1
"""Seconds between two looks at the progress and at an interrupt."""


class DuckDB:
    """The default engine."""

    name = "duckdb"
    ties = "inconcert.coordination.run:ties_of"

    def open(
        self,
        tables: Mapping[str, Sequence[Path]],
        *,
        memory: str = "2GB",
        spill: Path | None = None,
        progress: Progress | None = None,
    ) -> DuckDBSession:
        """A session over Parquet files; see :meth:`inconcert.engines.base.Engine.open`."""
        return DuckDBSession(tables, memory=memory, spill=spill, progress=progress)


class DuckDBSession:
    """One in-memory connection that runs a step in a second thread, so that the first can be interrupted."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[Path]],
        *,
        memory: str,
        spill: Path | None,
        progress: Progress | None,
    ) -> None:
        self._own = None if spill else TemporaryDirectory(prefix="inconcert-")
        self._tell = progress or (lambda _stage, _done, _total: None)
        self._memory = memory
        self.connection = duckdb.connect()
        self._configure(str(spill or (self._own and self._own.name)))
        for name, paths in tables.items():
            self.connection.execute(f'CREATE VIEW "{name}" AS SELECT * FROM read_parquet({sql.files(paths)})')

    def _configure(self, spill: str) -> None:
        self.connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self.connection.execute(f"SET temp_directory = {sql.text(spill)}")
        try:
            self.connection.execute(f"SET memory_limit = {sql.text(for_database(self._memory))}")
        except UsageError:
            self.close()
            raise

    def columns(self, step: Step) -> list[str]:
        """Names of the columns that a step would give; see :class:`inconcert.engines.base.Session`."""
        try:
            return [str(row[0]) for row in self.connection.execute(f"DESCRIBE {step.sql}").fetchall()]
        except duckdb.Error as error:
            raise PluginError(f"{error}") from error

    def run(self, step: Step) -> None:
        """Make the table of a step; see :class:`inconcert.engines.base.Session`."""
        self._do(f'CREATE OR REPLACE TEMP TABLE "{step.table}" AS {step.sql}', step.table)

    def write(self, step: Step, target: Path) -> int:
        """Write the rows of a step to a Parquet file; see :class:`inconcert.engines.base.Session`."""
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = f"COPY ({step.sql}) TO {sql.text(target)} (FORMAT parquet, COMPRESSION zstd)"
        return int(self._do(copy, step.table)[0][0])

    def rows(self, step: Step) -> list[tuple[Any, ...]]:
        """The rows of a small step."""
        return self._do(step.sql, step.table)

    def close(self) -> None:
        """Close the connection and remove what was spilled."""
        self.connection.close()
        if self._own:
            self._own.cleanup()

    def __enter__(self) -> DuckDBSession:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _do(self, sql: str, stage: str) -> list[tuple[Any, ...]]:
        work = _Work(self.connection, sql)
        work.start()
        try:
            while not work.ended.wait(TICK):
                self._tell(stage, max(0, int(self.connection.query_progress())), 100)
        except BaseException:
            # Ctrl-C, or a progress function that wants to stop: end the query before the reason goes up.
            self.connection.interrupt()
            work.join()
            raise
        work.join()
        if work.error is not None:
            raise self._explained(work.error, stage)
        self._tell(stage, 100, 100)
        return work.rows

    def _explained(self, error: Exception, stage: str) -> Exception:
        if isinstance(error, duckdb.OutOfMemoryException) and "temp_directory" not in str(error):
            return BudgetError(f"step '{stage}' needs more than {self._memory}.", todo="Allow more with --memory.")
        if "No space left" in str(error) or isinstance(error, duckdb.OutOfMemoryException):
            return DiskFull(f"step '{stage}' found no room on the disk.", todo="Make room and run the same again.")
        return error


class _Work(threading.Thread):
    """One statement in a thread of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, sql: str) -> None:
        super().__init__(name="inconcert-duckdb", daemon=True)
        self._connection, self._sql = connection, sql
        self.ended = threading.Event()
        self.rows: list[tuple[Any, ...]] = []
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.rows = self._connection.execute(self._sql).fetchall()
        except Exception as error:  # noqa: BLE001  # carried to the thread that waits
            self.error = error
        finally:
            self.ended.set()
