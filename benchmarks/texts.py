"""Made-up short posts for measuring near-duplicates: placeholder words in four scripts, edited copies, a heavy tail.

    for texts in blocks(10_000_000, seed=1): ...
    path = file(10_000_000, seed=1)     # bench-data/texts-10000000-1.parquet, made when it is not there

Half of the texts are alone; the others are edited copies of templates, of which the most popular holds about one text
in a hundred. A copy changes up to a third of its words, and may lose its opening or get a tail. Everything follows from
the seed, text by text, so that no block needs another.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from measure import DATA
from pyarrow import parquet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = 100_000
VOCABULARY = 1 << 15
LONGEST, SHORTEST = 24, 12
"""Words of a text (before openings are cut)."""
SCRIPTS: dict[str, tuple[tuple[str, ...], str, int]] = {
    "latin": (tuple("bcdfghklmnprstvz"), "aeiou", 3),
    "cyrillic": (tuple("бвгджзклмнпрстфх"), "аеиоу", 3),
    "arabic": (tuple("بتثجحخدرزسشصطعفق"), "اويه", 3),
    "chinese": (tuple(chr(0x4E00 + 13 * step) for step in range(300)), "", 2),
}
"""Consonants, vowels, and syllables of the longest word."""
_SHARES = (0.7, 0.85, 0.95, 1.0)


def file(count: int, seed: int = 1) -> Path:
    """A Parquet file with the column ``text`` that holds ``count`` texts."""
    path = DATA / f"texts-{count}-{seed}.parquet"
    if not path.exists():
        DATA.mkdir(exist_ok=True)
        fresh = path.with_suffix(".partial")
        with parquet.ParquetWriter(fresh, pa.schema([("text", pa.string())]), compression="zstd") as writer:
            for texts in blocks(count, seed):
                writer.write_table(pa.table({"text": pa.array(texts, pa.string())}))
        fresh.replace(path)
    return path


def blocks(count: int, seed: int = 1) -> Iterator[list[str]]:
    """``count`` texts, a block at a time."""
    for first in range(0, count, BLOCK):
        numbers = np.arange(first, min(first + BLOCK, count), dtype=np.uint64)
        yield block(numbers, count, seed)


def block(numbers: Any, count: int, seed: int) -> list[str]:
    """The texts with these numbers, of ``count``."""
    template = templates(numbers, count, seed)
    places = np.arange(LONGEST, dtype=np.uint64)
    words = _words(_random(template[:, None], places[None, :], seed + 1))
    own = _random(numbers[:, None], places[None, :], seed + 2)
    share = 0.3 * _fraction(_random(numbers, 7, seed + 3)) ** 2
    changed = _fraction(own) < share[:, None]
    changed[np.arange(len(numbers)), (own[:, 0] % np.uint64(SHORTEST)).astype(int)] = True
    words = np.where(changed, _words(_random(own, 5, seed + 4)), words)
    length = SHORTEST + (_random(template, 9, seed) % np.uint64(LONGEST - SHORTEST)).astype(int)
    tail = (_random(numbers, 11, seed) % np.uint64(4) == 0).astype(int)
    cut = (_random(numbers, 13, seed) % np.uint64(5) == 0).astype(int)
    place = np.arange(LONGEST)
    kept = (place >= cut[:, None]) & (place < np.minimum(length + tail, LONGEST)[:, None])
    return _written(words, kept, _fraction(_random(template, 17, seed)))


def templates(numbers: Any, count: int, seed: int) -> Any:
    """The template of each text; one of its own for half of them."""
    rank = (_fraction(_random(numbers, 1, seed)) ** 3 * (count // 8 + 1)).astype(np.uint64)
    alone = _random(numbers, 2, seed) % np.uint64(2) == 0
    return np.where(alone, np.uint64(count) + numbers, rank)


def _written(words: Any, kept: Any, share: Any) -> list[str]:
    """Texts of word numbers, each in its script."""
    script = np.searchsorted(_SHARES, share)
    offsets = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
    chosen = (words + (script * VOCABULARY)[:, None])[kept]
    lists = pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), _vocabulary().take(pa.array(chosen)))
    gaps = pa.array([" ", " ", " ", ""]).take(pa.array(script))
    texts: list[str] = pc.binary_join(lists, gaps).to_pylist()
    return texts


@cache
def _vocabulary() -> pa.Array:
    """Placeholder words of all scripts, the frequent ones short."""
    draw, words = np.random.default_rng(7), []
    for consonants, vowels, most in SCRIPTS.values():
        rank = np.arange(VOCABULARY)
        size = 1 + (rank > 60) + ((rank > 2000) & (most > 2))
        parts = [draw.choice(list(part), (VOCABULARY, 3)) for part in (consonants, vowels) if part]
        syllables = parts[0] if len(parts) == 1 else np.char.add(*parts)
        words += ["".join(row[:many]) for row, many in zip(syllables.tolist(), size.tolist(), strict=True)]
    return pa.array(words)


def _words(numbers: Any) -> Any:
    """Word numbers, frequent ones first (Zipf)."""
    return (np.exp(_fraction(numbers) * np.log(VOCABULARY)) - 1).astype(np.int64)


def _fraction(numbers: Any) -> Any:
    return (numbers >> np.uint64(11)).astype(np.float64) / 2.0**53


def _random(one: Any, other: Any, seed: int) -> Any:
    """A number (64 bits) that depends on all three, and looks random (SplitMix64)."""
    mixed = np.array([seed], np.uint64) * np.uint64(0xD1342543DE82EF95) + np.asarray(one) * np.uint64(
        0x9E3779B97F4A7C15
    )
    mixed = mixed + np.asarray(other, np.uint64) * np.uint64(0xBF58476D1CE4E5B9)
    for shift, times in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(times)
    return mixed ^ (mixed >> np.uint64(31))
