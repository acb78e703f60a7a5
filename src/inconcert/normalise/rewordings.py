"""Texts that say the same in other words, over everything: vectors find candidates, polarity and a star decide.

A text belongs to a cluster only by what it shares with the *representative*: chains of texts, each like the next, do
not glue topics together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from inconcert.normalise.polarity import Mark

CHUNK = 512
"""Texts that are turned into vectors at once, however they come: the last digits of a vector depend on it."""


class Rewordings:
    """Collects distinct texts in batches, then clusters them.

    Give the texts in an order that depends on their content alone (sorted by hash): the clusters then depend on
    nothing else. In memory: some 2 kB a text; on disk 1 kB.

    Attributes:
        count: Texts so far.
    """

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self._vectors = folder / "vectors.f16"
        self._file = self._vectors.open("wb")
        self._waiting: list[str] = []
        self._marks: list[Mark] = []

    def add(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        """Take the next texts (near forms, see :func:`inconcert.normalise.text.near_form`) and what they are in."""
        from inconcert.normalise.polarity import mark

        self._marks += map(mark, texts, languages)
        self._waiting += texts
        self.count += len(texts)
        while len(self._waiting) >= CHUNK:
            self._turn(CHUNK)

    def clusters(self) -> Any:
        """Index of the representative of each text, in the order they came; its own index when it stands alone."""
        import numpy as np

        from inconcert.normalise.neighbours import meetings
        from inconcert.normalise.vectors import WIDTH

        self._turn(CHUNK)
        self._file.close()
        if not self.count:
            return np.arange(0)
        met = meetings(np.memmap(self._vectors, np.float16, "r", shape=(self.count, WIDTH)))
        return stars(met, self._marks)

    def _turn(self, count: int) -> None:
        import numpy as np

        from inconcert.normalise.vectors import vectors

        if self._waiting:
            self._file.write(vectors(self._waiting[:count]).astype(np.float16).tobytes())
            del self._waiting[:count]


def stars(met: Any, marks: Sequence[Mark]) -> Any:
    """Representative (index) of each text: those that meet most others are chosen, the rest go to the closest.

    Args:
        met: Pairs in both directions, see :class:`inconcert.normalise.neighbours.Meetings`.
        marks: Polarity of each text.
    """
    import numpy as np

    from inconcert.normalise.polarity import opposed

    agree = np.array(
        [
            not opposed(marks[one], marks[other])
            for one, other in zip(met.one.tolist(), met.other.tolist(), strict=True)
        ],
        bool,
    )
    one, other, cosine = met.one[agree], met.other[agree], met.cosine[agree]
    ends = np.searchsorted(one, np.arange(len(marks) + 1))
    order = np.argsort(-np.diff(ends), kind="stable")
    chosen = np.zeros(len(marks), bool)
    for text in order[np.diff(ends)[order] > 0].tolist():
        chosen[text] = not chosen[other[ends[text] : ends[text + 1]]].any()
    to = chosen[other] & ~chosen[one]
    return _gathered(one[to], other[to], cosine[to], marks)


def _gathered(one: Any, other: Any, cosine: Any, marks: Sequence[Mark]) -> Any:
    """Texts gathered around representatives, the closest first; none that says the opposite of one that is there."""
    import numpy as np

    found = np.arange(len(marks))
    said: dict[int, tuple[int, int]] = {}
    placed: set[int] = set()
    for at in np.lexsort((other, one, -cosine)).tolist():
        text, representative = int(one[at]), int(other[at])
        mark = marks[text]
        first, second = said.get(representative, (marks[representative].first, marks[representative].second))
        if text in placed or mark.first & second or mark.second & first:
            continue
        placed.add(text)
        said[representative] = first | mark.first, second | mark.second
        found[text] = representative
    return found
