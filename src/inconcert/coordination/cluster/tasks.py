"""One task: the pairs between two groups of assets, or within one, counted and judged.

Nothing here knows of Spark. Every pair of assets belongs to exactly one task, and all events of both are there, so that
its objects are counted whole, hubs and all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.cluster.across import across
from inconcert.coordination.counting import count
from inconcert.coordination.events import prune, read
from inconcert.coordination.evidence import Diaries, describe, look_up
from inconcert.coordination.nulls import Null
from inconcert.coordination.ties import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.events import Events
    from inconcert.coordination.layers import Layer
    from inconcert.coordination.pairs import Judge, Pairs
    from inconcert.coordination.windows import Windows


@dataclass(frozen=True)
class Hand:
    """Events of one group from one slice, as sent to the tasks."""

    asset: NDArray[np.int32]
    object: NDArray[np.int32]
    at: NDArray[np.int64]
    """Microseconds since 1970 UTC."""
    post: NDArray[Any]
    """Number of the post in ``features``."""
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


def hands(events: Events, audience: NDArray[np.int64], groups: int) -> Iterator[tuple[int, Hand]]:
    """The events of a slice by group of their asset, without empty groups; names are codes in the whole signal."""
    asset, obj = events.assets[events.asset], events.objects[events.object]
    at, behind = events.micros(), audience[events.object]
    for group in range(groups):
        mine = np.flatnonzero(asset % groups == group)
        if mine.size:
            yield group, Hand(
                asset[mine].astype(np.int32), obj[mine].astype(np.int32), at[mine], events.post[mine],
                behind[mine].astype(np.int32),
            )  # fmt: skip


def gathered(some: Sequence[Hand]) -> tuple[Events, NDArray[np.int64]]:
    """The events of some hands, and the audience of their objects; the names are the codes in the whole signal."""
    import pyarrow as pa

    columns = {
        name: np.concatenate([getattr(hand, name) for hand in some]) for name in ("asset", "object", "at", "post")
    }
    audience = np.concatenate([hand.audience for hand in some])
    size = audience.size
    nothing = pa.DictionaryArray.from_arrays(pa.array(np.zeros(size, np.int8), pa.int8()), pa.array([""]))
    fixed: dict[str, Any] = {"lang": nothing, "outlet": nothing, "precision": pa.array([1.0])}
    events = read(
        size,
        lambda name: pa.chunked_array([fixed[name] if name in fixed else pa.array(columns[name].astype(np.int64))]),
    )
    out = np.zeros(events.objects.size, np.int64)
    out[np.searchsorted(events.objects, columns["object"])] = audience
    return events, out


def pairs_between(common: Common, shares: dict[int, Share], some: Sequence[Hand]) -> Iterator[Pairs]:
    """Blocks of the pairs between two groups, or within one if ``shares`` has one, that may be significant.

    Assets are given by their codes in the whole signal; q is not known yet and stands at one.
    """
    events, audience = gathered(some)
    judge = judge_of(common, shares, events.assets)
    support, windows = judge.support, common.windows
    left = prune(events, windows.reach(audience), support)
    if len(shares) == 1:
        blocks = count(left, audience, windows, support, each=judge, threads=1)
    else:
        side = events.assets % common.groups == min(shares)
        blocks = map(judge, across(left, side, audience, windows, support))
    for block in blocks:
        a, b = (events.assets[codes].astype(np.int32) for codes in (block.a, block.b))
        yield replace(block, a=a, b=b)


def evidence_between(common: Common, some: Sequence[Hand], pairs: Pairs, limit: int) -> Iterator[dict[str, Any]]:
    """Columns ``a, b`` and those of :func:`inconcert.coordination.evidence.describe`, some pairs of a task at a time.

    Assets, objects (as text) and posts are numbers in the whole signal.
    """
    events, audience = gathered(some)
    a, b = (np.searchsorted(events.assets, codes).astype(np.int32) for codes in (pairs.a, pairs.b))
    here, diaries = replace(pairs, a=a, b=b), Diaries.of(events)
    for start in range(0, a.size, BLOCK):
        block = slice(start, start + BLOCK)
        met = look_up(diaries, audience, here.take(block), common.windows)
        yield {"a": pairs.a[block], "b": pairs.b[block]} | describe(diaries, met, limit, lambda posts: posts)
