"""Spark: for material that one machine cannot hold. On one machine it gives the same rows, later."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, count
from shutil import rmtree
from typing import TYPE_CHECKING, Any, TypeVar

from inconcert.engines import dialect, starting
from inconcert.engines.failing import ENDING, in_our_words, reason, unwritable, vanished
from inconcert.errors import InputError, Place, PluginError, StoreError
from inconcert.model.blocks import in_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pyarrow.parquet import ParquetFile

    from inconcert.engines.base import Progress, Step

ROWS = 100_000
"""Rows in a row group."""
TICK = 0.1
"""Seconds between two looks at the progress and at an interrupt."""
RULES = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.execution.arrow.maxBytesPerBatch": "268435456",
}
"""What makes the same SQL mean the same: errors instead of silent nulls, and one clock. Packed values move a few at a
time, or their bytes would not fit into one column of Arrow's."""
_groups = count()
T = TypeVar("T")


class Spark:
    """Apache Spark: inside this machine, or the cluster named by ``INCONCERT_SPARK_MASTER``.

    Further options come from ``spark-defaults.conf`` (in ``SPARK_CONF_DIR``); a session that runs already, as in a
    notebook, is used as it is.
    """

    name = "spark"
    ties = "inconcert.coordination.cluster.search:ties_of"

    def open(
        self,
        tables: Mapping[str, Sequence[Path | str]],
        *,
        memory: str = "2GB",
        spill: Path | None = None,
        progress: Progress | None = None,
    ) -> SparkSteps:
        """A session over Parquet files; see :meth:`inconcert.engines.base.Engine.open`."""
        return SparkSteps(tables, memory=memory, spill=spill, progress=progress)


