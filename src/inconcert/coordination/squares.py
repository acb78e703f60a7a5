"""The null of one window as arrays without gaps: where strata are few, a pair is looked up four times as fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from inconcert.coordination.layers import Layer

STRATA = 8
"""Strata of a layer, at most: beyond, most assets act in few of them."""
CELLS = 1 << 20
"""Numbers in the table of a layer, at most: it should stay near the processor."""


class Squares(NamedTuple):
    """Layers of a null with one window, an entry each."""

    classes: tuple[NDArray[np.uint16], ...]
    """For asset and stratum: its degree class, counted from one; zero where it touches nothing."""
    tables: tuple[NDArray[np.float64], ...]
    """For stratum and two classes: what a pair is expected to share inside the window, and without it."""


def squared(layers: Sequence[Layer]) -> Squares | None:
    """Those layers without gaps; None when one of them has too many strata or classes for that."""
    strata = max((layer.classes.size for layer in layers), default=0)
    most = max((int(layer.classes.max(initial=0)) for layer in layers), default=0) + 1
    if not strata or strata > STRATA or 2 * strata * most**2 > CELLS:
        return None
    classes, tables = zip(*(_square(layer, strata, most) for layer in layers), strict=True)
    return Squares(classes, tables)


def _square(layer: Layer, strata: int, most: int) -> tuple[NDArray[np.uint16], NDArray[np.float64]]:
    table, classes = np.zeros((strata, most, most, 2)), np.zeros((layer.pointer.size - 1, strata), np.uint16)
    for s, (begin, size) in enumerate(zip(layer.offset.tolist(), layer.classes.tolist(), strict=True)):
        table[s, 1 : size + 1, 1 : size + 1] = layer.table[begin : begin + 2 * size**2].reshape(size, size, 2)
    holder = np.repeat(np.arange(classes.shape[0]), np.diff(layer.pointer))
    classes[holder, layer.stratum] = layer.degree_class + 1
    return classes, table
