"""Margins: what the null needs to know of the events, and the order by assets. One pass each, no sorting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.coordination.compiled import compiled

if TYPE_CHECKING:
    from inconcert.coordination.compiled import Codes, Flags, Ints, Places, Ticks


@compiled
def objects_of(start: Ints, out: Codes) -> None:
    """The object of each event."""
    for o in range(start.size - 1):
        out[start[o] : start[o + 1]] = o


@compiled
def margins(asset: Codes, start: Ints, assets: int) -> tuple[Ints, Ints]:
    """Distinct objects of each asset, and distinct assets (the audience) of each object."""
    touches, audience = np.zeros(assets, np.int64), np.zeros(start.size - 1, np.int64)
    seen = np.full(assets, -1, np.int32)
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            if seen[asset[i]] != o:
                seen[asset[i]] = o
                touches[asset[i]] += 1
                audience[o] += 1
    return touches, audience


@compiled
def by_asset(asset: Codes, assets: int) -> tuple[Ints, Places]:
    """``pointer, index``: the events of asset ``a`` are ``index[pointer[a]:pointer[a+1]]``, in their order."""
    pointer = np.zeros(assets + 1, np.int64)
    for i in range(asset.size):
        pointer[asset[i] + 1] += 1
    for a in range(assets):
        pointer[a + 1] += pointer[a]
    place, index = pointer[:-1].copy(), np.empty(asset.size, np.uint32)
    for i in range(asset.size):
        index[place[asset[i]]] = i
        place[asset[i]] += 1
    return pointer, index


@compiled
def pairs_within(at: Ticks, start: Ints, width: int) -> Ints:
    """Pairs of events within ``width`` on each object, counted without enumerating them."""
    out = np.zeros(start.size - 1, np.int64)
    for o in range(start.size - 1):
        left = start[o]
        for i in range(start[o], start[o + 1]):
            while at[i] - at[left] > width:
                left += 1
            out[o] += i - left
    return out


@compiled
def holdings(pointer: Ints, index: Places, obj: Codes, stratum: Ints, strata: int) -> tuple[Codes, Codes, Ints]:
    """Distinct objects that each asset touches in each stratum: asset, stratum, number; by asset and stratum."""
    mine, found = np.zeros(strata, np.int64), np.empty(strata, np.int64)
    room = 0
    for turn in range(2):
        n = 0
        asset, where, number = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64)
        for a in range(pointer.size - 1):
            met, previous = 0, -1
            for q in range(pointer[a], pointer[a + 1]):
                o = obj[index[q]]
                if o == previous:
                    continue
                previous = o
                s = stratum[o]
                if mine[s] == 0:
                    found[met] = s
                    met += 1
                mine[s] += 1
            if turn == 1 and met > 1:
                found[:met].sort()
            for k in range(met):
                if turn == 1:
                    asset[n], where[n], number[n] = a, found[k], mine[found[k]]
                n += 1
                mine[found[k]] = 0
        room = n
    return asset, where, number


@compiled
def holdings_dense(asset: Codes, start: Ints, stratum: Ints, out: Codes) -> None:
    """Distinct objects that each asset touches in each stratum, into ``out[asset, stratum]``."""
    seen = np.full(out.shape[0], -1, np.int32)
    for o in range(start.size - 1):
        s = stratum[o]
        for i in range(start[o], start[o + 1]):
            if seen[asset[i]] != o:
                seen[asset[i]] = o
                out[asset[i], s] += 1


@compiled
def squeeze(
    start: Ints, keep: Flags, asset: Codes, at: Ticks, post: Any, out_start: Ints, out_asset: Codes, out_at: Ticks,
    out_post: Any,
) -> None:  # fmt: skip
    """The marked events, into the outputs."""
    n = 0
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            if keep[i]:
                out_asset[n], out_at[n], out_post[n] = asset[i], at[i], post[i]
                n += 1
        out_start[o + 1] = n


@compiled
def company(asset: Codes, at: Ticks, start: Ints, width: Ints, out: Flags) -> None:
    """Whether another asset acts within ``width[o]`` of each event of object ``o``."""
    for o in range(start.size - 1):
        w, other = width[o], -1
        for i in range(start[o], start[o + 1]):
            if i > start[o] and asset[i] != asset[i - 1]:
                other = i - 1
            out[i] = other >= 0 and at[i] - at[other] <= w
        other = -1
        for i in range(start[o + 1] - 1, start[o] - 1, -1):
            if i + 1 < start[o + 1] and asset[i] != asset[i + 1]:
                other = i + 1
            if other >= 0 and at[other] - at[i] <= w:
                out[i] = True


@compiled
def few(asset: Codes, start: Ints, keep: Flags, assets: int, support: int) -> int:
    """Unmark the events of assets with fewer than ``support`` marked objects; return how many stay marked."""
    number, seen = np.zeros(assets, np.int32), np.full(assets, -1, np.int32)
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            a = asset[i]
            if keep[i] and seen[a] != o:
                seen[a] = o
                number[a] += 1
    left = 0
    for i in range(asset.size):
        if keep[i] and number[asset[i]] < support:
            keep[i] = False
        left += keep[i]
    return left
