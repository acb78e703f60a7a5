"""Near-duplicate texts: MinHash and banding find candidates, the exact Jaccard similarity decides, stars do not chain.

Linear in the number of texts. In memory while it runs: some 70 bytes a text, or :data:`MEMORY` and the system's own
cache of files where that is more; on disk, in the folder given: about 0.3 kB a text (words, band keys, sketches).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

LEAST = 0.7
"""Least Jaccard similarity of a text with the representative of its cluster, on runs of five letters (three in CJK)."""
MEMORY = 1 << 30
"""Bytes of sketches up to which they are held in memory; more of them stay on disk."""
PIECE = 1 << 24
"""Bytes of the file of texts that are read at once."""
LETTERS = 1 << 24
"""Letters of the texts whose groups are settled at once (0.2 GB)."""


class NearTexts:
    """Collects distinct texts in batches, then clusters them.

    Give the texts in an order that depends on their content alone (sorted by hash): the clusters then depend on
    nothing else.

    Attributes:
        count: Texts so far.
        disk: Bytes of temporary files so far.
        skipped: Comparisons left out in buckets with more unlike texts than ``kernels.LEADERS``, once clustered.
        groups: Sizes of the groups in which every text resembles some other, once clustered: how far clusters would
            reach if they chained.
    """

    def __init__(self, folder: Path, least: float = LEAST, memory: int = MEMORY) -> None:
        from inconcert.normalise import kernels

        self.least, self.memory = least, memory
        self.count = self.disk = self.skipped = 0
        self.groups: Any = ()
        self._bytes: list[Any] = []
        self._sizes: list[Any] = []
        self._bands = [folder / f"band-{one}.u32" for one in range(kernels.BANDS)]
        self._sketches, self._words = folder / "sketches.u64", folder / "words.utf8"
        self._files = [path.open("wb") for path in (self._words, self._sketches, *self._bands)]

    def add(self, texts: Sequence[str]) -> None:
        """Take the next texts (near forms, see :func:`inconcert.normalise.text.near_form`)."""
        import numpy as np

        from inconcert.normalise import kernels

        codes, ends = _codes("".join(texts)), np.cumsum([len(text) for text in texts], dtype=np.int64)
        keys = np.empty((kernels.BANDS, len(texts)), np.uint32)
        sketches = np.empty((len(texts), kernels.SIGNS // 16), np.uint64)
        kernels.lows(codes, ends, keys, sketches)
        written = "".join(texts).encode("utf-8", "surrogatepass")
        for file, part in zip(self._files, (written, sketches.tobytes(), *map(bytes, keys)), strict=True):
            self.disk += file.write(part)
        lengths = [len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass")) for text in texts]
        self._bytes.append(np.array(lengths, np.int32))
        self._sizes.append(np.diff(ends, prepend=0).astype(np.int32))
        self.count += len(texts)

    def clusters(self) -> Any:
        """Index of the representative of each text, in the order they came; its own index when it stands alone."""
        import numpy as np

        for file in self._files:
            file.close()
        found = np.arange(self.count, dtype=np.int64)
        if not self.count or not self._words.stat().st_size:
            return found
        parents, sketches = self._joined()
        many = np.bincount(parents, minlength=self.count).astype(np.int32)
        members = np.flatnonzero(many[parents] > 1)
        self.groups = many[many > 1]
        del many
        members = members[np.argsort(parents[members], kind="stable")]
        ends, sizes = np.cumsum(np.concatenate(self._bytes), dtype=np.int64), np.concatenate(self._sizes)
        self._bytes, self._sizes = [], []
        for pack in _packs(members, parents, ends):
            groups = Groups(self._read(pack, ends), np.cumsum(sizes[pack], dtype=np.int64), sketches[pack])
            found[pack] = pack[groups.settled(parents[pack], self.least)]
        return found

    def _read(self, pack: Any, ends: Any) -> Any:
        """Characters of the texts of a pack, read back.

        The file goes by piece after piece: looked at through a map, all of it would soon count as memory.
        """
        import numpy as np

        from inconcert.normalise import kernels

        starts = np.where(pack > 0, ends[pack - 1], 0)
        places = np.cumsum(ends[pack] - starts)
        written, order = np.empty(places[-1], np.uint8), np.argsort(starts)
        places -= ends[pack] - starts
        with self._words.open("rb") as file:
            for some in _pieces(order, starts):
                begin = starts[some[0]]
                file.seek(begin)
                data = np.fromfile(file, np.uint8, ends[pack[some[-1]]] - begin)
                kernels.gather(data, starts[some] - begin, ends[pack[some]] - begin, places[some], written)
        return _codes(written.tobytes().decode("utf-8", "surrogatepass"))

    def _joined(self) -> tuple[Any, Any]:
        """The group of each text (the first text in it), and the sketches."""
        import numpy as np

        from inconcert.normalise import kernels

        fits = self._sketches.stat().st_size <= self.memory
        sketches = np.fromfile(self._sketches, np.uint64) if fits else np.memmap(self._sketches, np.uint64, "r")
        sketches = sketches.reshape(self.count, kernels.SIGNS // 16)
        parents = np.arange(self.count, dtype=np.int32 if self.count < 2**31 else np.int64)
        for path in self._bands:
            entries = np.fromfile(path, np.uint32).astype(np.uint64) << np.uint64(32)
            path.unlink()
            entries |= np.arange(self.count, dtype=np.uint32)
            self.skipped += kernels.join(kernels.sort(entries, np.empty_like(entries)), sketches, parents)
        kernels.roots(parents)
        return parents, sketches


class Groups(NamedTuple):
    """The texts of whole groups, one after the other."""

    codes: Any
    """Their characters."""
    ends: Any
    """Where each ends."""
    sketches: Any

    def settled(self, groups: Any, least: float) -> Any:
        """Representative (place) of each text; ``groups`` says to which it belongs."""
        import numpy as np

        from inconcert.normalise import kernels

        shingles, ends = kernels.shingle(self.codes, self.ends)
        starts, found = np.append(0, ends[:-1]), np.arange(len(ends))
        edges = np.flatnonzero(np.append(True, groups[1:] != groups[:-1]))
        kernels.pairs_of(shingles, starts, ends, np.append(edges, len(ends)), least, found)
        for first, last in zip(edges.tolist(), [*edges[1:].tolist(), len(ends)], strict=True):
            if last - first > kernels.SMALL:
                here = slice(first, last)
                buckets, number, order = self.buckets(first, last)
                group = kernels.Group(shingles, starts[here], ends[here], self.sketches[here], buckets)
                found[here] = first + kernels.stars(group, number, order, least)
        return found

    def buckets(self, first: int, last: int) -> tuple[Any, int, Any]:
        """Dense bucket numbers ``(texts, bands)``, their number, and the texts that meet most others first."""
        import numpy as np

        from inconcert.normalise import kernels

        begin = self.ends[first - 1] if first else 0
        keys = np.empty((kernels.BANDS, last - first), np.uint32)
        sketches = np.empty((last - first, kernels.SIGNS // 16), np.uint64)
        kernels.lows(self.codes[begin : self.ends[last - 1]], self.ends[first:last] - begin, keys, sketches)
        buckets, base = np.empty((last - first, kernels.BANDS), np.int32), 0
        crowd = np.zeros(last - first, np.int64)
        for one, column in enumerate(keys):
            values, inverse, sizes = np.unique(column, return_inverse=True, return_counts=True)
            buckets[:, one] = inverse + base
            crowd += sizes[inverse] - 1
            base += len(values)
        return buckets, base, np.argsort(-crowd, kind="stable")


def _pieces(order: Any, starts: Any) -> Iterator[Any]:
    """Texts in the order of the file, as many at a time as begin within :data:`PIECE` bytes."""
    import numpy as np

    first = starts[order]
    edges = np.flatnonzero(np.diff(first // PIECE, prepend=-1))
    yield from np.split(order, edges[1:])


def _packs(members: Any, parents: Any, ends: Any) -> Iterator[Any]:
    """Whole groups, some :data:`LETTERS` at a time; a larger group by itself."""
    import numpy as np

    if not len(members):
        return
    letters = np.cumsum(ends[members] - np.where(members > 0, ends[members - 1], 0))
    lasts = np.flatnonzero(np.append(parents[members[1:]] != parents[members[:-1]], True))
    start = 0
    while start < len(members):
        before = letters[start - 1] if start else 0
        fits = np.searchsorted(letters[lasts], before + LETTERS, "right")
        place = max(fits - 1, np.searchsorted(lasts, start))
        yield members[start : lasts[place] + 1]
        start = lasts[place] + 1


def near(texts: Iterable[str], folder: Path, least: float = LEAST) -> list[int]:
    """Representative (index) of each of a handful of texts; see :class:`NearTexts` for many."""
    collected = NearTexts(folder, least)
    collected.add(list(texts))
    return [int(index) for index in collected.clusters()]


def _codes(text: str) -> Any:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
