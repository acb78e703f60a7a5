"""Which of many sets are alike, by counting for each pair what both hold: one product of a sparse matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, triu

if TYPE_CHECKING:
    from collections.abc import Sequence


def pairs_alike(sets: Sequence[frozenset[str]], least: float) -> dict[tuple[int, int], float]:
    """Jaccard similarity of every pair of sets of which it is ``least`` or more, by their places, the smaller first."""
    column = {one: place for place, one in enumerate(frozenset().union(*sets))}
    sizes = np.array([len(one) for one in sets])
    places = np.fromiter((column[one] for each in sets for one in each), np.int64, int(sizes.sum()))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    held = csr_array((np.ones(places.size, np.int64), places, starts), shape=(len(sets), len(column)))
    both = triu(held @ held.T, 1).tocoo()
    alike = both.data / (sizes[both.row] + sizes[both.col] - both.data)
    rows = zip(both.row.tolist(), both.col.tolist(), alike.tolist(), strict=True)
    return {(a, b): near for a, b, near in rows if near >= least}
