"""Names and instants as small whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import order
from inconcert.errors import BudgetError
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 2**31 - 1
"""Assets and objects are coded in 32 bits; more than this is refused, not wrapped."""
TICKS = (SECOND, 1000, 1)
"""Units of time that are tried, in microseconds."""
DENSE = 4
"""Whole numbers are coded by counting when their range is at most this many times their number."""


def encode(names: Any) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Dense codes in the order of the names, and the names, of an Arrow column of text or whole numbers.

    Raises:
        BudgetError: there are more names than 32 bits can number.
    """
    import pyarrow as pa

    if pa.types.is_integer(names.type) and len(names):
        return _numbers(names.to_numpy())
    return _words(names)


def _numbers(values: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    values = values.astype(np.int64, copy=False)
    least, most = order.extent(values)
    if most - least > max(DENSE * values.size, 2**16):
        names, codes = np.unique(values, return_inverse=True)
        return codes.astype(np.int32), names
    return order.ranks(values, least, most)


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


def clock(instants: Any) -> tuple[NDArray[Any], int, int]:
    """Ticks since the earliest instant, microseconds in a tick, and that instant.

    Ticks are 32 bits wide where they fit: in seconds, milliseconds or microseconds, the coarsest that loses nothing.
    """
    at = instants.to_numpy().astype(np.int64, copy=False)
    if not at.size:
        return np.empty(0, np.int32), 1, 0
    origin, latest = order.extent(at)
    tick = next(unit for unit in TICKS if unit == 1 or order.divisible(at, origin, unit))
    out = np.empty(at.size, np.int32 if (latest - origin) // tick < 2**31 else np.int64)
    order.since(at, origin, tick, out)
    return out, tick, int(origin)
