"""What a post says as a set of terms: words, or pieces of words where a script has no spaces, hashtags and sites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from inconcert.normalise.text import TAG_SIGN, UNSPACED, WIDE, fold, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

WORD, PIECE, TAG, SITE = "word", "piece", "hashtag", "site"
BIG, SMALL = 4, 2
"""Signs of a piece of a word: of alphabets written without spaces, of Chinese, Japanese and Korean."""
LEAST = 3
"""Letters of a word of ASCII letters; other alphabets say more in fewer, two are enough."""

ALIKE = 0.8
"""Share of their documents in which two pieces must stand together, to be of one word."""
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


def chained(found: Sequence[Term], together: npt.NDArray[np.int64]) -> list[Term]:
    """Terms with pieces put together that overlap by all but one sign and stand in nearly the same documents.

    Args:
        found: distinct terms.
        together: in how many documents each two of them stand, ``(terms, terms)``; each by itself on the diagonal.
    """
    pieces = [place for place, term in enumerate(found) if term.kind == PIECE]
    after: dict[int, int] = {}
    for one in pieces:
        for other in pieces:
            least = ALIKE * max(together[one, one], together[other, other])
            follows = one != other and found[one].text[1:] == found[other].text[:-1] and together[one, other] >= least
            if follows and one not in after and other not in after.values() and one not in _way(other, after):
                after[one] = other
    heads = [place for place in range(len(found)) if place not in after.values()]
    return [_chain(found, place, after) for place in heads]


def _chain(found: Sequence[Term], place: int, after: Mapping[int, int]) -> Term:
    first, *others = _way(place, after)
    return Term(found[first].kind, found[first].text + "".join(found[other].text[-1] for other in others))


def _way(place: int, after: Mapping[int, int]) -> list[int]:
    """A place and all that follow it; there is no way round in ``after``."""
    way = [place]
    while way[-1] in after:
        way.append(after[way[-1]])
    return way


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
