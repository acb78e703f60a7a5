"""Invented languages: words from syllables, sentences from words. Nothing in them means anything."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

LETTERS: dict[str, tuple[str, str]] = {
    "qaa": ("bdfgklmnprstvz", "aeiou"),
    "qab": ("bcdghjklmnprsštvž", "aeéiíoöuü"),
    "qac": ("бвгджзклмнпрстфх", "аеиоу"),
    "qad": ("بتجدرزسفقكلمن", "اوي"),
}
"""Consonants and vowels of each language. The codes are those that BCP 47 keeps free for private use."""
COMMON, SPECIAL, TOPICS = 2400, 90, 8
"""Words of everybody, words of one topic, topics of one language."""
MEANINGS = 5
"""Words that mean the same. It divides the numbers above, so that synonyms are of one topic."""
LATIN = LETTERS["qaa"]


@dataclass(frozen=True)
class Tongue:
    """One invented language."""

    code: str
    words: Any
    """Arrow array of words: common ones first, then ``SPECIAL`` for each topic."""
    stock: tuple[str, ...]
    """Set phrases that everybody uses: greetings, cheers."""

    @property
    def letters(self) -> tuple[str, str]:
        """Its consonants and its vowels."""
        return LETTERS[self.code]

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each word in ``words``."""
        return {word: place for place, word in enumerate(self.words.to_pylist())}

    @property
    def phrases(self) -> Any:
        """The set phrases as an Arrow array."""
        return pa.array(self.stock)

    def sentences(self, rng: Generator, topics: NDArray[Any], mean: float = 11) -> Any:
        """One text for each topic number, as an Arrow array; ``mean`` words long on average."""
        lengths = 4 + rng.poisson(mean - 4, len(topics))
        special = rng.random(int(lengths.sum())) < 0.3
        common = zipf_ranks(rng, COMMON, len(special), shift=3)
        topical = COMMON + np.repeat(topics, lengths) * SPECIAL + zipf_ranks(rng, SPECIAL, len(special), shift=3)
        return join_words(self.words, np.where(special, topical, common), lengths)

    def sentence(self, rng: Generator, topic: int = 0, mean: float = 11) -> str:
        """One text."""
        return str(self.sentences(rng, np.array([topic]), mean)[0])

    def reworded(self, rng: Generator, text: str, share: float) -> str:
        """The text with each word replaced, with the chance ``share``, by one of those that mean the same.

        ``MEANINGS`` words that stand side by side in ``words`` mean the same; what is no word of the tongue stays.
        """
        words = text.split(" ")
        for place, word in enumerate(words):
            known = self.places.get(word)
            if known is not None and rng.random() < share:
                step = int(rng.integers(1, MEANINGS))
                words[place] = str(self.words[known // MEANINGS * MEANINGS + (known + step) % MEANINGS])
        return " ".join(words)

    def translated(self, text: str, other: Tongue) -> str:
        """The text in an ``other`` tongue, word by word: words at the same place mean the same."""
        words = text.split(" ")
        return " ".join(str(other.words[self.places[word]]) if word in self.places else word for word in words)


def join_words(words: Any, chosen: NDArray[Any], lengths: NDArray[Any]) -> Any:
    """Texts of ``lengths`` words each from the ``chosen`` words."""
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    lists = pa.LargeListArray.from_arrays(pa.array(offsets), words.take(pa.array(chosen)))
    return pc.binary_join(lists, " ")


def zipf_ranks(rng: Generator, size: int, count: int, *, exponent: float = 1.05, shift: float = 6) -> NDArray[np.int64]:
    """``count`` ranks below ``size`` with Zipf-Mandelbrot weights ``(rank + shift) ** -exponent``."""
    total = np.cumsum((np.arange(1, size + 1) + shift) ** -exponent)
    ranks: NDArray[np.int64] = np.searchsorted(total, rng.random(count) * total[-1]).astype(np.int64)
    return ranks


def make_words(rng: Generator, count: int, letters: tuple[str, str] = LATIN) -> list[str]:
    """``count`` different invented words of two to four syllables."""
    consonants, vowels = letters
    made: dict[str, None] = {}
    while len(made) < count:
        size = int(rng.integers(2, 5))
        # The draws of `rng.choice`, without what it costs to ask for a few at a time.
        drawn = (rng.integers(0, len(part), size).tolist() for part in letters)
        made["".join(consonants[c] + vowels[v] for c, v in zip(*drawn, strict=True))] = None
    return list(made)


def make_tongue(rng: Generator, code: str) -> Tongue:
    """The language ``code``."""
    words = make_words(rng, COMMON + TOPICS * SPECIAL, LETTERS[code])
    stock = tuple(" ".join(rng.choice(words[:200], int(rng.integers(1, 4)))) for _ in range(40))
    return Tongue(code, pa.array(words), stock)
