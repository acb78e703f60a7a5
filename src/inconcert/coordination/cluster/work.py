"""What Spark's workers run for one task: rows of Arrow in, rows of Arrow out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.cluster.packing import unpacked
from inconcert.coordination.cluster.tasks import Hand, Share, evidence_between, pairs_between
from inconcert.coordination.sieve import KINDS
from inconcert.coordination.ties import BLOCK

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

PAIRS = "a int, b int, shared int, window tinyint, p double, tested bigint, visited bigint"
"""Pairs of one task; ``tested`` and ``visited`` stand once a block, in a row without a pair."""
EVIDENCE = (
    "a int, b int, coactions bigint, gap double, first_at bigint, last_at bigint, "
    "shared array<string>, posts array<bigint>"
)
"""What :func:`inconcert.coordination.cluster.tasks.evidence_between` tells."""


def task_by_task(dealt: Any, function: Callable[[Any, pa.Table], pa.Table], sent: Any, schema: str) -> Any:
    """A frame of what ``function(sent, table)`` makes of the rows of each task."""
    import pyarrow as pa

    def work(table: Any) -> Any:
        return function(sent, table)

    # Spark tells by these whether it is to give a table or batches.
    work.__annotations__ = {"table": pa.Table, "return": pa.Table}
    return dealt.groupBy("task").applyInArrow(work, schema)


def counted_in(sent: Any, table: pa.Table) -> pa.Table:
    """The pairs of one task that may be significant.

    Args:
        sent: Broadcast of a ``Common``.
        table: Columns ``task, group, blob``; the blobs are hands and shares.
    """
    import pyarrow as pa

    shares, hands = _given(table)
    kinds = [pa.field(name, pa.from_numpy_dtype(np.dtype(kind))) for name, kind in KINDS.items()]
    schema = pa.schema([*kinds, pa.field("tested", pa.int64()), pa.field("visited", pa.int64())])
    out = [schema.empty_table()]
    for block in pairs_between(sent.value, shares, hands) if hands else ():
        columns = {name: getattr(block, name) for name in KINDS}
        nothing = pa.nulls(block.a.size, pa.int64())
        out.append(pa.table({**columns, "tested": nothing, "visited": nothing}, schema=schema))
        told = {name: [None] for name in KINDS} | {"tested": [block.tested], "visited": [block.visited]}
        out.append(pa.table(told, schema=schema))
    return pa.concat_tables(out)


def explained_in(sent: Any, table: pa.Table) -> pa.Table:
    """The evidence of the pairs of one task that passed.

    Args:
        sent: Broadcast of ``(Common, {task: Pairs}, limit)``.
        table: See :func:`counted_in`.
    """
    import pyarrow as pa

    common, by_task, limit = sent.value
    pairs = by_task.get(table["task"][0].as_py())
    kinds = {"a": pa.int32(), "b": pa.int32(), "gap": pa.float64()}
    kinds |= {"shared": pa.list_(pa.string()), "posts": pa.list_(pa.int64())}
    names = [word.split()[0] for word in EVIDENCE.split(", ")]
    schema = pa.schema([pa.field(name, kinds.get(name, pa.int64())) for name in names])
    out = [schema.empty_table()]
    if pairs is not None:
        _, hands = _given(table)
        for start in range(0, pairs.a.size, BLOCK):
            told = evidence_between(common, hands, pairs.take(slice(start, start + BLOCK)), limit)
            out.append(pa.table([pa.array(told[field.name]).cast(field.type) for field in schema], schema=schema))
    return pa.concat_tables(out)


def _given(table: pa.Table) -> tuple[dict[int, Share], list[Hand]]:
    """What a task was given: shares by group, and hands."""
    values = [unpacked(blob) for blob in table["blob"]]
    groups = table["group"].to_numpy().tolist()
    shares = {group: value for group, value in zip(groups, values, strict=True) if isinstance(value, Share)}
    return shares, [value for value in values if isinstance(value, Hand)]
