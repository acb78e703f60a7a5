"""What goes wrong on Spark reaches the user in our words: what, at which step and partition, what to do."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from inconcert.engines.failing import in_our_words, told, unwritable
from inconcert.engines.spark import Spark
from inconcert.errors import BudgetError, DiskFull, EngineError, InputError, PluginError, StoreError, UsageError
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.engines.spark import SparkSteps

SAID = {
    "Lost task 1.0: java.io.IOException: No space left on device": "DiskFull: step 's' found no room",
    "x\njava.lang.OutOfMemoryError: Java heap space": "BudgetError: step 's' needs more than 2GB. .*--memory",
    "[CAST_INVALID_INPUT] The value 'a' cannot be cast.\nmore": "PluginError: .*'s' fails on the data: .*CAST_INVALID",
    "Aborted.\n\tat x\nCaused by: a.b.CError: late\n\tat y": "EngineError: step 's' failed on Spark: late",
    "An error occurred while calling o5.collectToPython.\n: a.b.CException: Job 3 cancelled because SparkContext was "
    "shut down\n\tat x": "BudgetError: Java ended in step 's': it needs more than 2GB.*--memory",
    "An error occurred while calling o5.count.\n: a.b.CException: odd\n\tat x": "EngineError: .* failed on Spark: odd",
    "": "EngineError: step 's' failed on Spark: it does not say why",
}


@pytest.mark.parametrize("said", SAID)
def test_what_spark_says_becomes_one_sentence(said: str) -> None:
    error = in_our_words(said, "s", "2GB")
    kind, _, pattern = SAID[said].partition(": ")
    assert type(error).__name__ == kind
    with pytest.raises(type(error), match=pattern):
        raise error
    assert "\n" not in str(error)


def test_a_full_disk_of_this_machine_is_no_matter_of_rights(tmp_path: Path) -> None:
    full, forbidden = OSError(errno.ENOSPC, "No space left"), PermissionError(errno.EACCES, "Permission denied")
    assert isinstance(unwritable(full, "s", tmp_path), DiskFull)
    said = unwritable(forbidden, "s", tmp_path)
    assert not isinstance(said, DiskFull)
    assert str(said).startswith(f"{tmp_path}: step 's' cannot write: Permission denied")


@pytest.fixture
def steps() -> Iterator[SparkSteps]:
    with Spark().open({}) as session:
        yield session


def _work(steps: SparkSteps, function: Any) -> None:
    """Run a function on the second of two partitions."""

    def each(batches: Any) -> Any:
        from pyspark import TaskContext

        for batch in batches:
            if TaskContext.get().partitionId() == 1:  # type: ignore[union-attr]  # within a task there is one
                with told():
                    function()
            yield batch

    frame = steps.session.range(0, 4, 1, 2)
    steps.do(frame.mapInArrow(each, "id bigint").count, "ties: same_link")


@pytest.mark.spark
def test_our_error_in_a_worker_is_raised_as_what_it_is(steps: SparkSteps) -> None:
    def split() -> None:
        raise BudgetError("3,000,000,000 «Namen» in one signal.", todo="Split the investigation.")

    with pytest.raises(BudgetError) as caught:
        _work(steps, split)
    assert str(caught.value) == (
        "step 'ties: same_link', partition 1: 3,000,000,000 «Namen» in one signal. Split the investigation."
    )
    assert caught.value.todo == "Split the investigation."


@pytest.mark.spark
def test_a_defect_in_a_worker_is_told_with_its_place_in_one_line(steps: SparkSteps) -> None:
    with pytest.raises(
        EngineError, match=r"'ties: same_link', partition 1: ZeroDivisionError: .*\.py, line \d+\)"
    ) as e:
        _work(steps, lambda: 1 // 0)
    assert "\n" not in str(e.value)


@pytest.mark.spark
def test_a_worker_without_memory_is_a_matter_of_the_budget(steps: SparkSteps) -> None:
    def much() -> None:
        import numpy as np

        np.empty(1 << 60, np.int8)

    with pytest.raises(BudgetError, match=r"'ties: same_link', partition 1: .*no memory left.*memoryOverhead"):
        _work(steps, much)


@pytest.mark.spark
def test_a_worker_that_is_killed_is_a_matter_of_the_budget(steps: SparkSteps) -> None:
    with pytest.raises(BudgetError, match=r"'ties: same_link' lost a worker.*memoryOverhead"):
        _work(steps, lambda: os.kill(os.getpid(), signal.SIGKILL))


@pytest.mark.spark
def test_a_task_of_the_search_tells_what_it_raised(steps: SparkSteps) -> None:
    from inconcert.coordination.cluster.work import task_by_task

    def fails(_sent: Any, _table: pa.Table) -> pa.Table:
        raise BudgetError("too much.", todo="Take less.")

    dealt = steps.session.range(3).toDF("task")
    with pytest.raises(BudgetError, match=r"^step 'ties: x', partition \d: too much. Take less.$"):
        steps.do(task_by_task(dealt, fails, None, "task bigint").count, "ties: x")


@pytest.mark.spark
def test_a_slice_of_the_search_tells_what_it_raised(steps: SparkSteps) -> None:
    from inconcert.coordination.cluster.packing import of_each, packed

    def fails(_one: Any) -> Any:
        raise BudgetError("too much.", todo="Take less.")

    slices = steps.session.createDataFrame(pa.table({"blob": [packed(1)]}))
    with pytest.raises(BudgetError, match=r"^step 'ties: x', partition \d: too much. Take less.$"):
        steps.do(of_each(slices, fails, "x int").count, "ties: x")


@pytest.mark.spark
@pytest.mark.parametrize("place", ["file/ties.parquet", "/proc/ties.parquet", "nowhere://bucket/ties"])
def test_a_place_that_cannot_be_written_is_named(steps: SparkSteps, place: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    target = place if "://" in place else tmp_path / place
    with pytest.raises(StoreError, match=rf"{place}.*'one' cannot write: "):
        steps.write(Query("SELECT 1 AS one", "one"), target)


@pytest.mark.spark
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("a,b\n1,2\n")
    for name in ("posts.csv", "gone.parquet"):
        with pytest.raises(InputError, match=rf"{name}: 'features' cannot be read by Spark"):
            Spark().open({"features": [tmp_path / name]})


@pytest.mark.spark
def test_a_value_that_does_not_fit_is_told_with_its_step(steps: SparkSteps) -> None:
    with pytest.raises(PluginError, match=r"step 'wrong' fails on the data: .*'a1'"):
        steps.rows(Query("SELECT CAST('a1' AS INTEGER) + count(*) AS n FROM (SELECT 1)", "wrong"))


@pytest.mark.spark
def test_a_java_that_dies_is_told_and_the_next_session_has_another() -> None:
    with Spark().open({}) as session, pytest.raises(BudgetError, match=r"Java ended in step 'long'.*--memory"):
        from pyspark import SparkContext

        java: Any = SparkContext._gateway  # it is kept nowhere else
        threading.Timer(1, java.proc.kill).start()
        session.do(lambda: session.session.range(10**15).selectExpr("sum(id % 7)").collect(), "long")
    with Spark().open({}) as session:
        java = SparkContext._gateway  # as above
        java.proc.kill()
        java.proc.wait()
    with Spark().open({}) as session:
        assert session.rows(Query("SELECT 1 AS one", "after")) == [(1,)]


PROGRAM = """
import sys
from inconcert.engines.spark import Spark
from inconcert.errors import InconcertError
try:
    with Spark().open({}) as session:
        session.do(session.session.range(2).mapInArrow(lambda some: some, "id bigint").count, "asked")
