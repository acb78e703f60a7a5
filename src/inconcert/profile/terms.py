"""What a post says as a set of terms: words, or pieces of words where a script has no spaces, hashtags and sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from inconcert.normalise.text import TAG_SIGN, UNSPACED, WIDE, fold, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD, PIECE, TAG, SITE = "word", "piece", "hashtag", "site"
BIG, SMALL = 4, 2
"""Signs of a piece of a word: of alphabets written without spaces, of Chinese, Japanese and Korean."""
LEAST = 3
"""Letters of a word of ASCII letters; other alphabets say more in fewer, two are enough."""

_CHUNK = re.compile(f"{TAG_SIGN}+")
_RUN = re.compile(f"([{WIDE}]+)|([{UNSPACED}]+)|[^{WIDE}{UNSPACED}]+")


class Term(NamedTuple):
    """One thing that a post says."""

    kind: str
    """word, piece, hashtag or site."""
    text: str

    def __str__(self) -> str:
        return f"#{self.text}" if self.kind == TAG else self.text


def terms(text: str | None, hashtags: Sequence[str] | None, domains: Sequence[str] | None) -> list[Term]:
    """The distinct terms of a post in the order in which they stand; links and mentions in the text are left out."""
    found = [Term(TAG, tag) for tag in hashtags or ()]
    found += [Term(SITE, domain) for domain in domains or ()]
    if text:
        found += _words(fold(read(text).words))
    return list(dict.fromkeys(found))


def _words(folded: str) -> Iterator[Term]:
    for chunk in _CHUNK.findall(folded):
        for run in _RUN.finditer(chunk):
            if run[1] or run[2]:
                yield from _pieces(run[0], SMALL if run[1] else BIG)
            elif _says(run[0]):
                yield Term(WORD, run[0])


def _pieces(run: str, size: int) -> Iterator[Term]:
    for start in range(max(1, len(run) - size + 1)):
        yield Term(PIECE, run[start : start + size])


def _says(word: str) -> bool:
    """Whether a word is long enough and no number."""
    return len(word) >= (LEAST if word.isascii() else 2) and not word.isdigit()
