"""Pairs worth a closer look, found without comparing everybody with everybody.

Accounts meet in blocks: the same rare piece of a handle, the same name, rare word of a profile, picture, link or rare
post. A block of more than ``BLOCK`` accounts tells nobody apart and is left out, so the work grows with the accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy.typing as npt

    from inconcert.traits.bags import Bags

    Places = npt.NDArray[np.int64]

BLOCK = 40
"""Accounts that a block has at most."""
EACH = 20
"""Pairs of an account that are kept, those that meet on the rarest things."""
AT_A_TIME = 2_000
"""Accounts whose blocks are opened at a time."""


def candidates(platform: Places, blocks: Iterable[Bags]) -> tuple[Places, Places]:
    """Pairs of accounts on two platforms that meet in a block: places ``a < b``.

    Args:
        platform: Platform of each account.
        blocks: Bags whose rare things are the blocks.
    """
    from scipy.sparse import hstack

    met = hstack([_rare(some) for some in blocks], format="csr")
    found = np.unique(np.concatenate([np.empty((0, 2), np.int64), *_met(met, platform)]), axis=0)
    return found[:, 0], found[:, 1]


def _rare(some: Bags) -> Any:
    """The columns that are blocks, each as heavy as its thing is rare."""
    columns = some.held.tocsc()
    sizes = np.diff(columns.indptr)
    return columns[:, np.flatnonzero((sizes > 1) & (sizes <= BLOCK))]


def _met(met: Any, platform: Places) -> Iterator[npt.NDArray[np.int64]]:
    turned = met.T.tocsr()
    for start in range(0, met.shape[0], AT_A_TIME):
        pairs = (met[start : start + AT_A_TIME] @ turned).tocoo()
        a, b, weight = pairs.row.astype(np.int64) + start, pairs.col.astype(np.int64), pairs.data
        apart = platform[a] != platform[b]
        yield _best(a[apart], b[apart], weight[apart])


def _best(a: Places, b: Places, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The ``EACH`` heaviest pairs of each account of ``a``, the lesser place first."""
    order = np.lexsort((b, -weight, a))
    a, b = a[order], b[order]
    rank = np.arange(len(a)) - np.searchsorted(a, a, "left")
    kept = rank < EACH
    return np.sort(np.stack([a[kept], b[kept]], axis=1), axis=1)


def strangers(platform: Places, lang: Places, count: int, seed: int) -> tuple[Places, Places]:
    """Pairs drawn at random: two platforms, one language where it can be, so that a tongue is no evidence.

    Args:
        platform: Platform of each account.
        lang: Number of the language of each account.
        count: Pairs, fewer where there are not so many.
        seed: Seed of the draw.
    """
    rng, size = np.random.default_rng([seed, 4]), len(platform)
    a = rng.integers(0, size, min(8 * count, 4 * size**2))
    order = np.argsort(lang, kind="stable")
    first, end = (np.searchsorted(lang[order], lang[a], side) for side in ("left", "right"))
    b = order[first + (rng.random(len(a)) * (end - first)).astype(np.int64)]
    apart = platform[a] != platform[b]
    low, high = np.minimum(a[apart], b[apart]), np.maximum(a[apart], b[apart])
    # One number a pair: rows would be compared byte by byte.
    found = rng.permutation(np.unique(low * size + high))[:count]
    return found // size, found % size
