"""How much two labels have in common beyond chance, in bits.

A label can be written in two ways: from nothing, which takes as many bits as it surprises, or as a variant of the other
with letters moved, dropped, added and exchanged, which takes the bits that say what and where. The difference is the
evidence that one hand made both. It is taken in the direction that speaks less for it: a misspelling of a common
phrase is no evidence for the phrase.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.sites.families.neighbours import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

REPEATED = 1.0
"""Bits to say that a label is used again as it is."""
_KIND = 1.5
"""Bits to say which kind of change comes next, or that none does."""
CHEAPEST = 5.5
"""Bits that one change in the shortest label takes; nothing that surprises less can be linked to anything."""
_LETTER = np.log2(36)
"""Bits to say which letter or digit is put in."""
_BLOCK = 1 << 18


def cost(labels: Sequence[str], pairs: NDArray[np.int32]) -> NDArray[np.float64]:
    """Bits that it takes to write either label of each pair as a variant of the other."""
    parts = [_cost(labels, pairs[at : at + _BLOCK]) for at in range(0, len(pairs), _BLOCK)]
    return np.concatenate([*parts, np.zeros(0)])


def derived(source: str, labels: Sequence[str]) -> NDArray[np.float64]:
    """Bits that it takes to write each label as a variant of ``source``: what is dropped need not be named."""
    pairs = np.array([[0, place] for place in range(1, len(labels) + 1)], np.int32)
    together = [source, *labels]
    more, _ = _unlike(letters(together), pairs)
    both = cost(together, pairs)
    symmetric = np.maximum(*_unlike(letters(together), pairs))
    return np.asarray(both - (symmetric - more) * _LETTER)


def least(labels: Sequence[str], pairs: NDArray[np.int32]) -> NDArray[np.float64]:
    """The part of the cost that the letters alone make, whatever their order: quick, and never more than the cost."""
    table = letters(labels)
    parts = [
        _changes(*_unlike(table, pairs[at : at + _BLOCK]), 0, _place(labels, pairs[at : at + _BLOCK]))
        for at in range(0, len(pairs), _BLOCK)
    ]
    return np.concatenate([*parts, np.zeros(0)])


def _cost(labels: Sequence[str], pairs: NDArray[np.int32]) -> NDArray[np.float64]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    used, places = np.unique(pairs, return_inverse=True)
    names = [labels[index] for index in used]
    places = places.reshape(pairs.shape)
    left, right = [[names[index] for index in column] for column in places.T]
    steps = np.asarray(cpdist(left, right, scorer=OSA.distance, dtype=np.int32))
    more, fewer = _unlike(letters(names), places)
    moved = np.maximum(steps - np.maximum(more, fewer), 0)
    return _changes(more, fewer, moved, _place(names, places))


def _unlike(
    table: NDArray[np.int8], pairs: NDArray[np.int32] | NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Letters that only the second, and only the first label of each pair has."""
    gap = table[pairs[:, 1]].astype(np.int32) - table[pairs[:, 0]]
    return np.maximum(gap, 0).sum(axis=1), np.maximum(-gap, 0).sum(axis=1)


def _place(labels: Sequence[str], pairs: NDArray[np.int32] | NDArray[np.int64]) -> NDArray[np.float64]:
    """Bits to say where in the longer label a change is."""
    sizes = np.fromiter(map(len, labels), np.int64, len(labels))
    return np.asarray(np.log2(sizes[pairs].max(axis=1) + 1.0))


def _changes(
    more: NDArray[np.int32], fewer: NDArray[np.int32], moved: NDArray[np.int32] | int, place: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Every change says its kind and place, one that puts in a letter also which; the worse of both directions."""
    changes = np.maximum(more, fewer) + moved
    return np.asarray(_KIND + changes * (place + _KIND) + np.maximum(more, fewer) * _LETTER)
