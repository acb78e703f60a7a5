"""Vectors that lie closer to each other than to what is around them: mutual neighbours with a local threshold.

How alike two sentences are by chance differs from text to text: texts on one event are all alike. The closeness of two
is therefore compared with how close each comes to a sample of all others, as in the cross-domain similarity local
scaling of Conneau et al. 2018 (arXiv 1710.04087), but by an upper quantile of that sample instead of the nearest
neighbours: the copies of a message are nearest to each other, and would be their own yardstick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

SAMPLE = 2000
"""Vectors that stand for all."""
FEW = 200
"""In a smaller sample there is no neighbourhood to speak of."""
AROUND = 0.9
"""Quantile of the cosines with the sample that tells how close chance comes."""
FLOOR = 0.25
"""Least that chance is taken for: the upper end of cosines of sentences on different things."""
SHARE = 0.6
"""Least share of the way from how close chance comes (the mean of both) to being the same that two must go."""
MOST = 50
"""Neighbours a vector may have: the closest."""
EXACT = 50_000
"""Vectors up to which all are compared with all."""
CELLS = 3
"""Beyond, each is compared with those that share one of its so many nearest pivots."""
_ROWS, _COLUMNS = 2048, 8192
_BLUR = 1e-4
"""Cosines are rounded to this: their last digits depend on what they are computed with."""


class Meetings(NamedTuple):
    """Pairs, each in both directions, ordered by (one, other)."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    cosine: NDArray[np.float32]


def around(vectors: NDArray[Any]) -> NDArray[np.float32]:
    """How close chance comes to each vector.

    Args:
        vectors: Rows of length one, in an order that has nothing to do with what they say: the first are the sample.
    """
    found = np.full(len(vectors), FLOOR, np.float32)
    sample = _floats(vectors[:SAMPLE])
    if len(sample) >= FEW:
        for start in range(0, len(vectors), _ROWS):
            cosines = _floats(vectors[start : start + _ROWS]) @ sample.T
            here = np.quantile(cosines, AROUND, axis=1)
            found[start : start + _ROWS] = np.maximum(np.round(here, 4), FLOOR)
    return found


def meetings(vectors: NDArray[Any], exact: int = EXACT) -> Meetings:
    """Pairs of vectors that are each among the closest of the other, and closer than chance brings them.

    Args:
        vectors: Rows of length one, as for :func:`around`.
        exact: Vectors up to which all are compared with all.
    """
    near = around(vectors)
    found = [_met(vectors, near, rows, columns) for rows, columns in _work(vectors, exact)]
    if not found:
        return Meetings(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32))
    best = _closest(Meetings(*map(np.concatenate, zip(*found, strict=True))))
    size = len(vectors)
    both = np.isin(best.one * size + best.other, best.other * size + best.one)
    return Meetings(best.one[both], best.other[both], best.cosine[both])


def _work(vectors: NDArray[Any], exact: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Which are compared with which, so many at a time that their cosines take some 60 MB."""
    everyone = np.arange(len(vectors))
    for group in [everyone] if len(vectors) <= exact else _cells(vectors):
        for start in range(0, len(group), _ROWS):
            for first in range(0, len(group), _COLUMNS):
                yield group[start : start + _ROWS], group[first : first + _COLUMNS]


def _cells(vectors: NDArray[Any]) -> Iterator[NDArray[np.int64]]:
    """The vectors around each pivot; pivots are the first ones."""
    size = len(vectors)
    pivots = _floats(vectors[: int(np.sqrt(size))])
    nearest = np.empty((size, CELLS), np.int64)
    for start in range(0, size, _ROWS):
        cosines = _floats(vectors[start : start + _ROWS]) @ pivots.T
        nearest[start : start + _ROWS] = np.argpartition(-cosines, CELLS - 1, axis=1)[:, :CELLS]
    order = np.argsort(nearest, axis=None, kind="stable")
    ends = np.searchsorted(nearest.ravel()[order], np.arange(len(pivots) + 1))
    for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        yield order[start:end] // CELLS


def _met(
    vectors: NDArray[Any], near: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64]
) -> Meetings:
    """The closest of ``columns`` to each of ``rows``, where closer than chance brings them."""
    cosines = _floats(vectors[rows]) @ _floats(vectors[columns]).T
    # One number for all is compared much faster than one for each, and leaves few.
    row, column = np.nonzero(cosines >= _least(near[rows].min(), near[columns].min()) - _BLUR)
    cosine = np.round(cosines[row, column], 4)
    kept = (rows[row] != columns[column]) & (cosine >= _least(near[rows[row]], near[columns[column]]))
    return _closest(Meetings(rows[row[kept]], columns[column[kept]], cosine[kept]))


def _least(one: Any, other: Any) -> Any:
    """Least cosine of two, given how close chance comes to each."""
    return SHARE + (1 - SHARE) / 2 * (one + other)


def _closest(met: Meetings) -> Meetings:
    """The :data:`MOST` closest of each, every pair once."""
    order = np.lexsort((met.other, -met.cosine, met.one))
    one, other, cosine = (part[order] for part in met)
    new = np.append(True, (one[1:] != one[:-1]) | (other[1:] != other[:-1]))[: len(one)]
    one, other, cosine = one[new], other[new], cosine[new]
    rank = np.arange(len(one)) - np.searchsorted(one, one)
    kept = np.flatnonzero(rank < MOST)
    kept = kept[np.lexsort((other[kept], one[kept]))]
    return Meetings(one[kept], other[kept], cosine[kept])


def _floats(vectors: NDArray[Any]) -> NDArray[np.float32]:
    return np.asarray(vectors, np.float32)