class SparkSteps:
    """One set of tables on the process's Spark; a step runs in a second thread, so that the first can be stopped."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[Path | str]],
        *,
        memory: str,
        spill: Path | None,
        progress: Progress | None,
    ) -> None:
        self._tell = progress or (lambda _stage, _done, _total: None)
        self._memory = memory
        self.session = starting.spark(memory, spill).newSession()
        for rule, value in RULES.items():
            self.session.conf.set(rule, value)
        self._known: dict[str, dict[str, str]] = {}
        self._held: dict[str, Any] = {}
        self._frames: list[Any] = []
        self._sent: list[Any] = []
        for name, paths in tables.items():
            self._call(name, self._read(name, paths))

    def columns(self, step: Step) -> list[str]:
        """Names of the columns that a step would give; see :class:`inconcert.engines.base.Session`."""
        return list(self.frame(step).columns)

    def run(self, step: Step) -> None:
        """Make the table of a step; see :class:`inconcert.engines.base.Session`."""
        made = self.frame(step).persist()
        try:
            self.do(made.count, step.table)
        except BaseException:
            if starting.alive():
                made.unpersist()
            raise
        self._call(step.table, made)
        if step.table in self._held:
            self._held[step.table].unpersist()
        self._held[step.table] = made

    def write(self, step: Step, target: Path | str) -> int:
        """Write the rows of a step to one Parquet file; see :class:`inconcert.engines.base.Session`.

        Executors write sorted parts beside the file, which the driver puts together a batch at a time; both must
        therefore see the folder. A ``target`` with a scheme (``s3a://…``) becomes a folder of such parts instead.
        """
        frame = self.frame(step)
        if isinstance(target, str):
            self.do(lambda: frame.write.mode("overwrite").parquet(target), step.table, target)
            return int(self.do(self.session.read.parquet(target).count, step.table))
        return self.save(frame, target, step.table)

    def save(self, frame: Any, target: Path, stage: str) -> int:
        """Write a frame to one Parquet file, in its order; return its rows. See :meth:`write`.

        Raises:
            DiskFull: there is no room.
            StoreError: the place cannot be written, by this machine or by a worker.
        """
        with self.parts(frame, target, stage) as files:
            return _joined(files, target)

    @contextmanager
    def parts(self, frame: Any, target: Path, stage: str) -> Iterator[list[ParquetFile]]:
        """A frame in Parquet files beside ``target``, in its order; they are gone at the end. See :meth:`save`."""
        parts = target.with_name(f"{target.name}.parts")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.do(lambda: frame.write.mode("overwrite").parquet(parts.absolute().as_uri()), stage, str(target))
            with ExitStack() as opened:
                yield _opened(parts, opened)
        except ConnectionError:  # Java's, not the folder's
            raise
        except OSError as error:
            raise unwritable(error, stage, target) from error
        finally:
            rmtree(parts, ignore_errors=True)

    def hold(self, frame: Any) -> Any:
        """The frame, which is kept in memory and on disk once it is made, until :meth:`let_go`."""
        held = frame.persist()
        self._frames.append(held)
        return held

    def rows(self, step: Step) -> list[tuple[Any, ...]]:
        """The rows of a small step."""
        frame = self.frame(step)
        return [tuple(row) for row in self.do(frame.collect, step.table)]

    def frame(self, step: Step) -> Any:
        """The rows of a step as a frame of Spark's; nothing is run.

        Raises:
            PluginError: Spark does not understand the step.
        """
        from pyspark.errors import AnalysisException, ParseException

        try:
            return self.session.sql(dialect.to_spark(step.sql, step.table, self._known))
        except (AnalysisException, ParseException) as error:
            raise PluginError(f"{error}") from error

    def do(self, work: Callable[[], T], stage: str, target: str | None = None) -> T:
        """Run ``work``, which starts jobs of Spark's, so that it tells its progress and can be stopped.

        Args:
            work: What to run.
            stage: Its name.
            target: File or folder that it writes.

        Raises:
            BudgetError: it cannot keep within the memory limit, or a worker ended for want of memory.
            DiskFull: there is no room to spill or to write.
            StoreError: ``target`` cannot be written.
            UsageError: the workers' Python is another, or lacks what is needed.
            EngineError: Spark failed for a reason of its own.
            InconcertError: what a worker raised, with its partition.
        """
        context, group = self.session.sparkContext, f"inconcert-{next(_groups)}"
        working: Future[T] = Future()

        def run() -> None:
            try:
                context.setJobGroup(group, stage, interruptOnCancel=True)
                working.set_result(work())
            except BaseException as error:  # noqa: BLE001  # carried to the thread that waits
                working.set_exception(error)

        thread = threading.Thread(target=run, name="inconcert-spark", daemon=True)
        thread.start()
        try:
            while thread.is_alive():
                thread.join(TICK)
                self._tell(stage, *_progress(context, group))
        except BaseException:
            # Ctrl-C, or a progress function that wants to stop. Tasks look at a cancelled job only between rows, which
            # may be never, so the Spark that is ours ends whole; the next session starts another.
            context.cancelJobGroup(group)
            starting.stop()
            raise
        if (error := working.exception()) is not None:
            if (said := self._explained(error, stage, target)) is error:
                raise error
            raise said from error
        return working.result()

    @contextmanager
    def explaining(self, stage: str) -> Iterator[None]:
        """What Spark says outside of :meth:`do`, between two jobs, in the words of :meth:`do`."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            yield
        except (Py4JError, PySparkException, ConnectionError) as error:
            raise self._explained(error, stage) from error

    def send(self, value: Any) -> Any:
        """A broadcast of the value, which the workers keep until :meth:`let_go`."""
        sent = self.session.sparkContext.broadcast(value)
        self._sent.append(sent)
        return sent

    @contextmanager
    def sending(self, value: Any) -> Iterator[Any]:
        """A broadcast of the value, which is gone at the end."""
        sent = self.session.sparkContext.broadcast(value)
        try:
            yield sent
        finally:
            if starting.alive():
                sent.destroy()

    def let_go(self) -> None:
        """Let go of what was held and sent, on all machines."""
        if starting.alive():
            for frame in self._frames:
                frame.unpersist()
            for sent in self._sent:
                sent.destroy()
        self._frames.clear()
        self._sent.clear()

    def close(self) -> None:
        """Let go of the tables; Spark itself stays for the next session."""
        self.let_go()
        if starting.alive():
            for made in self._held.values():
                made.unpersist()
            for name in self._known:
                self.session.catalog.dropTempView(name)
        self._held.clear()

    def __enter__(self) -> SparkSteps:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _call(self, name: str, frame: Any) -> None:
        frame.createOrReplaceTempView(f"`{name}`")
        self._known[name] = {field.name: field.dataType.simpleString() for field in frame.schema}

    def _read(self, name: str, paths: Sequence[Path | str]) -> Any:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self.session.read.parquet(*map(_place, paths))
        except (Py4JError, PySparkException) as error:
            raise InputError(
                f"'{name}' cannot be read by Spark: {reason(str(error))}",
                where=Place(", ".join(map(str, paths))),
                todo="It must be Parquet, and every machine of the cluster must see it.",
            ) from error

    def _explained(self, error: BaseException, stage: str, target: str | None = None) -> BaseException:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        said = _said(error)
        if said is None or not starting.alive():
            starting.stop()
            return vanished(stage, self._memory)
        if not isinstance(error, (Py4JError, PySparkException)):
            return error
        if "OutOfMemoryError" in said or ENDING.search(said):
            starting.stop()
        return in_our_words(said, stage, self._memory, target)


def _said(error: BaseException) -> str | None:
    """What an error says; nothing when the Java that would say it has gone."""
    from py4j.protocol import Py4JError, Py4JNetworkError

    if isinstance(error, (Py4JNetworkError, ConnectionError)):
        return None
    try:
        return str(error)
    except (Py4JError, OSError):  # what it says is asked of Java
        return None


def _place(path: Path | str) -> str:
    """A file as Spark takes it for itself: a name with ``*``, ``?``, ``[`` or ``{`` is no pattern; URLs as given."""
    if isinstance(path, str):
        return path
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in str(path.absolute()))


