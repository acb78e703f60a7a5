"""What an engine is: something that runs named steps over Parquet files, within a memory limit, and can be stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    Progress = Callable[[str, int, int], None]
    """Called with the name of the step, how much is done, and how much there is (0 when that is unknown)."""


class Step(Protocol):
    """A named step: the SELECT ``sql`` makes the table ``table`` (see :class:`inconcert.signals.base.Query`).

    Its SQL is in DuckDB's words; :mod:`inconcert.engines.dialect` puts it into those of other engines.
    """

    @property
    def sql(self) -> str:
        """The SELECT."""

    @property
    def table(self) -> str:
        """The name that later steps use for its rows."""


class Session(Protocol):
    """An open engine. It is stopped by an interrupt (Ctrl-C), within a second, and closed by ``with``."""

    def columns(self, step: Step) -> list[str]:
        """Names of the columns that a step would give; nothing is run.

        Raises:
            PluginError: the engine does not understand the step.
        """

    def run(self, step: Step) -> None:
        """Make the table of a step, in the place of one of that name.

        Raises:
            BudgetError: the step cannot keep within the memory limit.
            DiskFull: there is no room to spill.
        """

    def write(self, step: Step, target: Path) -> int:
        """Write the rows of a step to a Parquet file, in the order of its SELECT; return how many there are.

        Raises:
            BudgetError: the step cannot keep within the memory limit.
            DiskFull: there is no room to spill or to write.
        """

    def rows(self, step: Step) -> list[tuple[Any, ...]]:
        """The rows of a small step."""

    def __enter__(self) -> Session: ...

    def __exit__(self, *_: object) -> None: ...


@runtime_checkable
class Engine(Protocol):
    """A way to run steps. Registered by the hook ``engines``, chosen with ``--engine``."""

    name: str
    """The word for ``--engine``."""
    ties: str
    """``module:function`` that searches one signal's actions for ties on this engine; it takes and returns the same as
    :func:`inconcert.coordination.run.ties_of`, which does for engines that only prepare actions, and writes the same
    table."""

    def open(
        self,
        tables: Mapping[str, Sequence[Path]],
        *,
        memory: str = "2GB",
        spill: Path | None = None,
        progress: Progress | None = None,
    ) -> Session:
        """A session in which each name of ``tables`` is the union of its Parquet files.

        Args:
            tables: Names and files.
            memory: Most memory the engine may hold, such as ``2GB``; more is spilled.
            spill: Folder to spill into; a temporary one when not given.
            progress: Told how far each step is.

        Raises:
            UsageError: the memory limit cannot be understood, or what the engine needs is not installed.
        """
