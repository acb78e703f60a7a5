"""Actions of one signal as sorted arrays: who touched which object when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination import kernels
from inconcert.errors import BudgetError
from inconcert.model.times import SECOND

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    from numpy.typing import NDArray

LARGEST = 2**31 - 1
"""Assets and objects are coded in 32 bits; more than this is refused, not wrapped."""


@dataclass(frozen=True)
class Events:
    """Events sorted by (object, at, asset, post). Codes are dense and follow the order of the names."""

    asset: NDArray[np.int32]
    object: NDArray[np.int32]
    at: NDArray[np.int64]
    """Microseconds since 1970 UTC."""
    post: NDArray[np.int64]
    assets: NDArray[Any]
    """Name of each asset code, ascending."""
    objects: NDArray[Any]
    """Name of each object code, ascending."""
    lang: NDArray[Any]
    """Language of each object: that of its first act."""
    outlet: NDArray[Any]
    """Outlet of each object: that of its first act; '' when it has none."""
    precision: float = 1.0
    """Coarsest clock among the events, seconds."""

    @property
    def size(self) -> int:
        """Number of events."""
        return self.asset.size

    @cached_property
    def start(self) -> NDArray[np.int64]:
        """Where each object's events begin, and one past the end."""
        return np.searchsorted(self.object, np.arange(self.objects.size + 1)).astype(np.int64)

    @cached_property
    def by_asset(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """``pointer, index``: the events of asset ``a`` are ``index[pointer[a]:pointer[a+1]]``, in object order."""
        index = np.argsort(self.asset, kind="stable").astype(np.int64)
        counts = np.bincount(self.asset, minlength=self.assets.size)
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), index

    @cached_property
    def platform(self) -> NDArray[np.int64]:
        """Number of each asset's platform: what its name has before the first colon, if it has one."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names = pa.array(self.assets)
        if not pa.types.is_string(names.type):
            return np.zeros(self.assets.size, np.int64)
        before = pc.if_else(
            pc.match_substring(names, ":"), pc.list_element(pc.split_pattern(names, ":", max_splits=1), 0), ""
        )
        return np.asarray(encode(pa.chunked_array([before]))[0], np.int64)

    @cached_property
    def incidence(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Distinct (asset, object) touches, in that order."""
        index = self.by_asset[1]
        asset, obj = self.asset[index], self.object[index]
        first = np.ones(asset.size, bool)
        first[1:] = (asset[1:] != asset[:-1]) | (obj[1:] != obj[:-1])
        return asset[first].astype(np.int64), obj[first].astype(np.int64)

    @cached_property
    def audience(self) -> NDArray[np.int64]:
        """Distinct assets that touched each object."""
        return np.bincount(self.incidence[1], minlength=self.objects.size).astype(np.int64)

    @cached_property
    def repetition(self) -> NDArray[np.float64]:
        """Mean events an asset spends on an object it touches, at least 1."""
        touches = np.bincount(self.incidence[0], minlength=self.assets.size)
        events = np.bincount(self.asset, minlength=self.assets.size)
        return np.maximum(events / np.maximum(touches, 1), 1.0)

    def take(self, keep: NDArray[Any]) -> Events:
        """The events chosen by a mask; codes and names stay as they are."""
        return Events(
            self.asset[keep],
            self.object[keep],
            self.at[keep],
            self.post[keep],
            self.assets,
            self.objects,
            self.lang,
            self.outlet,
            self.precision,
        )


def without(events: Events, asset: NDArray[np.bool_]) -> Events:
    """The events of the assets that are not marked, coded anew: no object is left that nobody touches."""
    left = events.take(~asset[events.asset])
    assets, who = np.unique(left.asset, return_inverse=True)
    objects, what = np.unique(left.object, return_inverse=True)
    return replace(
        left,
        asset=who.astype(np.int32),
        object=what.astype(np.int32),
        assets=events.assets[assets],
        objects=events.objects[objects],
        lang=events.lang[objects],
        outlet=events.outlet[objects],
    )


