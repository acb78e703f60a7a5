"""Near-duplicate texts: MinHash and banding find candidates, the exact Jaccard similarity decides, stars do not chain.

Linear in the number of texts. In memory: about 0.2 kB a text that resembles another, 20 bytes for any other; on disk,
while it runs: about 0.5 kB a text (shingles and band keys), in the folder given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

LEAST = 0.7
"""Least Jaccard similarity of a text with the representative of its cluster, on runs of five letters (three in CJK)."""


class NearTexts:
    """Collects distinct texts in batches, then clusters them.

    Give the texts in an order that depends on their content alone (sorted by hash): the clusters then depend on
    nothing else.
    """

    def __init__(self, folder: Path, least: float = LEAST) -> None:
        self.least = least
        self.count = 0
        self._ends: list[Any] = []
        self._paths = folder / "shingles.u32", folder / "bands.u32"
        self._files = [path.open("wb") for path in self._paths]

    def add(self, texts: Sequence[str]) -> None:
        """Take the next texts (near forms, see :func:`inconcert.normalise.text.near_form`)."""
        import numpy as np

        from inconcert.normalise import kernels

        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        shingles, stops = kernels.shingle(codes, ends)
        self._files[0].write(shingles.tobytes())
        self._files[1].write(kernels.band(shingles, stops).tobytes())
        base = self._ends[-1][-1] if self._ends else 0
        self._ends.append(stops + base)
        self.count += len(texts)

    def clusters(self) -> Any:
        """Index of the representative of each text, in the order they came; its own index when it stands alone."""
        import numpy as np

        from inconcert.normalise import kernels

        for file in self._files:
            file.close()
        found = np.arange(self.count, dtype=np.int64)
        if not self.count:
            return found
        ends = np.concatenate(self._ends)
        starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
        keys = np.memmap(self._paths[1], np.uint32, "r", shape=(self.count, kernels.BANDS))
        close = np.flatnonzero(_meets(keys))
        if not len(close) or not ends[-1]:
            return found
        buckets, number, crowd = _buckets(keys, close)
        order = np.lexsort((np.arange(len(close)), -crowd))
        shingles = np.memmap(self._paths[0], np.uint32, "r")
        ranks = kernels.stars(shingles, starts[close], ends[close], buckets, number, order, self.least)
        found[close] = close[ranks]
        return found


def near(texts: Iterable[str], folder: Path, least: float = LEAST) -> list[int]:
    """Representative (index) of each of a handful of texts; see :class:`NearTexts` for many."""
    collected = NearTexts(folder, least)
    collected.add(list(texts))
    return [int(index) for index in collected.clusters()]


def _meets(keys: Any) -> Any:
    """Whether a text shares a band with any other."""
    import numpy as np

    meets = np.zeros(len(keys), np.bool_)
    for one in range(keys.shape[1]):
        column = np.ascontiguousarray(keys[:, one])
        order = np.argsort(column, kind="stable")
        same = column[order[1:]] == column[order[:-1]]
        meets[order[1:][same]] = True
        meets[order[:-1][same]] = True
    return meets


def _buckets(keys: Any, close: Any) -> tuple[Any, int, Any]:
    """Dense bucket numbers ``(texts, bands)`` of the texts ``close``, their number, and how crowded each text is."""
    import numpy as np

    buckets, base = np.empty((len(close), keys.shape[1]), np.int32), 0
    crowd = np.zeros(len(close), np.int64)
    for one in range(keys.shape[1]):
        values, inverse, sizes = np.unique(keys[close, one], return_inverse=True, return_counts=True)
        buckets[:, one] = inverse + base
        crowd += sizes[inverse] - 1
        base += len(values)
    return buckets, base, crowd
