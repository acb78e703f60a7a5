"""Names and instants as small whole numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from inconcert.coordination.compiled import order
from inconcert.errors import BudgetError
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

LARGEST = 2**31 - 1
"""Assets and objects are coded in 32 bits; more than this is refused, not wrapped."""
TICKS = (SECOND, 1000, 1)
"""Units of time that are tried, in microseconds."""
STEPS = {"s": SECOND, "ms": 1000, "us": 1}
"""Microseconds in the units of instants."""
DENSE = 4
"""Whole numbers are coded by counting when their range is at most this many times their number."""


class Roll:
    """Names by code, as Arrow has them: a third of the memory of as many objects of Python.

    What is picked out comes as NumPy would give it from an array of such objects.
    """

    def __init__(self, text: pa.Array[Any]) -> None:
        self.text = text

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.text)

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, codes: Any) -> Any:
        """The name of one code, or an array of those of several: codes, a mask or a slice."""
        import pyarrow as pa

        if isinstance(codes, slice):
            return _objects(self.text[codes])
        chosen = np.asarray(codes)
        if not chosen.ndim:
            return self.text[int(chosen)].as_py()
        places: Any = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return _objects(self.text.take(pa.array(places)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.tolist())

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return _objects(self.text) if dtype is None else _objects(self.text).astype(dtype)

    def chosen(self, codes: NDArray[Any]) -> Roll:
        """Some of the names, numbered anew in the order given."""
        import pyarrow as pa

        return Roll(self.text.take(pa.array(codes)))

    def codes(self, names: Sequence[str]) -> NDArray[np.int64]:
        """Codes of those names that are among these, in the order given."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = pc.index_in(pa.array(names, self.text.type), value_set=self.text).drop_null()
        return np.asarray(found.to_numpy(), np.int64)

    def tolist(self) -> list[str]:
        """All of them."""
        return cast("list[str]", self.text.to_pylist())


def _objects(text: pa.Array[Any]) -> NDArray[Any]:
    return text.to_numpy(zero_copy_only=False)


def encode(names: Any) -> tuple[NDArray[np.int32], Any]:
    """Dense codes in the order of the names, and the names, of an Arrow column of text or whole numbers.

    The names are an array of whole numbers, or a :class:`Roll` of text.

    Raises:
        BudgetError: there are more names than 32 bits can number.
    """
    import pyarrow as pa

    if pa.types.is_integer(names.type) and len(names):
        return _numbers(names)
    return _words(names)


def _numbers(column: Any) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    parts = _parts(column)
    least, most = _ends(parts)
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


def _ends(parts: list[NDArray[Any]]) -> tuple[int, int]:
    """Least and greatest of all chunks."""
    return min(int(part.min()) for part in parts), max(int(part.max()) for part in parts)


def _beside(parts: list[NDArray[Any]], out: NDArray[Any]) -> Iterator[tuple[NDArray[Any], NDArray[Any]]]:
    """Every part with its place in ``out``."""
    return zip(parts, np.split(out, np.cumsum([part.size for part in parts])[:-1]), strict=True)


def _words(names: Any) -> tuple[NDArray[np.int32], Roll]:
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
    return codes, Roll(values.take(pa.array(by_name)))


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
    origin, latest = _ends(parts)
    coarser = (unit for unit in TICKS if unit > step and all(order.divisible(p, origin, unit // step) for p in parts))
    tick = next(coarser, step)
    out = np.empty(len(instants), np.int32 if (latest - origin) // (tick // step) < 2**31 else np.int64)
    for part, into in _beside(parts, out):
        order.since(part, origin, tick // step, into)
    return out, tick, origin * step


def as_text(names: NDArray[Any] | Roll) -> Any:
    """Names as an Arrow array of text."""
    import pyarrow as pa

    if isinstance(names, Roll):
        return names.text.cast(pa.string())
    return pa.array(names).cast(pa.string())
