"""A layer of the null: what every pair of assets is expected to share when objects are parted in one way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.coordination.compiled import odds

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Layer:
    """One partition of the objects into strata, with the expectation of every pair of degree classes."""

    pointer: NDArray[np.int64]
    """Asset → its rows in ``stratum`` and ``degree_class``."""
    stratum: NDArray[np.int32]
    degree_class: NDArray[np.int32]
    offset: NDArray[np.int64]
    """Stratum → where its block of ``table`` begins."""
    classes: NDArray[np.int64]
    """Stratum → its number of degree classes."""
    table: NDArray[np.float64]
    """For each pair of classes: expected shared objects inside each window, then without any window."""
    object_stratum: NDArray[np.int64]
    object_kind: NDArray[np.int64]
    """Audience class of each object in its stratum."""
    touch: tuple[NDArray[np.float64], ...]
    """For each stratum: probability that a degree class touches an object of an audience class."""

    def expect(self, a: NDArray[np.int32], b: NDArray[np.int32], columns: int) -> NDArray[np.float64]:
        """Expected shared objects of each pair, one column a window, then the same without the window."""
        out = np.zeros((a.size, columns))
        odds.expected_pairs(
            a, b, self.pointer, self.stratum, self.degree_class, self.offset, self.classes, self.table, out
        )
        return out

    def column(self, a: NDArray[np.int32], b: NDArray[np.int32], columns: int, which: int) -> NDArray[np.float64]:
        """One column of :meth:`expect`, without working out the others."""
        out = np.zeros(a.size)
        odds.expected_column(
            a, b, self.pointer, self.stratum, self.degree_class, self.offset, self.classes, self.table,
            columns, which, out,
        )  # fmt: skip
        return out

    def touches(self, objects: NDArray[np.int64]) -> NDArray[np.float64]:
        """Expected number of ``objects`` that each asset touches."""
        chance = np.zeros(self.stratum.size)
        for s in np.unique(self.object_stratum[objects]):
            kinds = self.object_kind[objects[self.object_stratum[objects] == s]]
            by_class = self.touch[s] @ np.bincount(kinds, minlength=self.touch[s].shape[1])
            rows = self.stratum == s
            chance[rows] = by_class[self.degree_class[rows]]
        sums = np.concatenate([[0.0], np.cumsum(chance)])
        return np.asarray(sums[self.pointer[1:]] - sums[self.pointer[:-1]])
