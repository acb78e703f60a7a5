"""Which labels are worth comparing: those whose letters, in whatever order, are the same but for one or two.

Every label gets one number for its letters, the sum of a fixed random number for each, and one for every way to leave
out one or two of them. Labels that share such a number differ by that many letters at most; order costs nothing, so a
scramble never hides. The work grows with the number of labels, never with its square: of the labels that share a
number only those that stand near one another by name are compared, which keeps a large family in one piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.families.background import SIGNS, coded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

NEAR = 6
"""Labels that share a number are compared with this many of those that follow by name."""
TWO_LEFT_OUT = 8
"""Letters a label must have for two of them to be left out."""
_PART = 1 << 16
"""Labels whose letters are counted at once."""
_SHARES = 8
"""Passes over the numbers; each holds one share of them in memory."""

_Keys = tuple["NDArray[np.uint64]", "NDArray[np.int32]"]


def letters(labels: Sequence[str]) -> NDArray[np.int8]:
    """How often each sign stands in each label, hyphens apart: one row a label."""
    codes, starts = coded(labels)
    flat = np.repeat(np.arange(len(labels)), np.diff(starts)) * len(SIGNS) + codes
    table = np.bincount(flat, minlength=len(labels) * len(SIGNS)).reshape(len(labels), len(SIGNS))
    return table[:, 1:-1].astype(np.int8)


def candidates(labels: Sequence[str]) -> NDArray[np.int32]:
    """Pairs ``(i, j)``, ``i < j``, of labels that may be variants of one another; ``labels`` distinct and sorted."""
    shares = [_pairs(keys) for keys in _passes(labels)] if labels else []
    coded_pairs = np.unique(np.concatenate([*shares, np.zeros(0, np.uint64)]))
    return np.stack((coded_pairs >> np.uint64(32), coded_pairs & np.uint64(0xFFFFFFFF)), axis=1).astype(np.int32)


def _passes(labels: Sequence[str]) -> Iterator[_Keys]:
    """The numbers of all labels, in shares that fit in memory; equal numbers are always in one share."""
    parts = range(0, len(labels), _PART)
    for share in range(_SHARES):
        yield _joined([_share(labels[at : at + _PART], at, share) for at in parts])


def _numbers() -> NDArray[np.uint64]:
    """A fixed number for each letter and digit."""
    return np.random.default_rng(20220927).integers(1, 1 << 63, len(SIGNS) - 2, dtype=np.uint64)


def _share(labels: Sequence[str], first: int, share: int) -> _Keys:
    """The numbers of some labels that belong to this share, and the places of the labels."""
    table, numbers = letters(labels), _numbers()
    whole = _whole(table, numbers)
    rows, signs = np.nonzero(table)
    keys = [whole, whole[rows] - numbers[signs]]
    places = [np.arange(len(labels)), rows]
    long = np.flatnonzero(table.sum(axis=1, dtype=np.int64) >= TWO_LEFT_OUT)
    for sign in range(len(numbers)):
        here = long[table[long, sign] > 0]
        left = table[here, sign:].copy()
        left[:, 0] -= 1
        at, others = np.nonzero(left > 0)
        keys.append(whole[here[at]] - numbers[sign] - numbers[others + sign])
        places.append(here[at])
    mine = [found % np.uint64(_SHARES) == share for found in keys]
    kept = np.concatenate([found[part] for found, part in zip(keys, mine, strict=True)])
    at = np.concatenate([place[part] for place, part in zip(places, mine, strict=True)])
    return kept, at.astype(np.int32) + np.int32(first)


def _whole(table: NDArray[np.int8], numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The number of all letters; the sum wraps around, which does no harm."""
    out = np.zeros(len(table), np.uint64)
    for sign, number in enumerate(numbers):
        out += table[:, sign].astype(np.uint64) * number
    return out


def _joined(parts: list[_Keys]) -> _Keys:
    if not parts:
        return np.zeros(0, np.uint64), np.zeros(0, np.int32)
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _pairs(keys: _Keys) -> NDArray[np.uint64]:
    """Pairs of labels that share a number and stand near one another, each as one number; with no repeats."""
    order = np.lexsort((keys[1], keys[0]))
    number, label = keys[0][order], keys[1][order].astype(np.uint64)
    found = []
    for step in range(1, NEAR + 1):
        same = (number[step:] == number[:-step]) & (label[step:] != label[:-step])
        found.append((label[:-step][same] << np.uint64(32)) | label[step:][same])
    return np.unique(np.concatenate(found))
