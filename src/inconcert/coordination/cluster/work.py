"""What Spark's workers run for one task: rows of Arrow in, rows of Arrow out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.coordination.cluster.packing import unpacked
from inconcert.coordination.cluster.tasks import Hand, Share, evidence_between, pairs_between
from inconcert.coordination.sieve import COLUMNS
from inconcert.engines.failing import told

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

PAIRS = "a int, b int, shared int, window tinyint, p double, lead boolean, tested bigint, visited bigint"
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
        with told():
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
    schema = _arrow(PAIRS)
    out = [schema.empty_table()]
    for block in pairs_between(sent.value, shares, hands) if hands else ():
        columns = {name: getattr(block, name) for name in COLUMNS}
        nothing = pa.nulls(block.a.size, pa.int64())
        out.append(pa.table({**columns, "tested": nothing, "visited": nothing}, schema=schema))
        sums = {name: [None] for name in COLUMNS} | {"tested": [block.tested], "visited": [block.visited]}
        out.append(pa.table(sums, schema=schema))
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
    schema = _arrow(EVIDENCE)
    out = [schema.empty_table()]
    if pairs is not None:
        _, hands = _given(table)
        out += [
            pa.table([pa.array(columns[field.name]).cast(field.type) for field in schema], schema=schema)
            for columns in evidence_between(common, hands, pairs, limit)
        ]
    return pa.concat_tables(out)


def _given(table: pa.Table) -> tuple[dict[int, Share], list[Hand]]:
    """What a task was given: shares by group, and hands."""
    values = [unpacked(blob) for blob in table["blob"]]
    groups = table["group"].to_numpy().tolist()
    shares = {group: value for group, value in zip(groups, values, strict=True) if isinstance(value, Share)}
    return shares, [value for value in values if isinstance(value, Hand)]


def _arrow(schema: str) -> pa.Schema:
    """A schema in Spark's words as Arrow's."""
    import pyarrow as pa

    kinds = {
        "boolean": pa.bool_(),
        "tinyint": pa.int8(),
        "int": pa.int32(),
        "bigint": pa.int64(),
        "double": pa.float64(),
    }
    lists = {"array<string>": pa.list_(pa.string()), "array<bigint>": pa.list_(pa.int64())}
    words = (word.split() for word in schema.split(", "))
    return pa.schema([pa.field(name, (kinds | lists)[kind]) for name, kind in words])
