"""Edges of exact co-actions: one row for two accounts, summed over all their pairs.

Accounts are worked through in blocks, so the pairs themselves are never held or sorted as a whole.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from inconcert.coordination import coactions as exact
from inconcert.model import sql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.coordination.coactions import Coactions, Ints, Line

_EDGES: dict[str, pa.DataType] = {
    "account_id": pa.string(),
    "account_id_y": pa.string(),
    "weight": pa.int64(),
    "avg_time_delta": pa.float64(),
    "n_content_id": pa.int64(),
    "n_content_id_y": pa.int64(),
    "edge_symmetry_score": pa.float64(),
    "weight_threshold": pa.int64(),
    "object_ids": pa.string(),
    "n_objects": pa.int64(),
    "n_contents_a": pa.int64(),
    "n_contents_b": pa.int64(),
    "edge_symmetry_score_coortweet": pa.float64(),
}
EDGES = pa.schema(_EDGES)
"""Two accounts in code-point order and what their pairs sum to.

``n_content_id`` and ``n_content_id_y`` are CooRTweet's: distinct earlier and distinct later posts, whoever's they are.
``n_contents_a`` and ``n_contents_b`` are the distinct posts of each account; ``edge_symmetry_score`` is the smaller of
those over the larger. ``edge_symmetry_score_coortweet`` is the same ratio of CooRTweet's two counts.
``object_ids`` joins the distinct objects with commas in order of first appearance, a missing one as ``NA``.
"""
_RAW = EDGES.remove(EDGES.get_field_index("weight_threshold"))


def edges(found: Coactions) -> Iterator[pa.RecordBatch]:
    """Batches of :data:`EDGES`, ordered by the two names.

    The threshold needs all weights, so batches wait in a temporary file meanwhile.
    """
    with tempfile.TemporaryFile() as spool:
        weights = _spool(found, spool)
        if not len(weights):
            return
        threshold = float(np.quantile(weights, found.rules.edge_weight))
        spool.seek(0)
        for batch in pa.ipc.open_stream(spool):
            above = pc.cast(pc.greater(batch["weight"], pa.scalar(threshold)), pa.int64())
            columns = {**dict(zip(batch.schema.names, batch.columns, strict=True)), "weight_threshold": above}
            yield pa.RecordBatch.from_arrays([columns[name] for name in EDGES.names], schema=EDGES)


def _spool(found: Coactions, spool: Any) -> Ints:
    weights = [np.empty(0, dtype=np.int64)]
    with pa.ipc.new_stream(spool, _RAW) as stream:
        for batch in _batches(found):
            stream.write_batch(batch)
            weights.append(batch["weight"].to_numpy())
    return np.concatenate(weights)


def _batches(found: Coactions) -> Iterator[pa.RecordBatch]:
    line = found.line
    order = np.argsort(line.account, kind="stable")
    ends = np.cumsum(np.bincount(line.account, minlength=len(found.shares.accounts)))
    reach = np.concatenate([[0], np.cumsum((line.high - line.low)[order])])
    costs = np.diff(np.concatenate([[0], reach[ends]]))
    for start, stop in exact.blocks(costs, exact.BLOCK):
        events = order[(ends[start - 1] if start else 0) : ends[stop - 1]]
        first, second = _meetings(found, events)
        if len(first):
            yield _sum_up(found, first, second)


def _meetings(found: Coactions, events: Ints) -> tuple[Ints, Ints]:
    """Pairs in which ``events`` are of the account whose name comes first, as positions, earlier first."""
    line, good = found.line, found.qualified
    mine, other = exact.expand(events, line.low[events], line.high[events])
    keep = (line.account[other] > line.account[mine]) | ((line.account[other] == line.account[mine]) & (other > mine))
    mine, other = mine[keep], other[keep]
    keep = good[mine] | good[other]
    if not found.rules.keep_loops:
        keep &= exact.not_a_loop(line, mine, other)
    mine, other = mine[keep], other[keep]
    return np.minimum(mine, other), np.maximum(mine, other)


def _sum_up(found: Coactions, first: Ints, second: Ints) -> pa.RecordBatch:
    line, shares = found.line, found.shares
    low, high, group = _groups(line, first, second, len(shares.accounts))
    weight = np.bincount(group)
    gaps = np.bincount(group, (line.time[second] - line.time[first]) / 1e6) / weight
    earlier, later = _distinct(group, line.content[first]), _distinct(group, line.content[second])
    ours, theirs = _per_account(line, first, second, group)
    objects = _objects(found, group, line.object[first])
    columns: dict[str, Any] = {
        "account_id": shares.accounts.take(pa.array(low)),
        "account_id_y": shares.accounts.take(pa.array(high)),
        "weight": weight,
        "avg_time_delta": gaps,
        "n_content_id": earlier,
        "n_content_id_y": later,
        "edge_symmetry_score": _ratio(ours, theirs),
        "object_ids": pc.binary_join(objects, ","),
        "n_objects": pc.list_value_length(objects).cast(pa.int64()),
        "n_contents_a": ours,
        "n_contents_b": theirs,
        "edge_symmetry_score_coortweet": _ratio(earlier, later),
    }
    return pa.RecordBatch.from_arrays([pa.array(columns[name]) for name in _RAW.names], schema=_RAW)


def _groups(line: Line, first: Ints, second: Ints, accounts: int) -> tuple[Ints, Ints, Ints]:
    """The two accounts of every edge, and the edge of every pair."""
    low = np.minimum(line.account[first], line.account[second])
    high = np.maximum(line.account[first], line.account[second])
    keys, group = np.unique(low * accounts + high, return_inverse=True)
    return keys // accounts, keys % accounts, group


def _per_account(line: Line, first: Ints, second: Ints, group: Ints) -> tuple[Ints, Ints]:
    """Distinct posts of the lesser and of the greater account of each edge."""
    swapped = line.account[first] > line.account[second]
    ours = np.where(swapped, line.content[second], line.content[first])
    theirs = np.where(swapped, line.content[first], line.content[second])
    alone = line.account[first] == line.account[second]
    # A loop has one account: both sides are its posts, all of them.
    both = np.concatenate([group, group[alone]])
    return (
        _distinct(both, np.concatenate([ours, theirs[alone]])),
        _distinct(both, np.concatenate([theirs, ours[alone]])),
    )


def _distinct(group: Ints, values: Ints) -> Ints:
    """How many different values each group has."""
    span = int(values.max()) + 1
    return np.bincount(_sorted_once(group * span + values) // span)


def _sorted_once(keys: Ints) -> Ints:
    """The different keys in order; numpy's own ``unique`` hashes, which is ten times slower here."""
    ordered: Ints = np.sort(keys)
    once: Ints = ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])]
    return once


