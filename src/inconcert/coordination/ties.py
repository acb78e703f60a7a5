"""Ties of one signal as rows of the noun ``ties``."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.events import prune
from inconcert.coordination.evidence import describe, look_up
from inconcert.coordination.pairs import Judge, no_pairs
from inconcert.coordination.plan import bounded
from inconcert.coordination.shortlist import shortlisted
from inconcert.coordination.windows import windows
from inconcert.model.sizes import in_bytes
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

    from inconcert.coordination.counting import Progress
    from inconcert.coordination.events import Events
    from inconcert.coordination.nulls import Material
    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows
    from inconcert.settings import Settings


BLOCK = 50_000
"""Ties whose posts are looked up and written at a time."""
ROWS = 100_000
"""Most ties in a row group of the file."""


@dataclass(frozen=True)
class Found:
    """The significant pairs of one signal, and what is needed to write them out."""

    signal: str
    pairs: Pairs
    events: Events
    """The pruned events."""
    audience: NDArray[np.int64]
    used: Windows
    account: dict[str, Any]
    """What was looked at."""

    def tables(self, evidence: int, post_refs: Any = None) -> Iterator[pa.Table]:
        """The ties as tables of the noun ``ties``, some at a time, ordered by (a, b).

        Args:
            evidence: Shared objects kept with their posts, at most.
            post_refs: Arrow array with the reference of each post number; the number itself as text when absent.
        """
        import pyarrow as pa

        def refs(posts: Any) -> Any:
            return posts.cast(pa.string()) if post_refs is None else post_refs.take(posts)

        for pairs in self._blocks():
            met = look_up(self.events, self.audience, pairs, self.used)
            yield table(self._figures(pairs) | describe(self.events, met, evidence, refs))

    def figures(self) -> Iterator[pa.Table]:
        """The same without what is known of the posts: who, how many objects, expectation, window, p and q."""
        for pairs in self._blocks():
            yield table(self._figures(pairs))

    def _blocks(self) -> Iterator[Pairs]:
        for start in range(0, max(self.pairs.a.size, 1), BLOCK):
            yield self.pairs.take(slice(start, start + BLOCK))

    def _figures(self, pairs: Pairs) -> dict[str, Any]:
        names = self.events.assets
        return figures(self.signal, pairs, self.used, names[pairs.a], names[pairs.b])


def figures(signal: str, pairs: Pairs, used: Windows, a: Any, b: Any) -> dict[str, Any]:
    """Columns of the noun ``ties`` that need no look at the posts; ``a`` and ``b`` are the names of the pairs."""
    import pyarrow as pa

    seconds = np.array(used.seconds, float)[pairs.window] if pairs.a.size else np.empty(0)
    return {
        "a": a,
        "b": b,
        "signal": np.full(pairs.a.size, signal),
        "objects": pairs.shared.astype(np.int64),
        "expected": pairs.expected,
        "effect": np.log2((pairs.shared + 0.5) / (pairs.expected + 0.5)),
        "window": pa.array(seconds, mask=np.isinf(seconds)),
        "p": pairs.p,
        "q": pairs.q,
    }


def search(
    signal: str,
    events: Events,
    settings: Settings,
    *,
    own: tuple[float, ...] | None = None,
    rarity: bool = True,
    progress: Progress | None = None,
    spill: Path | None = None,
) -> Found:
    """The significant pairs of one signal.

    Args:
        signal: Name written into the table.
        events: All actions of the signal.
        settings: Windows, support, rates and memory.
        own: Windows the signal prescribes, seconds.
        rarity: Whether the window-free test applies.
        progress: Called with neighbours looked at and neighbours in all.
        spill: Folder for pairs that wait on disk.
    """
    used = windows(settings, events.precision, own, rarity)
    account, audience = searched(events, used, settings, own), events.audience
    if not events.size or not used.seconds:
        return Found(signal, no_pairs(), events, audience, used, account | counted(no_pairs(), settings))
    judge = Judge.of(events, used, settings.min_objects, settings.keep)
    left = prune(events, used.reach(audience), settings.min_objects)
    # From here on only the pruned events are needed: let go of the others before memory is wanted for pairs.
    del events
    held = in_bytes(settings.memory) // 8
    pairs = shortlisted(left, audience, used, judge, progress, held=held, spill=spill)
    return Found(signal, pairs, left, audience, used, account | counted(pairs, settings))


def ties(
    signal: str, events: Events, settings: Settings, *, own: tuple[float, ...] | None = None, rarity: bool = True
) -> tuple[pa.Table, dict[str, Any]]:
    """Ties with q up to ``settings.keep`` in one table, and what a reader should know of the search."""
    import pyarrow as pa

    found = search(signal, events, settings, own=own, rarity=rarity)
    return pa.concat_tables(found.tables(settings.evidence)), found.account


def searched(events: Material, used: Windows, settings: Settings, own: tuple[float, ...] | None) -> dict[str, Any]:
    """What is looked at, in numbers and words: for the manifest and the report."""
    left_out = [w for w in own or settings.windows if w not in used.seconds]
    return {
        "actions": events.size,
        "assets": int(events.acts.size),
        "objects": int((events.audience >= 2).sum()),
        "windows": [w for w in used.seconds if w != float("inf")],
        "windows_left_out": left_out,
        "precision": events.precision,
        "bounded": bounded(events, used, settings.min_objects),
    }


def counted(pairs: Pairs, settings: Settings) -> dict[str, Any]:
    """What was counted, in numbers: for the manifest and the report."""
    return {
        "tested": pairs.tested,
        "spread": round(pairs.spread, 4),
        "meetings": pairs.visited,
        "spilled": pairs.spilled,
        "ties": int((pairs.q <= settings.fdr).sum()),
    }


def table(columns: dict[str, Any]) -> pa.Table:
    """Those columns of the noun ``ties`` that are given, in its order."""
    import pyarrow as pa

    kinds = pa.schema([field for field in schema("ties") if field.name in columns])
    return pa.table([pa.array(columns[field.name]).cast(field.type) for field in kinds], schema=kinds)


def write(tables: Iterable[pa.Table], target: Path) -> None:
    """Write tables of one schema, at least one, to a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rest = iter(tables)
    first = next(rest)
    # Real numbers hardly ever repeat: a dictionary of them costs time and room. Parquet names lists by their elements.
    repeated = [
        f"{field.name}.list.element" if pa.types.is_list(field.type) else field.name
        for field in first.schema
        if not pa.types.is_floating(field.type)
    ]
    with pq.ParquetWriter(
        target,
        first.schema,
        compression="zstd",
        use_dictionary=repeated,  # type: ignore[arg-type]  # the stubs know of all or none, not of some columns
    ) as writer:
        for table in chain([first], rest):
            writer.write_table(table, row_group_size=ROWS)
