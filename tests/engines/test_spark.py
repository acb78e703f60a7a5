"""Spark's own: what it asks for, where it listens, whose it is, and what happens when it has too little memory."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.engines import starting
from inconcert.engines.spark import Spark
from inconcert.errors import BudgetError, UsageError
from inconcert.signals.base import Query

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def python() -> Any:
    """Runs a program in a process of its own, for a Spark with options of its own; returns what it prints."""

    def run(program: str, **environment: str) -> str:
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=os.environ | environment, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout

    return run


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    # Whatever else is installed here: of what Spark needs, only PySpark is missing.
    monkeypatch.setattr(starting, "find_spec", lambda name: None if name == "pyspark" else find_spec("json"))
    with pytest.raises(UsageError, match=r"needs pyspark\. .*inconcert\[spark\]"):
        Spark().open({})


@pytest.mark.spark
def test_without_java_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting.shutil, "which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(UsageError, match="needs Java.*Java 17"):
        Spark().open({}, memory="777MB")  # one that runs already would do otherwise


@pytest.mark.spark
def test_too_little_memory_is_refused_before_java_starts() -> None:
    with pytest.raises(UsageError, match="does not fit into 100MB"):
        Spark().open({}, memory="100MB")


@pytest.mark.spark
def test_alone_it_listens_to_this_machine_only_and_says_nothing(python: Any, tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from inconcert.engines.spark import Spark
from inconcert.signals.base import Query
with Spark().open({{}}, memory="600MB", spill=Path({str(tmp_path)!r})) as session:
    told = session.session.sparkContext.getConf()
    print(session.rows(Query("SELECT 1 AS one", "one")))
    for name in ("master", "driver.host", "driver.bindAddress", "driver.memory", "local.dir", "ui.enabled"):
        print(told.get("spark." + name))
    print(session.session.sparkContext.pythonExec)
"""
    (tmp_path / "python").symlink_to(sys.executable)  # named by the user, so left as it is
    told = ["local[2]", "127.0.0.1", "127.0.0.1", "572m", str(tmp_path), "false", str(tmp_path / "python")]
    assert python(program, PYSPARK_PYTHON=str(tmp_path / "python")).splitlines() == ["[(1,)]", *told]


@pytest.mark.spark
def test_a_session_that_runs_already_is_used_and_left_alone(python: Any) -> None:
    program = """
import os, sys, warnings
from pyspark.sql import SparkSession
error, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
os.dup2(null, 2)
theirs = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
os.dup2(error, 2)
from inconcert.engines import starting
from inconcert.engines.spark import Spark
with Spark().open({}, memory="4GB") as session:
    print(session.session.sparkContext is theirs.sparkContext, session.session is theirs)
starting.stop()
print(theirs.range(3).count())
"""
    assert python(program).splitlines() == ["True False", "3"]


@pytest.mark.spark
def test_too_little_memory_is_said_with_what_to_do(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [2_147_483_000]}), tmp_path / "n.parquet")
    greedy = Query("SELECT max(len(repeat('x', n))) AS most FROM n", "greedy")
    with (
        Spark().open({"n": [tmp_path / "n.parquet"]}) as session,
        pytest.raises(BudgetError, match=r"'greedy'.*2GB.*--memory"),
    ):
        session.rows(greedy)
    with Spark().open({}) as session:
        assert session.rows(Query("SELECT 1 AS one", "after")) == [(1,)]
