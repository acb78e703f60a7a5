"""What went wrong on Spark, said in our words: Spark's own are a page of Java with the reason in the middle."""

from __future__ import annotations

import errno
import json
import platform
import re
import sys
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inconcert import errors
from inconcert.errors import (
    BudgetError,
    DiskFull,
    EngineError,
    InconcertError,
    Place,
    PluginError,
    StoreError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MARK = "inconcert-failed: "
"""What a worker's line to the driver begins with."""
ROOM = (
    "Give the workers more room beside Java (spark.executor.memoryOverhead), or make tasks smaller with less --memory."
)


ENDING = re.compile(r"SparkContext (?:was|has been|is being) shut ?down|stopped SparkContext")
"""What Spark says of a job while its Java ends: out of memory in a thread of its own, it stops the work first."""
CALLING = re.compile(r"An error occurred while calling \S+\.$")
"""First line of what the bridge to Java says, which names no reason."""


class Failed(Exception):
    """What a worker tells the driver: one line, which comes through as part of Spark's message."""


@contextmanager
def told() -> Iterator[None]:
    """In a worker: an error reaches the driver as what it is, with the partition and the machine."""
    try:
        yield
    except Exception as error:
        raise Failed(MARK + json.dumps(_account(error))) from error


def _account(error: Exception) -> dict[str, Any]:
    """An error as JSON."""
    from pyspark import TaskContext

    context, last = TaskContext.get(), traceback.extract_tb(error.__traceback__)[-1]
    about = {
        "kind": type(error).__name__,
        "what": f"{error}",
        "line": f"{Path(last.filename).name}, line {last.lineno}",
        "partition": context.partitionId() if context else None,
        "machine": platform.node(),
    }
    if isinstance(error, InconcertError):
        where = error.where and [str(error.where.file), error.where.row, error.where.column]
        return about | {"what": error.what, "todo": error.todo, "where": where, "ours": True}
    return about


def in_our_words(said: str, stage: str, memory: str, target: str | None = None) -> InconcertError:
    """The error to raise for what Spark says.

    Args:
        said: All that Spark says.
        stage: Name of the step.
        memory: Memory setting.
        target: File or folder that was being written.
    """
    accounts = re.findall(f"^.*{MARK}({{.*}})$", said, re.MULTILINE)
    if accounts and (error := _of_worker(json.loads(accounts[-1]), stage, memory)) is not None:
        return error
    for pattern, made in KNOWN:
        if (found := re.search(pattern, said)) is not None:
            return made(found, stage, memory)
    if target is not None and (found := re.search(UNWRITABLE, said)) is not None:
        return StoreError(
            f"step '{stage}' cannot write: {found[0].strip()}",
            where=Place(target),
            todo="Every machine of the cluster must be able to write there.",
        )
    return EngineError(f"step '{stage}' failed on Spark: {reason(said)}")


def vanished(stage: str, memory: str) -> BudgetError:
    """For a Java that has gone."""
    return BudgetError(
        f"Java ended in step '{stage}': it needs more than {memory}, or the system ended it for want of memory.",
        todo="Allow more with --memory if the machine has it, then run the same again.",
    )


def unwritable(error: OSError, stage: str, target: Path) -> StoreError:
    """For a place that this machine cannot write."""
    if error.errno == errno.ENOSPC:
        return DiskFull(f"step '{stage}' found no room on the disk.", todo="Make room and run the same again.")
    return StoreError(
        f"step '{stage}' cannot write: {error.strerror or error}",
        where=Place(target),
        todo="Choose a folder that can be written.",
    )


def _of_worker(told: dict[str, Any], stage: str, memory: str) -> InconcertError | None:
    """The error that a worker told of; none if Spark's own words say more."""
    where = f"step '{stage}', partition {told['partition']}"
    if told["machine"] != platform.node():
        where += f" on {told['machine']}"
    if told.get("ours"):
        kind: type[InconcertError] = getattr(errors, told["kind"], InconcertError)
        place = Place(*told["where"]) if told["where"] else None
        return kind(f"{where}: {told['what']}", where=place, todo=told["todo"])
    if told["kind"] in ("MemoryError", "ArrowMemoryError", "_ArrayMemoryError"):
        return BudgetError(f"{where}: a worker has no memory left, with --memory {memory}.", todo=ROOM)
    if told["kind"] == "ModuleNotFoundError":
        return None
    return EngineError(
        f"{where}: {told['kind']}: {told['what']} ({told['line']})", todo="This should not happen: please report it."
    )


def reason(said: str) -> str:
    """What Spark says in its first line, or in its last «Caused by»."""
    lines = [line.strip(": ") for line in said.splitlines() if line.strip(": ") and not CALLING.match(line)]
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    line = (causes or lines or ["it does not say why."])[-1 if causes else 0]
    return re.sub(r"^(?:[\w$]+\.)+[\w$]+(?:Exception|Error): ", "", line)[:500]


def _too_little(_found: Any, stage: str, memory: str) -> InconcertError:
    return BudgetError(f"step '{stage}' needs more than {memory}.", todo="Allow more with --memory.")


def _no_room(_found: Any, stage: str, _memory: str) -> InconcertError:
    return DiskFull(f"step '{stage}' found no room on the disk.", todo="Make room and run the same again.")


def _ended(_found: Any, stage: str, memory: str) -> InconcertError:
    return vanished(stage, memory)


def _crashed(_found: Any, stage: str, memory: str) -> InconcertError:
    return BudgetError(
        f"step '{stage}' lost a worker, which the system ends when its memory is short (--memory {memory}).", todo=ROOM
    )


def _other_python(found: Any, stage: str, _memory: str) -> InconcertError:
    return UsageError(
        f"step '{stage}': Spark's workers run Python {found[1]}, this process runs {found[2]}.",
        todo=f"Name the same Python for all in PYSPARK_PYTHON; this one is {sys.executable}.",
    )


def _no_python(found: Any, stage: str, _memory: str) -> InconcertError:
    return UsageError(
        f"step '{stage}': Spark cannot start its workers: there is no {found[1]}.",
        todo="Name in PYSPARK_PYTHON a Python that every machine has.",
    )


def _not_installed(found: Any, stage: str, _memory: str) -> InconcertError:
    return UsageError(
        f"step '{stage}': the Python of Spark's workers has no {found[1]}.",
        todo="Install inconcert[spark] for it on every machine, or name another in PYSPARK_PYTHON.",
    )


def _wrong_data(found: Any, stage: str, _memory: str) -> InconcertError:
    return PluginError(f"step '{stage}' fails on the data: {found[1]}")


KNOWN: tuple[tuple[str, Callable[[Any, str, str], InconcertError]], ...] = (
    (r"Python in worker has different version: '?([\d.]+)'? than that in driver: '?([\d.]+)", _other_python),
    (r'Cannot run program "([^"]+)"', _no_python),
    (r"ModuleNotFoundError: No module named '([^']+)'", _not_installed),
    (r"No space left", _no_room),
    (r"OutOfMemoryError|UNABLE_TO_ACQUIRE_MEMORY", _too_little),
    (ENDING.pattern, _ended),
    (r"Python worker exited unexpectedly|ExecutorLostFailure|\bMemoryError\b", _crashed),
    (r"(\[(?:CAST_|DIVIDE_BY_|ARITHMETIC_|INVALID_ARRAY_)[A-Z_.]+\][^\n]*)", _wrong_data),
)  # fmt: skip
"""What Spark says, and what we say of it; the first that is found counts."""
UNWRITABLE = (
    r"[^\n]*(?:Mkdirs failed|Permission denied|Not a directory|Read-only file system|No FileSystem for scheme|"
    r"UnsupportedFileSystemException|AccessControlException|AccessDenied|ClassNotFoundException: Class)[^\n]*"
)
