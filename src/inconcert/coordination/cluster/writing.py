"""Put the evidence that the tasks found beside the figures of the pairs, with names in place of numbers."""

from __future__ import annotations

from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.cluster.codes import looked_up
from inconcert.coordination.ties import BLOCK, figures, table, write
from inconcert.model.blocks import in_blocks
from inconcert.model.tables import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray
    from pyarrow.parquet import ParquetFile

    from inconcert.coordination.pairs import Pairs
    from inconcert.coordination.windows import Windows
    from inconcert.engines.spark import SparkSteps


def written(
    steps: SparkSteps,
    signal: str,
    pairs: Pairs,
    used: Windows,
    evidence: Any,
    target: Path,
    stage: str,
    **names: Any,
) -> None:
    """Write the ties of one signal (noun ``ties``) to one file.

    Args:
        steps: The session.
        signal: Its name.
        pairs: The pairs that passed, by numbers of their assets, in order.
        used: Windows.
        evidence: Frame of the evidence of these pairs, in the same order; None without pairs.
        target: File to write.
        stage: For the progress.
        names: Frames ``assets``, ``objects`` and ``posts`` with the columns ``name, code``.
    """
    if not pairs.a.size:
        return write([schema("ties").empty_table()], target)
    with steps.parts(evidence, target, stage) as files:
        find = {
            name: partial(_found, *_names(steps, names[name], codes, stage)) for name, codes in _asked(pairs, files)
        }
        return write(_tables(signal, pairs, used, _batches(files), find), target)


def _batches(files: Sequence[ParquetFile], columns: list[str] | None = None) -> Iterator[pa.RecordBatch]:
    for file in files:
        yield from file.iter_batches(BLOCK, columns=columns)


def _asked(pairs: Pairs, files: Sequence[ParquetFile]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The numbers whose names are asked for."""
    yield "assets", np.union1d(pairs.a, pairs.b).astype(np.int64)
    for name, column in (("objects", "shared"), ("posts", "posts")):
        yield name, reduce(np.union1d, (_numbers(batch, column) for batch in _batches(files, [column])))


def _numbers(batch: Any, column: str) -> NDArray[np.int64]:
    import pyarrow as pa

    return np.unique(np.asarray(batch[column].flatten().cast(pa.int64())))


def _names(steps: SparkSteps, frame: Any, codes: NDArray[np.int64], stage: str) -> tuple[NDArray[np.int64], Any]:
    names = looked_up(steps, frame, codes, stage)
    if len(names) != codes.size:
        raise AssertionError(f"{len(names)} names for {codes.size} numbers")
    return codes, names


def _found(codes: NDArray[np.int64], names: Any, asked: Any) -> Any:
    """The names of an array of numbers."""
    import pyarrow as pa

    return names.take(pa.array(np.searchsorted(codes, np.asarray(asked))))


def _tables(
    signal: str,
    pairs: Pairs,
    used: Windows,
    batches: Iterable[pa.RecordBatch],
    find: Mapping[str, Callable[[Any], Any]],
) -> Iterator[pa.Table]:
    import pyarrow as pa

    start = 0
    for whole in in_blocks((pa.Table.from_batches([batch]) for batch in batches), BLOCK):
        batch: Any = whole.to_batches()[0]  # which is all
        some = pairs.take(slice(start, start + batch.num_rows))
        start += batch.num_rows
        if not (np.array_equal(batch["a"], some.a) and np.array_equal(batch["b"], some.b)):
            raise AssertionError("the evidence is not in the order of the pairs")
        lists = {
            column: pa.ListArray.from_arrays(
                _offsets(batch[column]), find[name](batch[column].flatten().cast(pa.int64()))
            )
            for name, column in (("objects", "shared"), ("posts", "posts"))
        }
        told = {name: batch[name] for name in ("coactions", "gap", "first_at", "last_at")}
        yield table(figures(signal, some, used, find["assets"](some.a), find["assets"](some.b)) | told | lists)
    if start != pairs.a.size:
        raise AssertionError(f"evidence of {start} pairs of {pairs.a.size}")


def _offsets(lists: Any) -> Any:
    """Where each list begins, from zero on: a batch may be the middle of an array."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pa.array(np.concatenate([[0], np.cumsum(np.asarray(pc.list_value_length(lists)))]), pa.int32())
