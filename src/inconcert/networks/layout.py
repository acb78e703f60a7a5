"""Where to draw the members of a network: a force layout that is the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

LARGEST = 150
"""Most members that are drawn; beyond it a drawing hides more than it shows."""
_STEPS = 200


def layout(
    n: int, a: npt.NDArray[np.int64], b: npt.NDArray[np.int64], weight: npt.NDArray[np.float64], *, seed: int = 0
) -> npt.NDArray[np.float64]:
    """Places of ``n`` members in the unit square, shape (n, 2); heavier pairs stand closer.

    Fruchterman & Reingold, Software: Practice and Experience 21 (1991) 1129, from a circle with a little noise.
    Meant for up to ``LARGEST`` members: every step compares everyone with everyone.
    """
    if n == 0:
        return np.zeros((0, 2))
    rng = np.random.default_rng(seed)
    angle = 2 * np.pi * np.arange(n) / n
    place = np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(0, 0.05, (n, 2))
    pull = np.zeros((n, n))
    pull[a, b] = pull[b, a] = weight / weight.max() if len(weight) else 0.0
    ideal = 2.0 / np.sqrt(n)
    for step in range(_STEPS):
        place += _moves(place, pull, ideal, 0.2 * (1 - step / _STEPS))
    return _fit(place)


def _moves(
    place: npt.NDArray[np.float64], pull: npt.NDArray[np.float64], ideal: float, most: float
) -> npt.NDArray[np.float64]:
    apart = place[:, None, :] - place[None, :, :]
    distance = np.maximum(np.linalg.norm(apart, axis=2), 1e-6)
    force = ideal**2 / distance**2 - pull * distance / ideal
    moves: npt.NDArray[np.float64] = (apart * force[:, :, None]).sum(axis=1) - 0.3 * place
    length = np.maximum(np.linalg.norm(moves, axis=1, keepdims=True), 1e-9)
    shortened: npt.NDArray[np.float64] = moves / length * np.minimum(length, most)
    return shortened


def _fit(place: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Stretch to the unit square; what has no extent stands in the middle."""
    low, extent = place.min(axis=0), np.ptp(place, axis=0)
    fitted: npt.NDArray[np.float64] = np.where(extent > 1e-9, (place - low) / np.where(extent > 1e-9, extent, 1), 0.5)
    return fitted
