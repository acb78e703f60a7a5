"""Ties of one signal as rows of the noun ``ties``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.coding import as_text
from inconcert.coordination.events import prune
from inconcert.coordination.evidence import Diaries, Few, by_rarity, describe, look_up
from inconcert.coordination.pairs import Judge, no_pairs
from inconcert.coordination.plan import bounded
from inconcert.coordination.reference import believed, referred
from inconcert.coordination.shortlist import shortlisted
from inconcert.coordination.sieve import MOST_TESTED
from inconcert.coordination.significance import chances
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


WALKED = 40
"""Bytes of one action while pairs are counted. Where that is more than a quarter of the memory, what is not needed then
(who, when, which post) is put into files."""
HELD = 16
"""Part of the memory in which pairs wait."""
BLOCK = 50_000
"""Ties whose posts are looked up and written at a time."""
DICTIONARY = 16 << 20
"""Bytes of names in a row group that are written once each; beyond, every mention is written in full."""
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
            return (posts if post_refs is None else post_refs.take(posts)).cast(pa.string())

        tied = np.zeros(self.events.assets.size, np.bool_)
        for start in range(0, self.pairs.a.size, BLOCK):
            some = self.pairs.take(slice(start, start + BLOCK))
            tied[some.a] = tied[some.b] = True
        self.pairs.rest()
        diaries, rank = Diaries.of(self.events, tied), by_rarity(self.audience)
        posts = Few(int(diaries.post.max(initial=-1)) + 1, refs)
        objects = Few(self.events.objects.size, as_text(self.events.objects).take)
        for told, pairs in self._figures():
            met = look_up(diaries, self.audience, pairs, self.used, rank)
            yield table(told | describe(diaries, met, evidence, posts, objects))

    def figures(self) -> Iterator[pa.Table]:
        """The same without what is known of the posts: who, how many objects, expectation, window, p and q."""
        for told, _ in self._figures():
            yield table(told)

    def _figures(self) -> Iterator[tuple[dict[str, Any], Pairs]]:
        """Columns that need no look at the posts, and the pairs they are of, some at a time."""
        import pyarrow as pa

        names = as_text(self.events.assets)
        for start in range(0, max(self.pairs.a.size, 1), BLOCK):
            pairs = self.pairs.take(slice(start, start + BLOCK))
            a, b = (names.take(pa.array(codes)) for codes in (pairs.a, pairs.b))
            yield figures(self.signal, pairs, self.used, a, b), pairs
            self.pairs.rest()


def figures(signal: str, pairs: Pairs, used: Windows, a: Any, b: Any) -> dict[str, Any]:
    """Columns of the noun ``ties`` that need no look at the posts; ``a`` and ``b`` are the names of the pairs."""
    import pyarrow as pa

    seconds = np.array(used.seconds, float)[pairs.window] if pairs.a.size else np.empty(0)
    return {
        "a": a,
        "b": b,
        "signal": pa.repeat(pa.scalar(signal), pairs.a.size),
        "objects": pairs.shared.astype(np.int64),
        "expected": pairs.expected,
        "effect": np.log2((pairs.shared + 0.5) / (pairs.expected + 0.5)),
        "window": pa.array(seconds, mask=np.isinf(seconds)),
        "p": pairs.p,
        "q": pa.array(pairs.q, mask=np.isnan(pairs.q)),
        "chance": np.minimum(chances(pairs.shared, pairs.expected, pairs.spread) * len(used.seconds), 1.0),
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
    """The significant pairs of one signal, and its leads.

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
    memory = in_bytes(settings.memory)
    large = left.size * WALKED > memory // 4
    left = left.put_aside(spill) if large else left
    pairs = shortlisted(left, audience, used, judge, progress, held=memory // HELD, spill=spill)
    pairs = replace(pairs, spilled=pairs.spilled + large * left.nbytes)
    return Found(signal, pairs, left, audience, used, account | counted(pairs, settings))


def search_referred(
    signal: str, events: Events, settings: Settings, used: Windows, rate: float, progress: Progress | None = None
) -> Found:
    """The significant pairs of a signal with a reference; see :mod:`inconcert.coordination.reference`."""
    account, audience = searched(events, used, settings, used.seconds), events.audience
    pairs, left = referred(events, used, rate, keep=settings.keep, progress=progress)
    told = {"reference": rate, "believed": round(believed(events), 4), "leads_left_out": False}
    return Found(signal, pairs, left, audience, used, account | counted(pairs, settings) | told)


def ties(
    signal: str, events: Events, settings: Settings, *, own: tuple[float, ...] | None = None, rarity: bool = True
) -> tuple[pa.Table, dict[str, Any]]:
    """Ties with q up to ``settings.keep`` in one table, and what a reader should know of the search."""
    import pyarrow as pa

    found = search(signal, events, settings, own=own, rarity=rarity)
    return pa.concat_tables(part.cast(schema("ties")) for part in found.tables(settings.evidence)), found.account


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
        "leads_left_out": pairs.tested > MOST_TESTED,
    }


def table(columns: dict[str, Any]) -> pa.Table:
    """Those columns of the noun ``ties`` that are given, in its order; text may stand as dictionaries."""
    import pyarrow as pa

    kinds = [field for field in schema("ties") if field.name in columns]
    return pa.table({field.name: _column(columns[field.name], field.type) for field in kinds})


def _column(values: Any, kind: Any) -> Any:
    import pyarrow as pa

    column = values if isinstance(values, pa.Array) else pa.array(values)
    if pa.types.is_list(kind) and pa.types.is_dictionary(column.type.value_type):
        return column
    return column.cast(kind)


def write(tables: Iterable[pa.Table], target: Path) -> None:
    """Write tables of one schema, at least one, to a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rest = iter(tables)
    first = next(rest)
    # Real numbers hardly ever repeat: a dictionary of them costs time and room. Parquet names lists by their elements,
    # of which the least and greatest are nothing anybody would ask for.
    lists = [field.name for field in first.schema if pa.types.is_list(field.type)]
    single = [field.name for field in first.schema if field.name not in lists]
    repeated = [f"{name}.list.element" for name in lists]
    repeated += [name for name in single if not pa.types.is_floating(first.schema.field(name).type)]
    with pq.ParquetWriter(
        target,
        first.schema,
        compression="zstd",
        use_dictionary=repeated,  # type: ignore[arg-type]  # the stubs know of all or none, not of some columns
        write_statistics=single,
        # Written as plain text, whether it stands as dictionaries here or not.
        store_schema=False,
        dictionary_pagesize_limit=DICTIONARY,
    ) as writer:
        for table in chain([first], rest):
            writer.write_table(table, row_group_size=ROWS)
