"""Actions of one signal as sorted arrays: who touched which object when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.coding import Roll, clock, encode
from inconcert.coordination.compiled import meet, order, tally
from inconcert.coordination.memory import give_back, in_file, put_aside, rest
from inconcert.errors import BudgetError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

MOST = 2**32 - 1
"""Events are numbered in 32 bits; more than this in one signal are refused, not wrapped."""

LITTLE = 0.01
"""Share of the events that a round of pruning must find for another to be worth its cost."""


@dataclass(frozen=True)
class Events:
    """Events sorted by (object, at, asset, post). Codes are dense and follow the order of the names."""

    asset: NDArray[np.int32]
    start: NDArray[np.int64]
    """Where each object's events begin, and one past the end."""
    at: NDArray[Any]
    """Ticks since ``origin``: int32 where the span of the material allows it, else int64."""
    post: NDArray[Any]
    """Number of the post in ``features``."""
    assets: Any
    """Name of each asset code, ascending: an array of whole numbers, or text in a :class:`coding.Roll`."""
    objects: Any
    """Name of each object code, ascending."""
    lang: NDArray[np.int32]
    """Number of the language of each object, that of its first act; numbers follow the names."""
    outlet: NDArray[np.int32]
    """Number of the outlet of each object, that of its first act; -1 when it has none."""
    tick: int = 1
    """Microseconds in a tick: the coarsest of a second, a millisecond and a microsecond that loses nothing."""
    origin: int = 0
    """Instant of tick 0, microseconds since 1970 UTC."""
    precision: float = 1.0
    """Coarsest clock among the events, seconds."""

    @property
    def size(self) -> int:
        """Number of events."""
        return self.asset.size

    @property
    def nbytes(self) -> int:
        """Bytes of the columns that have an entry for each event."""
        return self.asset.nbytes + self.at.nbytes + self.post.nbytes

    @cached_property
    def object(self) -> NDArray[np.int32]:
        """Object of each event."""
        out = np.empty(self.size, np.int32)
        tally.objects_of(self.start, out)
        return out

    @cached_property
    def by_asset(self) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """``pointer, index``: the events of asset ``a`` are ``index[pointer[a]:pointer[a+1]]``, in object order."""
        return tally.by_asset(self.asset, self.assets.size)

    @cached_property
    def _margins(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        return tally.margins(self.asset, self.start, self.assets.size)

    @property
    def acts(self) -> NDArray[np.int64]:
        """Events of each asset."""
        return self._margins[0]

    @property
    def touches(self) -> NDArray[np.int64]:
        """Distinct objects that each asset touched."""
        return self._margins[1]

    @property
    def audience(self) -> NDArray[np.int64]:
        """Distinct assets that touched each object."""
        return self._margins[2]

    @property
    def number(self) -> NDArray[np.int64]:
        """Events on each object."""
        return np.diff(self.start)

    @cached_property
    def platform(self) -> NDArray[np.int64]:
        """Number of each asset's platform: what its name has before the first colon, if it has one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not isinstance(self.assets, Roll):
            return np.zeros(self.assets.size, np.int64)
        names = self.assets.text
        before = pc.if_else(
            pc.match_substring(names, ":"), pc.list_element(pc.split_pattern(names, ":", max_splits=1), 0), ""
        )
        return np.asarray(encode(pa.chunked_array([before]))[0], np.int64)

    @property
    def first_at(self) -> NDArray[np.int64]:
        """Instant of each object's first act, microseconds since 1970 UTC."""
        return self.micros(self.start[:-1])

    @property
    def first_platform(self) -> NDArray[np.int64]:
        """Number of the platform of each object's first act."""
        return np.asarray(self.platform[self.asset[self.start[:-1]]])

    def micros(self, rows: Any = slice(None)) -> NDArray[np.int64]:
        """Instants of the chosen events, microseconds since 1970 UTC."""
        return np.asarray(self.at[rows].astype(np.int64) * self.tick + self.origin)

    def ticks(self, micros: NDArray[np.int64]) -> NDArray[np.int64]:
        """Durations in whole ticks, rounded down: a gap of whole ticks is within one exactly when within the other."""
        return np.asarray(micros // self.tick)

    def inside(self, width: int) -> NDArray[np.int64]:
        """Pairs of events within ``width`` microseconds on each object."""
        return np.asarray(tally.pairs_within(self.at, self.start, width // self.tick))

    def holdings(self, stratum: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
        """How many objects each asset touches in each stratum of objects: asset, stratum, number, in that order."""
        if not stratum.any():
            held = np.flatnonzero(self.touches)
            return held.astype(np.int32), np.zeros(held.size, np.int32), self.touches[held]
        strata = int(stratum.max()) + 1
        if strata * self.assets.size <= max(self.size, 2**16):
            table = np.zeros((self.assets.size, strata), np.int32)
            tally.holdings_dense(self.asset, self.start, stratum, table)
            return tally.listed(table)
        return tally.holdings(*self.by_asset, self.object, stratum, strata)

    def shared(self, a: NDArray[np.int32], b: NDArray[np.int32]) -> NDArray[np.int64]:
        """Distinct objects that each pair of assets shares, whatever the time."""
        wanted = np.full(self.assets.size, -1, np.int32)
        wanted[a] = wanted[b] = 0
        chosen = np.flatnonzero(wanted == 0)
        wanted[chosen] = np.arange(chosen.size)
        pointer = np.concatenate([[0], np.cumsum(self.touches[chosen])])
        return meet.shared_objects(
            wanted[a], wanted[b], pointer, tally.touched(self.asset, self.start, wanted, pointer)
        )

    def put_aside(self, place: Path | None) -> Events:
        """The same events with their columns in files in ``place``; see :meth:`rest`."""
        asset, at, post = (put_aside(column, place) for column in (self.asset, self.at, self.post))
        return replace(self, asset=asset, at=at, post=post)

    @property
    def is_aside(self) -> bool:
        """Whether the columns are in files."""
        return in_file(self.asset) is not None

    def rest(self) -> None:
        """Give back the memory of the columns, and of what was made of them, where they are in files."""
        if self.is_aside:
            rest(self.asset, self.at, self.post)
            for made in ("object", "by_asset"):
                self.__dict__.pop(made, None)

    def take(self, keep: NDArray[np.bool_]) -> Events:
        """The events chosen by a mask; codes and names stay as they are."""
        return self.chosen(keep, int(np.count_nonzero(keep)), np.zeros(self.assets.size, np.int32), 0)

    def chosen(self, keep: NDArray[np.bool_], most: int, number: NDArray[np.int32], support: int) -> Events:
        """The events chosen by a mask, at most ``most``, of the assets whose ``number`` is at least ``support``."""
        asset, at, post = (np.empty(most, column.dtype) for column in (self.asset, self.at, self.post))
        return self._into(replace(self, asset=asset, at=at, post=post, start=np.zeros_like(self.start)), keep,
                          number, support)  # fmt: skip

    def squeezed(self, keep: NDArray[np.bool_], number: NDArray[np.int32], support: int) -> Events:
        """The same in the arrays of these events, which are good for nothing afterwards."""
        return self._into(self, keep, number, support)

    def _into(self, out: Events, keep: NDArray[np.bool_], number: NDArray[np.int32], support: int) -> Events:
        size = tally.squeeze(
            self.start, keep, number, support, self.asset, self.at, self.post, out.start, out.asset, out.at, out.post
        )
        return replace(out, asset=out.asset[:size], at=out.at[:size], post=out.post[:size])


def without(events: Events, asset: NDArray[np.bool_]) -> Events:
    """The events of the assets that are not marked, coded anew: no object is left that nobody touches."""
    left = events.take(~asset[events.asset])
    assets, who = np.unique(left.asset, return_inverse=True)
    objects = np.flatnonzero(left.number)
    return replace(
        left,
        asset=who.astype(np.int32),
        start=np.concatenate([left.start[objects], left.start[-1:]]),
        assets=_chosen(events.assets, assets),
        objects=_chosen(events.objects, objects),
        lang=events.lang[objects],
        outlet=events.outlet[objects],
    )


def _chosen(names: Any, codes: NDArray[Any]) -> Any:
    return names.chosen(codes) if isinstance(names, Roll) else names[codes]


def from_columns(table: pa.Table) -> Events:
    """Sort and code the columns ``asset, object, at, post, lang, outlet, precision`` of the noun ``actions``."""
    return read(table.num_rows, table.__getitem__)


def load(path: Path) -> Events:
    """Events of one ``actions`` file, read a column at a time.

    Raises:
        OSError: the file cannot be read.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, read_dictionary=["asset", "object", "lang", "outlet"]) as file:
        return read(file.metadata.num_rows, lambda name: column_of(file, name))


def column_of(file: pq.ParquetFile, name: str) -> pa.ChunkedArray[Any]:
    """One column of a file, in 32 bits at once where whole numbers fit."""
    import pyarrow as pa

    # What was read before is given back before more is wanted.
    pa.default_memory_pool().release_unused()
    groups = range(file.metadata.num_row_groups)
    parts = [_narrowed(file.read_row_group(group, columns=[name]).column(0)) for group in groups]
    if not parts:
        return file.read(columns=[name]).column(0)
    if any(pa.types.is_int64(part.type) for part in parts):
        parts = [part.cast(pa.int64()) for part in parts]
    return pa.chunked_array([chunk for part in parts for chunk in part.chunks], parts[0].type)


def _narrowed(column: pa.ChunkedArray[Any]) -> pa.ChunkedArray[Any]:
    import pyarrow as pa

    if not pa.types.is_int64(column.type):
        return column
    try:
        return column.cast(pa.int32())
    except pa.ArrowInvalid:  # some number is too large
        return column


def read(size: int, column: Callable[[str], pa.ChunkedArray[Any]], unit: str = "us") -> Events:
    """Events of ``size`` rows, whose columns are asked for one after another; ``unit`` of instants in whole numbers.

    Raises:
        BudgetError: there are more than can be numbered.
    """
    import pyarrow as pa

    if size > MOST:
        raise BudgetError(f"{size:,} actions in one signal.", todo="Split the investigation.")
    give_back()
    obj, objects = encode(column("object"))
    asset, assets = encode(column("asset"))
    at, tick, origin = clock(column("at"), unit)
    pa.default_memory_pool().release_unused()
    start = order.starts(obj, objects.size)
    rows = None if order.is_ordered(obj, at) else _rows(obj, at, start)
    del obj
    # One column after another, so that hardly more than one is in memory twice.
    asset, at = _ordered(rows, asset), _times(rows, at)
    post = _ordered(rows, _narrow(column("post")))
    first = order.firsts(start, at, asset, post)
    first = first if rows is None else rows[first] & MOST
    del rows
    order.settle(start, asset, at, post)
    lang, _ = _numbers(column("lang"), first)
    outlet, outlets = _numbers(column("outlet"), first)
    outlet -= int(outlets.size > 0 and outlets[0] == "")
    precision = float(column("precision").to_numpy().max(initial=1.0)) if size else 1.0
    pa.default_memory_pool().release_unused()
    return Events(asset, start, at, post, assets, objects, lang, outlet, tick, origin, precision)


def _rows(obj: Any, at: Any, start: Any) -> NDArray[np.int64]:
    """The rows in the order (object, at); above the lower 32 bits stands the time, where it fits."""
    if at.dtype != np.int32:
        return np.lexsort((at, obj))
    key = order.by_object(obj, at, start)
    order.sort_each(start, key)
    return key


def _ordered(rows: NDArray[np.int64] | None, column: Any) -> Any:
    """A column in the order that :func:`_rows` gave; as it is without one."""
    if rows is None:
        return column
    out = np.empty_like(column)
    order.taken(rows, column, out)
    return out


def _times(rows: NDArray[np.int64] | None, at: Any) -> Any:
    """The same of the times."""
    if rows is None or at.dtype != np.int32:
        return _ordered(rows, at)
    # The rows hold them, so their old place is free.
    order.times(rows, at)
    return at


def _numbers(column: Any, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Numbers, by name, of a column of text at some rows, and the names; nothing counts as ''."""
    import pyarrow as pa
    import pyarrow.compute as pc

    chosen = column.take(pa.array(rows)) if rows.size else column.slice(0, 0)
    return encode(pc.fill_null(chosen, ""))


def _narrow(column: Any) -> NDArray[Any]:
    """Numbers in 32 bits where they fit, in an array of our own."""
    parts = [chunk.to_numpy() for chunk in getattr(column, "chunks", [column])]
    small = all(part.size == 0 or (part.min() >= 0 and part.max() < 2**31) for part in parts)
    out, n = np.empty(len(column), np.int32 if small else np.int64), 0
    for part in parts:
        out[n : n + part.size] = part
        n += part.size
    return out


def prune(events: Events, width: NDArray[np.int64], support: int) -> Events:
    """Drop what cannot be part of a pair with ``support`` shared objects, until hardly anything more is found.

    An event goes when no other asset acts within ``width`` (per object, microseconds) of it; an asset goes when
    fewer than ``support`` distinct objects are left to it. Exact: no pair that could be reported is lost.
    """
    ticks, left = events.ticks(width), events
    keep, number = np.empty(events.size, np.bool_), np.empty(events.assets.size, np.int32)
    while left.size:
        before, here = left.size, keep[: left.size]
        tally.company(left.asset, left.at, left.start, ticks, here)
        most = tally.marked(left.asset, left.start, here, number)
        # What was given stays as it is; what the first round made is squeezed where it stands.
        left = left.chosen(here, most, number, support) if left is events else left.squeezed(here, number, support)
        if before - left.size <= before * LITTLE:
            break
    return left
