"""Names and instants as small whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import order
from inconcert.errors import BudgetError
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LARGEST = 2**31 - 1
"""Assets and objects are coded in 32 bits; more than this is refused, not wrapped."""
TICKS = (SECOND, 1000, 1)
"""Units of time that are tried, in microseconds."""
STEPS = {"s": SECOND, "ms": 1000, "us": 1}
"""Microseconds in the units of instants."""
DENSE = 4
"""Whole numbers are coded by counting when their range is at most this many times their number."""


def encode(names: Any) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Dense codes in the order of the names, and the names, of an Arrow column of text or whole numbers.

    Raises:
        BudgetError: there are more names than 32 bits can number.
    """
    import pyarrow as pa

    if pa.types.is_integer(names.type) and len(names):
        return _numbers(names)
    return _words(names)


def _numbers(column: Any) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    parts = _parts(column)
    ends = [order.extent(part) for part in parts]
    least, most = min(end[0] for end in ends), max(end[1] for end in ends)
    if most - least > max(DENSE * len(column), 2**16):
        names, codes = np.unique(np.concatenate(parts), return_inverse=True)
        return codes.astype(np.int32), names.astype(np.int64, copy=False)
    occurs = np.zeros(most - least + 1, np.uint8)
    for part in parts:
        order.mark(part, least, occurs)
    code, numbers = order.ranks(occurs, least)
    out = np.empty(len(column), np.int32)
    for part, into in _beside(parts, out):
        order.coded(part, least, code, into)
    return out, numbers


def _parts(column: Any) -> list[NDArray[Any]]:
    """The chunks of a column of whole numbers or instants, without copies, in 32 or 64 bits."""
    parts = [chunk.to_numpy() for chunk in getattr(column, "chunks", [column]) if len(chunk)]
    parts = [part.view(np.int64) if part.dtype.kind == "M" else part for part in parts]
    return [part if part.dtype == np.int32 else part.astype(np.int64, copy=False) for part in parts]


def _beside(parts: list[NDArray[Any]], out: NDArray[Any]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Every part with its place in ``out``."""
    return zip(parts, np.split(out, np.cumsum([part.size for part in parts])[:-1]), strict=True)


def _words(names: Any) -> tuple[NDArray[np.int32], NDArray[Any]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = names if pa.types.is_dictionary(names.type) else names.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    values = coded.dictionary
    if len(values) > LARGEST:
        raise BudgetError(f"{len(values):,} different names in one signal.", todo="Split the investigation.")
    by_name = pc.sort_indices(values).to_numpy()
    rank = np.empty(by_name.size, np.int32)
    rank[by_name] = np.arange(by_name.size, dtype=np.int32)
    codes = rank[coded.indices.to_numpy(zero_copy_only=False)]
    return codes, values.take(pa.array(by_name)).to_numpy(zero_copy_only=False)


def clock(instants: Any, unit: str = "us") -> tuple[NDArray[Any], int, int]:
    """Ticks since the earliest instant, microseconds in a tick, and that instant.

    Ticks are 32 bits wide where they fit: in seconds, milliseconds or microseconds, the coarsest that loses nothing.
    Instants are Arrow timestamps, or whole numbers of ``unit``.
    """
    parts = _parts(instants)
    if not parts:
        return np.empty(0, np.int32), 1, 0
    # Microseconds in one step of the numbers.
    step = STEPS[getattr(instants.type, "unit", unit)]
    ends = [order.extent(part) for part in parts]
    origin, latest = min(end[0] for end in ends), max(end[1] for end in ends)
    coarser = (unit for unit in TICKS if unit > step and all(order.divisible(p, origin, unit // step) for p in parts))
    tick = next(coarser, step)
    out = np.empty(len(instants), np.int32 if (latest - origin) // (tick // step) < 2**31 else np.int64)
    for part, into in _beside(parts, out):
        order.since(part, origin, tick // step, into)
    return out, tick, origin * step


def as_text(names: NDArray[Any]) -> Any:
    """Names as an Arrow array of text."""
    import pyarrow as pa

    return pa.array(names).cast(pa.string())
