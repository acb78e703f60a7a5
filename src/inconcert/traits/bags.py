"""Agreement weighed by rarity: what two accounts have in common of a bag of things.

A thing that ``n`` of ``N`` accounts have is worth ``log(N / n)`` nats. Two accounts that share things worth ``W`` and
have things worth ``U`` between them agree by ``W² / U``: all of it when they have nothing else, and little when what
they share is common or stands among much that they do not share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

AT_A_TIME = 50_000
"""Pairs that are compared at a time."""


@dataclass(frozen=True)
class Bags:
    """The things of each account."""

    held: Any
    """Sparse matrix, accounts × things; the root of a thing's worth where an account has it."""
    worth: Floats
    """Worth of all things of each account, also of those that nobody else has and ``held`` leaves out."""
    known: npt.NDArray[np.bool_]
    """Of which accounts the bag is known at all."""

    def agreement(self, a: Places, b: Places) -> Floats:
        """How far the accounts at ``a`` and ``b`` agree, in nats; ``nan`` where the bag of one is not known."""
        shared = np.empty(len(a))
        for start in range(0, len(a), AT_A_TIME):
            part = slice(start, start + AT_A_TIME)
            shared[part] = np.asarray(self.held[a[part]].multiply(self.held[b[part]]).sum(axis=1)).ravel()
        whole = self.worth[a] + self.worth[b] - shared
        agreed = np.divide(shared**2, whole, out=np.zeros(len(a)), where=whole > 0)
        return np.where(self.known[a] & self.known[b], agreed, np.nan)


def bags(things: Sequence[Collection[str] | None]) -> Bags:
    """Bags from the things of each account, ``None`` where they are not known. Repeats within a bag count once."""
    from scipy.sparse import csr_matrix

    known = np.array([some is not None for some in things], bool)
    listed = [sorted(set(some or ())) for some in things]
    rows = np.repeat(np.arange(len(listed)), [len(some) for some in listed])
    flat = [thing for some in listed for thing in some]
    numbers: dict[str, int] = {}
    columns = np.fromiter((numbers.setdefault(thing, len(numbers)) for thing in flat), np.int64, len(flat))
    holders = np.bincount(columns, minlength=len(numbers))
    value = np.log(max(int(known.sum()), 1) / np.maximum(holders, 1))[columns]
    worth = np.bincount(rows, weights=value, minlength=len(listed)).astype(float)
    held = csr_matrix((np.sqrt(value), (rows, columns)), shape=(len(listed), max(len(numbers), 1)))
    return Bags(held, worth, known)