def encode(names: Any) -> tuple[NDArray[np.int32], NDArray[Any]]:
    """Dense codes in the order of the names, and the names, of an Arrow column of text.

    Raises:
        BudgetError: there are more names than 32 bits can number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = names if pa.types.is_dictionary(names.type) else names.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    values = coded.dictionary
    if len(values) > LARGEST:
        raise BudgetError(f"{len(values):,} different names in one signal.", todo="Split the investigation.")
    order = pc.sort_indices(values).to_numpy()
    rank = np.empty(order.size, np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    codes = rank[coded.indices.to_numpy(zero_copy_only=False)]
    return codes, values.take(pa.array(order)).to_numpy(zero_copy_only=False)


def from_columns(table: pa.Table) -> Events:
    """Sort and code the columns ``asset, object, at, post, lang, outlet, precision`` of the noun ``actions``."""
    asset, assets = encode(table["asset"])
    obj, objects = encode(table["object"])
    at, post = table["at"].to_numpy().astype(np.int64), table["post"].to_numpy().astype(np.int64)
    order = _order(obj, at, asset, post)
    asset, obj, at, post = asset[order], obj[order], at[order], post[order]
    first = order[np.searchsorted(obj, np.arange(objects.size))] if objects.size else order[:0]
    lang, outlet = (_names_at(table[column], first) for column in ("lang", "outlet"))
    coarsest = table["precision"].to_numpy().max() if table.num_rows else 1.0
    return Events(asset, obj, at, post, assets, objects, lang, outlet, float(coarsest))


def _order(
    obj: NDArray[np.int32], at: NDArray[np.int64], asset: NDArray[np.int32], post: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The order (object, at, asset, post).

    Object and time usually fit one integer, which sorts several times faster than four columns; only events that
    agree in both are then put in order among themselves.
    """
    if not obj.size:
        return np.empty(0, np.int64)
    step = SECOND if not (at % SECOND).any() else 1
    since = (at - at.min()) // step
    bits = int(since.max()).bit_length()
    if int(obj.max()).bit_length() + bits > 63:
        return np.lexsort((post, asset, at, obj))
    key = (obj.astype(np.int64) << bits) | since
    order = np.argsort(key)
    key = key[order]
    same = np.zeros(key.size + 1, bool)
    same[1:-1] = key[1:] == key[:-1]
    rows = np.flatnonzero(same[1:] | same[:-1])
    order[rows] = order[rows][np.lexsort((post[order[rows]], asset[order[rows]], key[rows]))]
    return order


def _names_at(column: Any, rows: NDArray[np.int64]) -> NDArray[Any]:
    import pyarrow as pa
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(column.take(pa.array(rows)), "").to_numpy())


def load(path: Path) -> Events:
    """Events of one ``actions`` file.

    Raises:
        OSError: the file cannot be read.
    """
    import pyarrow.parquet as pq

    columns = ["asset", "object", "at", "post", "lang", "outlet", "precision"]
    return from_columns(pq.read_table(path, columns=columns, read_dictionary=["asset", "object", "lang", "outlet"]))


def prune(events: Events, width: NDArray[np.int64], support: int) -> Events:
    """Drop, to a fixed point, what cannot be part of a pair with ``support`` shared objects.

    An event goes when no other asset acts within ``width`` (per object, microseconds) of it; an asset goes when
    fewer than ``support`` distinct objects are left to it. Exact: no pair that could be reported is lost.
    """
    while events.size:
        low, high = kernels.reach(events.at, events.start, width)
        keep = kernels.has_company(events.asset, events.start, low, high)
        enough = kernels.distinct_objects(events.asset, events.object, events.assets.size) >= support
        keep &= enough[events.asset]
        if keep.all():
            return events
        events = events.take(keep)
    return events
