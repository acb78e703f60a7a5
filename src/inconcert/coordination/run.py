"""From files of actions to the file of ties: one part a signal, then all of them in one table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from inconcert.coordination.events import load
from inconcert.coordination.plan import BYTES
from inconcert.coordination.ties import search, write
from inconcert.errors import BudgetError
from inconcert.model.sizes import in_bytes, of_bytes
from inconcert.model.tables import schema
from inconcert.plugins import registered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from inconcert.settings import Settings


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
    made = registered("signals")[signal]
    refs = pq.read_table(features, columns=["post_ref"])["post_ref"].combine_chunks()
    found = search(
        signal, load(actions), settings, own=made.windows, rarity=made.rarity, progress=progress, spill=spill
    )
    write(found.tables(settings.evidence, refs), target)
    return found.account


def check_memory(signal: str, actions: int, memory: str) -> None:
    """Say before the search starts that it cannot keep within the memory setting.

    Raises:
        BudgetError: the actions need more than the setting allows; nothing was started.
    """
    need = actions * BYTES
    if need > in_bytes(memory):
        raise BudgetError(
            f"{signal} has {actions:,} actions, which need about {of_bytes(need)}; the limit is {memory}.",
            todo=f"Run again with --memory {math.ceil(need / 10**9)}GB, or leave this signal out with --signal.",
        )


def merge(parts: Sequence[Path], target: Path) -> int:
    """Write the parts, each the ties of one signal, as one table ordered by (a, b, signal); return its rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = [pq.read_table(part) for part in parts]
    table = pa.concat_tables(tables) if tables else schema("ties").empty_table()
    table = table.sort_by([("a", "ascending"), ("b", "ascending"), ("signal", "ascending")])
    write([table], target)
    return int(table.num_rows)
