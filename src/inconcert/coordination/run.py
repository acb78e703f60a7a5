"""From files of actions to the file of ties: one part a signal, then all of them in one table."""

from __future__ import annotations

import math
from bisect import bisect_right
from contextlib import ExitStack
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from inconcert.coordination.events import load
from inconcert.coordination.plan import needed
from inconcert.coordination.references import references
from inconcert.coordination.ties import ROWS, search, search_referred, write
from inconcert.coordination.windows import of_signal
from inconcert.errors import BudgetError
from inconcert.model.blocks import in_blocks
from inconcert.model.sizes import in_bytes, of_bytes
from inconcert.model.tables import schema
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    from inconcert.coordination.ties import Found
    from inconcert.settings import Settings

REFERENCES = 16
"""Part of the memory that references of posts may take; if they are more, they are kept in files."""
BATCH = 10_000
"""Ties of each part that are held while all are put together."""
ORDER = ("a", "b", "signal")
"""What the ties of all signals are ordered by."""


def ties_of(
    signal: str,
    actions: Path,
    features: Path,
    settings: Settings,
    target: Path,
    *,
    spill: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """Write the ties of one signal to ``target`` (noun ``ties``, ordered by a, b); return what was looked at.

    Args:
        signal: Name of an installed signal.
        actions: Its file of the noun ``actions``.
        features: File of the noun ``features``, for the references of posts.
        settings: Windows, support and rates.
        target: File to write.
        spill: Folder for pairs that do not fit in memory; the system's own when not given.
        progress: Called with neighbours looked at and neighbours in all.

    Raises:
        BudgetError: the actions cannot be searched within the memory setting.
    """
    import pyarrow.parquet as pq

    check_memory(signal, pq.read_metadata(actions).num_rows, settings.memory)
    found = _found(registered("signals")[signal], actions, settings, progress, spill)
    # Wanted only now, when the pairs are counted.
    refs = references(features, in_bytes(settings.memory) // REFERENCES, spill)
    write(found.tables(settings.evidence, refs), target)
    return found.account


def _found(
    made: Any, actions: Path, settings: Settings, progress: Callable[[int, int], None] | None, spill: Path | None
) -> Found:
    """The pairs of a signal, by the null that it asks for."""
    if made.reference is not None:
        events = load(actions)
        used = of_signal(made, settings, events.precision)
        return search_referred(made.name, events, settings, used, made.reference, progress)
    # The actions have no name here, so that the search can let go of what it no longer needs.
    return search(
        made.name, load(actions), settings, own=made.windows, rarity=made.rarity, progress=progress, spill=spill
    )


def check_memory(signal: str, actions: int, memory: str) -> None:
    """Say before the search starts that it cannot keep within the memory setting.

    Raises:
        BudgetError: the actions need more than the setting allows; nothing was started.
    """
    need = needed(actions)
    if need > in_bytes(memory):
        raise BudgetError(
            f"{signal} has {actions:,} actions, which need about {of_bytes(need)}; the limit is {memory}.",
            todo=f"Run again with --memory {math.ceil(need / 10**9)}GB, or leave this signal out with --signal.",
        )


def merge(parts: Sequence[Path], target: Path) -> int:
    """Write the parts, each the ties of one signal ordered by (a, b), as one table ordered by (a, b, signal).

    A batch of each part is held at a time, and as many ties as make a row group.

    Returns:
        The number of ties.
    """
    import pyarrow.parquet as pq

    with ExitStack() as opened:
        files = [opened.enter_context(pq.ParquetFile(part)) for part in parts]
        ordered = _in_order([_Part(file) for file in files])
        write(in_blocks(chain([schema("ties").empty_table()], ordered), ROWS), target)
        return sum(file.metadata.num_rows for file in files)


class _Part:
    """What is held of one part: the ties of a batch that are not written yet."""

    def __init__(self, file: ParquetFile) -> None:
        self._rest = file.iter_batches(BATCH)
        self._refill()

    def _refill(self) -> None:
        import pyarrow as pa

        batch = next(self._rest, None)
        self.table = schema("ties").empty_table() if batch is None else pa.Table.from_batches([batch])
        self._a, self._b = (cast("list[str]", self.table[name].to_pylist()) for name in ("a", "b"))

    @property
    def last(self) -> tuple[str, str]:
        """The last pair that is held."""
        return self._a[-1], self._b[-1]

    def take(self, pair: tuple[str, str]) -> pa.Table:
        """Take out the ties up to a pair; what is held is filled again once it is empty."""
        upto = bisect_right(range(len(self._a)), pair, key=lambda row: (self._a[row], self._b[row]))
        taken, self.table = self.table.slice(0, upto), self.table.slice(upto)
        self._a, self._b = self._a[upto:], self._b[upto:]
        if not self._a:
            self._refill()
        return taken


def _in_order(parts: Sequence[_Part]) -> Iterator[pa.Table]:
    """The ties of all parts as tables that follow each other by (a, b, signal)."""
    import pyarrow as pa

    while held := [part for part in parts if part.table.num_rows]:
        upto = min(part.last for part in held)
        yield pa.concat_tables([part.take(upto) for part in held]).sort_by([(name, "ascending") for name in ORDER])
