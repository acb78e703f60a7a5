"""One task: the pairs between two groups of assets, or within one, counted and judged.

Nothing here knows of Spark. Every pair of assets belongs to exactly one task, and all events of both are there, so that
its objects are counted whole, hubs and all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import count as kernels
from inconcert.coordination.compiled.across import reach_across
from inconcert.coordination.counting import CHUNK, Counted, Detail, Scratch, count, count_bits
from inconcert.coordination.events import prune, read
from inconcert.coordination.nulls import Layer, Null
from inconcert.coordination.pairs import Judge, Pairs, no_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.windows import Windows


@dataclass(frozen=True)
class Hand:
    """Events of one group from one slice, as sent to the tasks."""

    asset: NDArray[np.int32]
    object: NDArray[np.int32]
    at: NDArray[np.int64]
    """Microseconds since 1970 UTC."""
    audience: NDArray[np.int32]
    """Assets behind the object, before pruning."""


@dataclass(frozen=True)
class Share:
    """What the null knows of the assets of one group, which are every ``groups``-th."""

    pointers: tuple[NDArray[np.int64], ...]
    strata: tuple[NDArray[np.int32], ...]
    classes: tuple[NDArray[np.int32], ...]
    repetition: NDArray[np.float64]


@dataclass(frozen=True)
class Common:
    """What every task needs."""

    judge: Judge
    """With a null that knows of no assets."""
    windows: Windows
    groups: int


def deal(judge: Judge, windows: Windows, groups: int) -> tuple[Common, list[Share]]:
    """What all tasks share, and what the null knows of the assets of each group."""
    chance, nobody = judge.null, np.empty(0, np.int64)
    layers = tuple(_of_assets(layer, nobody) for layer in chance.layers)
    shares = []
    for group in range(groups):
        mine = np.arange(group, chance.repetition.size, groups)
        own = [_of_assets(layer, mine) for layer in chance.layers]
        shares.append(
            Share(
                tuple(layer.pointer for layer in own),
                tuple(layer.stratum for layer in own),
                tuple(layer.degree_class for layer in own),
                chance.repetition[mine],
            )
        )
    empty = replace(chance, layers=layers, repetition=chance.repetition[:0])
    return Common(replace(judge, null=empty), windows, groups), shares


def _of_assets(layer: Layer, chosen: NDArray[np.int64]) -> Layer:
    """The layer for some of its assets only, and without its objects."""
    pointer, rows = _gathered(layer.pointer, chosen)
    none = np.empty(0, np.int64)
    return replace(
        layer, pointer=pointer, stratum=layer.stratum[rows], degree_class=layer.degree_class[rows],
        object_stratum=none, object_kind=none, touch=(),
    )  # fmt: skip


def _gathered(pointer: NDArray[np.int64], chosen: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pointer and rows of some of the runs that a pointer marks."""
    begin, length = pointer[chosen], pointer[chosen + 1] - pointer[chosen]
    own = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
    return own, np.repeat(begin - own[:-1], length) + np.arange(own[-1])


def judge_of(common: Common, shares: dict[int, Share], assets: NDArray[np.int64]) -> Judge:
    """The judge of some assets, given by their codes in the whole signal."""
    group, place = assets % common.groups, assets // common.groups
    layers = []
    for number, layer in enumerate(common.judge.null.layers):
        length, strata, classes = np.zeros(assets.size, np.int64), [], []
        for one, share in shares.items():
            mine = np.flatnonzero(group == one)
            own, rows = _gathered(share.pointers[number], place[mine])
            length[mine] = np.diff(own)
            strata.append((mine, own, share.strata[number][rows]))
            classes.append(share.classes[number][rows])
        pointer = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        stratum, degree_class = np.empty(pointer[-1], np.int32), np.empty(pointer[-1], np.int32)
        for (mine, own, theirs), degrees in zip(strata, classes, strict=True):
            target = np.repeat(pointer[mine] - own[:-1], np.diff(own)) + np.arange(own[-1])
            stratum[target], degree_class[target] = theirs, degrees
        layers.append(replace(layer, pointer=pointer, stratum=stratum, degree_class=degree_class))
    repetition = np.empty(assets.size)
    for one, share in shares.items():
        repetition[group == one] = share.repetition[place[group == one]]
    return replace(common.judge, null=Null(tuple(layers), repetition, common.judge.null.windows))