def _objects(found: Coactions, group: Ints, objects: Ints) -> pa.ListArray[Any]:
    """The distinct objects of each group as a list of names."""
    span = len(found.shares.objects) + 1
    missing = span - 1
    keys = _sorted_once(group * span + np.where(objects < 0, missing, objects))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(keys // span))])
    named = pa.concat_arrays([found.shares.objects, pa.array(["NA"], pa.string())])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), named.take(pa.array(keys % span)))


def _ratio(one: Ints, other: Ints) -> Any:
    return np.minimum(one, other) / np.maximum(one, other)


def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, target: Path) -> int:
    """Stream ``batches`` to ``target`` (CSV, or Parquet by its name) and return the number of rows.

    The file appears whole or not at all. Whole seconds are written without a decimal point.
    """
    import duckdb

    partial = target.with_name(f".{target.name}.partial")
    columns = ", ".join(_cell(field) for field in schema)
    kind = "(FORMAT parquet)" if target.suffix == ".parquet" else "(FORMAT csv, HEADER, DELIMITER ',')"
    reader = pa.RecordBatchReader.from_batches(schema, batches)
    con = duckdb.connect()
    try:
        con.register("reader", reader)
        select = "*" if target.suffix == ".parquet" else columns
        rows = con.execute(f"COPY (SELECT {select} FROM reader) TO {sql.text(partial)} {kind}").fetchall()[0][0]
        partial.replace(target)
    finally:
        con.close()
        partial.unlink(missing_ok=True)
    return int(rows)


def _cell(field: Any) -> str:
    if not pa.types.is_floating(field.type):
        return f'"{field.name}"'
    return (
        f'CASE WHEN "{field.name}" = floor("{field.name}") THEN CAST(CAST("{field.name}" AS BIGINT) AS VARCHAR) '
        f'ELSE CAST("{field.name}" AS VARCHAR) END AS "{field.name}"'
    )
