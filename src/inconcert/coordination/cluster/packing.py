"""Slices of the events as single values of a Spark column: tens of megabytes move as one row, not as millions."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.events import Events, read
from inconcert.engines.failing import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

BLOB = "blob binary"
"""Schema of a frame of packed values."""
FACTS = ("lang", "outlet", "platform")
"""What is kept of each object's first act."""


@dataclass(frozen=True)
class Slice:
    """All events on some of the objects. The names of its assets and objects are their codes in the whole signal."""

    events: Events
    facts: pa.Table
    """``FACTS`` of each object's first act."""


def packed(value: Any) -> bytes:
    """A value as bytes."""
    return pickle.dumps(value, protocol=5)


def unpacked(blob: Any) -> Any:
    """The value of an Arrow scalar of bytes."""
    return pickle.loads(memoryview(blob.as_buffer()))  # noqa: S301  # our own workers wrote it, a step earlier


def cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The rows of a partition (``asset, object, at, post`` and ``FACTS``; whole objects) as one packed slice.

    ``at`` is in microseconds since 1970 UTC.
    """
    import pyarrow as pa

    held = [batch for batch in batches if batch.num_rows]
    if held:
        with told():
            blob = packed(_slice(pa.Table.from_batches(held)))
        yield pa.RecordBatch.from_pydict({"blob": [blob]})


def _slice(table: pa.Table) -> Slice:
    import pyarrow as pa

    nothing = pa.chunked_array([pa.nulls(table.num_rows, pa.string()).dictionary_encode()])
    fixed: dict[str, Any] = {"lang": nothing, "outlet": nothing, "precision": pa.chunked_array([pa.array([1.0])])}
    # Rows stand for posts while the events are put in order, so that the first act of an object leads to its facts.
    table = table.sort_by("post")
    fixed["post"] = pa.chunked_array([pa.array(np.arange(table.num_rows))])
    events = read(table.num_rows, lambda name: fixed[name] if name in fixed else table[name])
    facts = table.select(FACTS).take(pa.array(events.post[events.start[:-1]], pa.int64())).combine_chunks()
    return Slice(replace(events, post=table["post"].to_numpy()[events.post]), facts)


def of_each(slices: Any, function: Callable[..., dict[str, Any]], schema: str, *given: Any) -> Any:
    """A frame of what ``function(slice, *given)`` makes of every slice, column by column.

    Args:
        slices: Frame of packed slices.
        function: A function of a module, so that workers import it.
        schema: Of what it returns, in Spark's words.
        given: What it is given beside the slice; of broadcasts their values.
    """
    return slices.mapInArrow(partial(_of_each, function, given), schema)


def _of_each(
    function: Callable[..., dict[str, Any]], given: tuple[Any, ...], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in batches:
        for blob in batch.column("blob"):
            with told():
                values = (getattr(one, "value", one) for one in given)
                made = pa.RecordBatch.from_pydict(function(unpacked(blob), *values))
            yield made
