"""How likely a name is to be chosen by somebody who has nothing to do with the others: bits of surprise per label.

The model is a table of how often four signs follow one another in registered names, smoothed over shorter contexts.
`scripts/background.py` makes it from two lists of names; only counts of three and more are kept.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SIGNS = "$abcdefghijklmnopqrstuvwxyz0123456789-"
"""Signs of a label; the first stands for its edge and for anything else."""
_BASE = len(SIGNS)
_BY_LOT = 6.0
"""Bits to say that a name is drawn by lot (one in sixteen new names looks so) and how long it is."""
_RUNS = 2.0
"""Bits to say where the digits of such a name stand."""
_WEIGHT = 4.0
"""How many observations the shorter context counts for; best of 1, 2, 4, 8 on names that were left out."""


def _table() -> NDArray[np.uint8]:
    codes = np.zeros(256, np.uint8)
    for code, sign in enumerate(SIGNS):
        codes[ord(sign)] = code
    return codes


_CODES = _table()


def coded(labels: Sequence[str], *, before: int = 0, after: int = 0) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """All labels as one row of sign codes, each with edges around it, and the offsets at which they begin."""
    edge = SIGNS[0]
    text = "".join(edge * before + label + edge * after for label in labels)
    sizes = np.fromiter(map(len, labels), np.int64, len(labels)) + before + after
    raw = np.frombuffer(text.encode("latin-1", "replace"), np.uint8)
    return _CODES[raw], np.concatenate(([0], np.cumsum(sizes)))


def counts(labels: Sequence[str]) -> NDArray[np.int64]:
    """How often each four signs follow one another in ``labels``, as a flat array of 38⁴."""
    codes, starts = coded(labels, before=3, after=1)
    inside = np.ones(len(codes), bool)
    for edge in range(3):
        inside[starts[:-1] + edge] = False
    return np.bincount(_grams(codes)[inside[3:]], minlength=_BASE**4)


def surprise(labels: Sequence[str]) -> NDArray[np.float64]:
    """Bits that it takes to write each label, its length included, for who knows how names usually look."""
    if not labels:
        return np.zeros(0)
    codes, starts = coded(labels, before=3, after=1)
    bits = _bits()[_grams(codes)]
    total = np.concatenate(([0.0], np.cumsum(bits, dtype=np.float64)))
    return np.asarray(np.minimum(total[starts[1:] - 3] - total[starts[:-1]], _random(labels)))


def _random(labels: Sequence[str]) -> NDArray[np.float64]:
    """Bits of each label as a row of signs drawn by lot: digits, letters, or both, as many programs make names.

    Without it, a name in which nothing follows the rules of a language would pass for unrepeatable.
    """
    codes, starts = coded(labels)
    digits = np.add.reduceat(np.append((codes > 26) & (codes < _BASE - 1), False).astype(np.int64), starts[:-1])
    sizes = np.diff(starts)
    digits[sizes == 0] = 0
    others = sizes - digits
    either = np.minimum(sizes * np.log2(36.0), digits * np.log2(10.0) + others * np.log2(26.0) + _RUNS)
    return np.asarray(_BY_LOT + either)


def _grams(codes: NDArray[np.uint8]) -> NDArray[np.int64]:
    wide = codes.astype(np.int64)
    out: NDArray[np.int64] = ((wide[:-3] * _BASE + wide[1:-2]) * _BASE + wide[2:-1]) * _BASE + wide[3:]
    return out


@cache
def _bits() -> NDArray[np.float32]:
    """Surprise of every sign after every three signs."""
    with files(__package__).joinpath("background.npz").open("rb") as file:
        kept: Any = np.load(file)
        places, times = np.cumsum(kept["steps"].astype(np.int64)), kept["times"].astype(np.float64)
    quads = np.zeros(_BASE**4)
    quads[places] = times
    table = quads.reshape((_BASE,) * 4)
    chance = np.full(_BASE, 1 / _BASE)
    for kept_signs in (1, 2, 3, 4):
        seen = table.sum(axis=tuple(range(4 - kept_signs)))
        chance = (seen + _WEIGHT * chance) / (seen.sum(axis=-1, keepdims=True) + _WEIGHT)
    return np.asarray(-np.log2(chance).ravel(), dtype=np.float32)
