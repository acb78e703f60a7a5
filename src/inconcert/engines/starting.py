"""Starting Spark: one for the process, because it takes seconds, and because its memory is set when Java starts."""

from __future__ import annotations

import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO

from inconcert.errors import UsageError
from inconcert.model.sizes import in_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator

MASTER = "INCONCERT_SPARK_MASTER"
"""Environment variable with the address of a cluster's master; without it Spark runs inside this machine."""
LOCAL = "local[2]"
LEAST = 512_000_000
"""Bytes below which Java has no room for Spark."""
PATIENCE = 2.0
"""Seconds that Spark gets to end by itself."""
EXTRA = "Install it with: pip install 'inconcert[spark]'."
OLDEST = 17
"""Java that Spark 4 runs on, and newer."""
JAVA = f"Install Java {OLDEST} or newer, and set JAVA_HOME if it is not on the path."
BEGIN = "See that so much memory is free, and that spark-defaults.conf and the address of the master are right."

ALONE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""Options of a Spark inside this machine: it listens to this machine only."""


class _Own:
    """The Spark that this process started."""

    session: Any = None
    asked: tuple[str, str, Path | None] | None = None
    scratch: TemporaryDirectory[str] | None = None


def spark(memory: str, spill: Path | None) -> Any:
    """The process's Spark session: somebody else's if there is one, else our own, started when need be.

    Args:
        memory: Heap of Java (of the driver, on a cluster).
        spill: Folder for what does not fit.

    Raises:
        UsageError: PySpark, SQLGlot or Java is missing or does not start, or the memory is too little for Java.
    """
    _check(memory)
    from pyspark.sql import SparkSession

    asked = (master := os.environ.get(MASTER, LOCAL), memory, spill)
    if _Own.session is not None and (_Own.asked != asked or not alive()):
        stop()
    if _Own.session is None:
        running = SparkSession.getActiveSession()
        if running is not None:
            return running
        _check_java()
        _Own.session = _start(_options(memory, spill, master), master)
        _Own.asked = asked
    return _Own.session


def _check(memory: str) -> None:
    missing = [name for name in ("pyspark", "sqlglot", "pandas") if find_spec(name) is None]
    if missing:
        raise UsageError(f"the engine 'spark' needs {' and '.join(missing)}.", todo=EXTRA)
    if in_bytes(memory) < LEAST:
        raise UsageError(f"Spark does not fit into {memory}.", todo="Give it 512MB or more, or use --engine duckdb.")


def _check_java() -> None:
    """Spark's own words for a Java that is missing or too old are a page long."""
    if "PYSPARK_GATEWAY_PORT" in os.environ:  # spark-submit runs it already
        return
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    if java is None:
        beyond = f" in JAVA_HOME={home}" if home else ""
        raise UsageError(f"the engine 'spark' needs Java, and there is none{beyond}.", todo=JAVA)
    asked = [java, "-version"]
    told = subprocess.run(asked, capture_output=True, text=True, check=False).stderr  # noqa: S603  # Spark runs it too
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    if found is not None and int(found[1]) < OLDEST:
        raise UsageError(f"the engine 'spark' needs Java {OLDEST}; {java} is Java {found[1]}.", todo=JAVA)


def _options(memory: str, spill: Path | None, master: str) -> dict[str, Any]:
    if spill is None:
        _Own.scratch = TemporaryDirectory(prefix="inconcert-", ignore_cleanup_errors=True)
    own: dict[str, Any] = {
        "spark.driver.memory": f"{in_bytes(memory) // 2**20}m",
        # What comes to the driver are ties and figures of the null, whose size is known beforehand.
        "spark.driver.maxResultSize": "0",
    }
    if master.startswith("local"):
        own |= {"spark.local.dir": str(spill or (_Own.scratch and _Own.scratch.name)), **ALONE}
    return own


def _start(options: dict[str, Any], master: str) -> Any:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    # Workers run on the Python of the system otherwise, which knows nothing of us.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("inconcert").config(map=options)
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # spark-submit has said it already
        builder = builder.master(master)
    with _own_interrupts(), _quiet() as said:
        try:
            session = builder.getOrCreate()
        except (PySparkException, Py4JError, OSError, RuntimeError) as error:
            first = str(error).partition("\n")[0]
            raise UsageError(f"Spark does not start: {first} {_last(said)}".rstrip(), todo=BEGIN) from error
    session.sparkContext.setLogLevel("ERROR")
    # A Java that dies would make its listener print a traceback between our lines.
    listener: Any = session.sparkContext._accumulatorServer  # noqa: SLF001  # it has no option for that
    listener.handle_error = lambda *_: None
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it prints what it raises as well
    return session


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """PySpark puts a handler of its own on Ctrl-C; ours comes back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    was = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, was)


@contextmanager
def _quiet() -> Iterator[BinaryIO]:
    """Java keeps the error stream that it starts with: a file without a name, not our own, and gone when Java is."""
    sys.stderr.flush()
    was = os.dup(2)
    with TemporaryFile() as log:
        os.dup2(log.fileno(), 2)
        try:
            yield log
        finally:
            os.dup2(was, 2)
            os.close(was)


def _last(log: BinaryIO) -> str:
    """What Java said last."""
    log.seek(0)
    return " ".join(log.read().decode("utf-8", "replace").split()[-60:])


def stop() -> None:
    """End the Spark that this process started, Java included; the next one starts with options of its own."""
    if _Own.session is None:
        return
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

    gateway: Any = SparkContext._gateway  # noqa: SLF001  # there is no other way to give Java another heap
    java = getattr(gateway, "proc", None)
    late = threading.Timer(PATIENCE, lambda: java and java.terminate())
    late.start()
    with suppress(Exception):  # Java may be gone already, which is what we want
        _Own.session.stop()
    if java is not None:
        with suppress(Exception):
            gateway.shutdown()
        java.stdin.close()
        java.wait()
        SparkContext._gateway = SparkContext._jvm = None  # noqa: SLF001  # as above
    late.cancel()
    SparkContext._active_spark_context = SparkSession._instantiatedSession = None  # noqa: SLF001  # if Java died first
    _Own.session = _Own.asked = None
    if _Own.scratch is not None:
        _Own.scratch.cleanup()
        _Own.scratch = None


def alive() -> bool:
    """Whether there is a Spark to talk to: Java ends by itself when it is out of memory for good."""
    from pyspark import SparkContext

    gateway = SparkContext._gateway  # noqa: SLF001  # its process is kept nowhere else
    return gateway is not None and (not hasattr(gateway, "proc") or gateway.proc.poll() is None)