except InconcertError as error:
    print(type(error).__name__, error)
"""


def _says(**environment: str) -> str:
    """What a user is told in a process with that environment."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.spark
def test_workers_with_another_python_are_told(
    steps: SparkSteps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "python"
    other.write_text(
        f"#!{sys.executable}\nimport runpy, sys\nimport pyspark.daemon, pyspark.worker_util\n"
        'sys.version_info = (3, 9, 0, "final", 0)\nrunpy.run_module("pyspark.daemon", run_name="__main__")\n'
    )
    other.chmod(0o755)
    said = _says_with(other, steps, monkeypatch)
    mine = "{}.{}".format(*sys.version_info)
    assert said.startswith(f"step 'asked': Spark's workers run Python 3.9, this process runs {mine}. ")
    assert "PYSPARK_PYTHON" in said


@pytest.mark.spark
def test_workers_without_python_are_told(steps: SparkSteps, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = _says_with(tmp_path / "python9", steps, monkeypatch)
    assert said.startswith(f"step 'asked': Spark cannot start its workers: there is no {tmp_path}/python9.")


def _says_with(python: Path, steps: SparkSteps, monkeypatch: pytest.MonkeyPatch) -> str:
    """What a user is told whose workers run ``python``."""
    monkeypatch.setattr(steps.session.sparkContext, "pythonExec", str(python))
    frame = steps.session.range(2).mapInArrow(lambda some: some, "id bigint")
    with pytest.raises(UsageError) as caught:
        steps.do(frame.count, "asked")
    return str(caught.value)


def _java(folder: Path, version: str, does: str = "exit 1") -> str:
    """A home with a Java that tells a version and does nothing else well."""
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(
        f'#!/bin/sh\n[ "$1" = -version ] && {{ echo \'openjdk version "{version}"\' >&2; exit; }}\n{does}\n'
    )
    java.chmod(0o755)
    return str(folder)


@pytest.mark.spark
@pytest.mark.parametrize(("version", "told"), [("1.8.0_402", "8"), ("11.0.2", "11")])
def test_a_java_that_is_too_old_is_told(tmp_path: Path, version: str, told: str) -> None:
    said = _says(JAVA_HOME=_java(tmp_path, version))
    assert said == (
        f"UsageError the engine 'spark' needs Java 17; {tmp_path}/bin/java is Java {told}. Install Java 17 or newer, "
        "and set JAVA_HOME if it is not on the path.\n"
    )


@pytest.mark.spark
def test_a_home_without_java_is_told(tmp_path: Path) -> None:
    assert f"needs Java, and there is none in JAVA_HOME={tmp_path}." in _says(JAVA_HOME=str(tmp_path))


@pytest.mark.spark
def test_a_java_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    does = "echo 'Could not reserve enough space for object heap' >&2; exit 1"
    said = _says(JAVA_HOME=_java(tmp_path, "17.0.1", does))
    assert said.startswith("UsageError Spark does not start: ")
    assert "Could not reserve enough space for object heap" in said


@pytest.mark.spark
def test_java_and_its_workers_end_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from inconcert.engines.spark import Spark
def busy(batches):
    import os
    Path({str(tmp_path)!r}, "worker").write_text(str(os.getpid()))
    while True:
        pass
    yield
with Spark().open({{}}, spill=Path({str(tmp_path / "spill")!r})) as session:
    from pyspark import SparkContext
    Path({str(tmp_path)!r}, "java").write_text(str(SparkContext._gateway.proc.pid))
    session.do(session.session.range(0, 1, 1, 1).mapInArrow(busy, "id bigint").count, "busy")
"""
    environment = os.environ | {"TMPDIR": str(tmp_path / "temporary")}
    (tmp_path / "temporary").mkdir()
    driver = subprocess.Popen([sys.executable, "-c", program], env=environment)
    try:
        begun = time.monotonic()
        while not (tmp_path / "worker").exists() and time.monotonic() - begun < 120:
            time.sleep(0.2)
        others = [int((tmp_path / name).read_text()) for name in ("java", "worker")]
        assert all(map(_runs, others))
    finally:
        driver.kill()
        driver.wait()
    begun = time.monotonic()
    while any(map(_runs, others)) and time.monotonic() - begun < 30:
        time.sleep(0.2)
    assert not any(map(_runs, others))
    assert not [path for path in (tmp_path / "spill").rglob("*") if path.is_file()]
    assert not list((tmp_path / "temporary").glob("inconcert-*"))


def _runs(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits for its parent does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
