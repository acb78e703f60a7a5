"""When a network was active: posts over time, the coordinated ones told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.model.times import iso

if TYPE_CHECKING:
    import numpy.typing as npt

STEPS = (60, 600, 3600, 6 * 3600, 86_400, 7 * 86_400, 28 * 86_400)
"""Widths a bin can have, seconds: minute, ten minutes, hour, six hours, day, week, four weeks."""
MOST_BINS = 120


def step_for(span: float, precision: float = 1.0) -> int:
    """Narrowest step (seconds) that draws ``span`` seconds in at most ``MOST_BINS`` bins, not finer than the clock."""
    fits = (step for step in STEPS if step >= precision and span / step < MOST_BINS)
    return next(fits, STEPS[-1])


def timeline(at: npt.NDArray[np.int64], coordinated: npt.NDArray[np.bool_], precision: float = 1.0) -> dict[str, Any]:
    """Posts in bins of equal width.

    Args:
        at: instants in microseconds since 1970.
        coordinated: whether the post is behind a tie of the network.
        precision: clock in seconds.

    Returns:
        ``step`` (seconds) and ``bins`` ``[start in ISO 8601, posts, coordinated posts]`` in order; bins without
        posts are left out.
    """
    if not len(at):
        return {"step": STEPS[0], "bins": []}
    step = step_for((int(at.max()) - int(at.min())) / 1e6, precision)
    starts, place = np.unique(at // (step * 1_000_000), return_inverse=True)
    posts, marked = np.bincount(place), np.bincount(place, weights=coordinated).astype(int)
    return {
        "step": step,
        "bins": [
            [iso(int(start) * step * 1_000_000), int(every), int(some)]
            for start, every, some in zip(starts, posts, marked, strict=True)
        ],
    }