def _progress(context: Any, group: str) -> tuple[int, int]:
    """Tasks done and tasks known of."""
    from py4j.protocol import Py4JError

    done = total = 0
    with suppress(Py4JError, OSError):  # a Java that has gone is the business of the thread that works with it
        tracker = context.statusTracker()
        for job in tracker.getJobIdsForGroup(group):
            about = tracker.getJobInfo(job)
            for stage in map(tracker.getStageInfo, about.stageIds if about else ()):
                if stage is not None:
                    done, total = done + stage.numCompletedTasks, total + stage.numTasks
    return min(done, total), total


def _opened(parts: Path, stack: ExitStack) -> list[ParquetFile]:
    """The parts in a folder, in their order.

    Raises:
        StoreError: there are none.
    """
    import pyarrow.parquet as pq

    files = [stack.enter_context(pq.ParquetFile(path)) for path in sorted(parts.glob("part-*.parquet"))]
    if not files:
        raise StoreError(
            "the parts that Spark wrote are not here.", where=Place(parts),
            todo="Every machine of the cluster must see this folder, as on NFS.",
        )  # fmt: skip
    return files


def _joined(files: Sequence[ParquetFile], target: Path) -> int:
    """The parts as one file, in their order; returns its rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # As DuckDB writes it: without metadata, and a column can be null if a value of it is.
    schema = pa.schema([pa.field(one.name, one.type, _nulls(files, one.name)) for one in files[0].schema_arrow])
    batches = (batch for file in files for batch in file.iter_batches(batch_size=ROWS))
    tables = (pa.Table.from_arrays(batch.columns, schema=schema) for batch in batches)
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        # Where Spark cuts the parts is chance; what is written of them is not.
        for table in in_blocks(chain([schema.empty_table()], tables), ROWS):
            writer.write_table(table)
    return sum(file.metadata.num_rows for file in files)


def _nulls(files: Sequence[ParquetFile], column: str) -> bool:
    """Whether any value of a column is null: by what the files say of it, which they do not of long texts and lists."""
    for file in files:
        for number in range(file.num_row_groups):
            group = file.metadata.row_group(number)
            named = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
            about: Any = named[column].statistics if column in named else None
            if about is not None and about.has_null_count:
                none = bool(about.null_count)
            else:
                none = any(batch[0].null_count for batch in file.iter_batches(row_groups=[number], columns=[column]))
            if none:
                return True
    return False
