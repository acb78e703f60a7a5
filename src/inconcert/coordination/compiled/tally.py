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
def margins(asset: Codes, start: Ints, assets: int) -> tuple[Ints, Ints, Ints]:
    """Events of each asset, distinct objects of each asset, and distinct assets (the audience) of each object."""
    # One row an asset, so that an event touches one place in memory: acts, touches, last object.
    known, audience = np.zeros((assets, 3), np.uint32), np.zeros(start.size - 1, np.int64)
    for o in range(start.size - 1):
        mark = np.uint32(o + 1)
        for i in range(start[o], start[o + 1]):
            a = asset[i]
            known[a, 0] += np.uint32(1)
            if known[a, 2] != mark:
                known[a, 2] = mark
                known[a, 1] += np.uint32(1)
                audience[o] += 1
    return known[:, 0].astype(np.int64), known[:, 1].astype(np.int64), audience


@compiled
def touched(asset: Codes, start: Ints, wanted: Codes, pointer: Ints) -> Codes:
    """The distinct objects of chosen assets, ascending: those of the ``n``-th from ``pointer[n]`` on.

    ``wanted`` numbers the chosen assets from zero; the others have -1.
    """
    place, out = pointer[:-1].copy(), np.empty(pointer[-1], np.int32)
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            n = wanted[asset[i]]
            if n >= 0 and (place[n] == pointer[n] or out[place[n] - 1] != o):
                out[place[n]] = o
                place[n] += 1
    return out


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
def pages(asset: Codes, wanted: Flags) -> Ints:
    """Where the events of each asset begin when those of ``wanted`` assets are put asset by asset, and the end."""
    out = np.zeros(wanted.size + 1, np.int64)
    for i in range(asset.size):
        out[asset[i] + 1] += wanted[asset[i]]
    for a in range(wanted.size):
        out[a + 1] += out[a]
    return out


@compiled
def by_page(asset: Codes, wanted: Flags, pointer: Ints, column: Any, out: Any) -> None:
    """One column of the events, asset by asset, each asset's in their order; see :func:`pages`."""
    place = pointer[:-1].copy()
    for i in range(asset.size):
        a = asset[i]
        if wanted[a]:
            out[place[a]] = column[i]
            place[a] += 1


@compiled
def objects_by_page(asset: Codes, wanted: Flags, pointer: Ints, start: Ints, out: Codes) -> None:
    """The same of the objects of the events."""
    place = pointer[:-1].copy()
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            a = asset[i]
            if wanted[a]:
                out[place[a]] = o
                place[a] += 1


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
    asset, where, number = np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64)
    for turn in range(2):
        n = 0
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
        if turn == 0:
            asset, where, number = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int64)
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
def listed(table: Codes) -> tuple[Codes, Codes, Ints]:
    """The places of a table that are not zero, and what they hold: row, column, number; by row and column."""
    n = 0
    for a in range(table.shape[0]):
        for s in range(table.shape[1]):
            n += table[a, s] != 0
    row, column, number = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int64)
    n = 0
    for a in range(table.shape[0]):
        for s in range(table.shape[1]):
            if table[a, s]:
                row[n], column[n], number[n] = a, s, table[a, s]
                n += 1
    return row, column, number


@compiled
def squeeze(
    start: Ints, keep: Flags, number: Codes, support: int, asset: Codes, at: Ticks, post: Any, out_start: Ints,
    out_asset: Codes, out_at: Ticks, out_post: Any,
) -> int:  # fmt: skip
    """The marked events of assets with ``number`` of ``support`` or more, into the outputs; returns how many.

    The outputs may be the very inputs.
    """
    n, first = 0, start[0]
    for o in range(start.size - 1):
        end = start[o + 1]
        for i in range(first, end):
            if keep[i] and number[asset[i]] >= support:
                out_asset[n], out_at[n], out_post[n] = asset[i], at[i], post[i]
                n += 1
        first = end
        out_start[o + 1] = n
    return n


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
def marked(asset: Codes, start: Ints, keep: Flags, number: Codes) -> int:
    """Count the distinct objects on which each asset has marked events, into ``number``; returns the marked events."""
    seen, left = np.full(number.size, -1, np.int32), 0
    number[:] = 0
    for o in range(start.size - 1):
        for i in range(start[o], start[o + 1]):
            if not keep[i]:
                continue
            left += 1
            a = asset[i]
            if seen[a] != o:
                seen[a] = o
                number[a] += 1
    return left