def gathered(hands: Sequence[Hand]) -> tuple[Events, NDArray[np.int64]]:
    """The events of some hands, and the audience of their objects; the names are the codes in the whole signal."""
    import pyarrow as pa

    columns = {name: np.concatenate([getattr(hand, name) for hand in hands]) for name in ("asset", "object", "at")}
    audience = np.concatenate([hand.audience for hand in hands])
    size = audience.size
    nothing = pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8)), pa.array([""]))
    fixed: dict[str, Any] = {
        "lang": nothing,
        "outlet": nothing,
        "precision": pa.array([1.0]),
        "post": pa.array(np.zeros(size, np.int64)),
    }
    events = read(
        size, lambda name: pa.chunked_array([fixed[name] if name in fixed else pa.array(columns[name].astype(np.int64))])
    )
    where = np.searchsorted(events.objects, columns["object"])
    out = np.zeros(events.objects.size, np.int64)
    out[where] = audience
    return events, out


def pairs_between(common: Common, shares: dict[int, Share], hands: Sequence[Hand]) -> Iterator[Pairs]:
    """Blocks of the pairs between two groups, or within one if ``shares`` has one, that may be significant.

    Assets are given by their codes in the whole signal; q is not known yet and stands at one.
    """
    events, audience = gathered(hands)
    judge = judge_of(common, shares, events.assets)
    support, windows = judge.support, common.windows
    events = prune(events, windows.reach(audience), support)
    left = events.assets % common.groups == min(shares)
    blocks = (
        count(events, audience, windows, support, each=judge, threads=1)
        if len(shares) == 1
        else map(judge, across(events, left, audience, windows, support))
    )
    for block in blocks:
        yield replace(block, a=events.assets[block.a].astype(np.int32), b=events.assets[block.b].astype(np.int32))


def across(
    events: Events, left: NDArray[np.bool_], audience: NDArray[np.int64], windows: Windows, support: int
) -> Iterator[Counted]:
    """Blocks of the pairs of an asset that is marked ``left`` and one that is not; see :func:`count`."""
    walk = Across(events, left, windows.reach(audience), support)
    detail = Detail(events, windows, audience, support)
    scratch = Scratch(walk.rows + walk.partners.size)
    for first, stop in walk.chunks():
        yield detail.of(walk.count(first, stop, scratch))


class Across:
    """Rows on one side, partners on the other: the walk of :class:`inconcert.coordination.counting.Walk` between them.

    Partners are numbered after all rows, so that the compiled pass takes every partner for a later row.
    """

    def __init__(self, events: Events, left: NDArray[np.bool_], width: NDArray[np.int64], support: int) -> None:
        side = left[events.asset]
        one, other = events.take(side), events.take(~side)
        self.obj, self.support = one.object, support
        self.low, self.high = np.empty(one.size, np.uint32), np.empty(one.size, np.uint32)
        reach_across(one.at, one.start, other.at, other.start, events.ticks(width), self.low, self.high)
        cost = kernels.costs(one.asset, self.low, self.high, events.assets.size)
        used = np.flatnonzero(cost)
        self.asset = used[np.argsort(cost[used], kind="stable")].astype(np.int32)
        """Asset of each row."""
        self.upto = np.cumsum(cost[self.asset])
        number = np.bincount(other.asset, minlength=events.assets.size)
        met = np.flatnonzero(number)
        # The busiest last, so that those whom everybody meets share a few cache lines.
        self.partners = met[np.argsort(number[met], kind="stable")].astype(np.int32)
        row = np.full(events.assets.size, self.rows, np.uint32)
        row[self.asset] = np.arange(self.rows)
        self.pointer, self.index = kernels.rows_between(0, self.rows, row[one.asset])
        row[self.partners] = self.rows + np.arange(self.partners.size)
        self.who = row[other.asset]
        self.bits = count_bits(int(events.touches.max(initial=0)), support)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.asset.size

    def chunks(self) -> Iterable[tuple[int, int]]:
        """Rows whose neighbours are a moment's work, and where to stop."""
        if not self.rows:
            return []
        cuts = np.searchsorted(self.upto, np.arange(CHUNK, int(self.upto[-1]), CHUNK))
        edges = np.unique([0, *cuts, self.rows]).tolist()
        return list(zip(edges[:-1], edges[1:], strict=True))

    def count(self, row: int, stop: int, scratch: Scratch) -> Counted:
        """Pairs of the rows from ``row`` to ``stop`` with all partners; ``shared`` has one column, the widest."""
        parts, tested, visited = [], 0, 0
        while row < stop:
            row, written, more, seen, scratch.epoch = kernels.count_rows(
                row, stop, 0, CHUNK, self.pointer, self.index, self.who, self.obj, self.low, self.high,
                scratch.cell, scratch.epoch, self.bits, self.support, scratch.met, *scratch.out,
            )  # fmt: skip
            parts.append([column[:written].copy() for column in scratch.out])
            tested, visited = tested + more, visited + seen
        one, other, shared = (np.concatenate(column) for column in zip(*parts, strict=True))
        a, b = self.asset[one], self.partners[other - self.rows]
        return Counted(np.minimum(a, b), np.maximum(a, b), shared[:, None], tested, visited)
