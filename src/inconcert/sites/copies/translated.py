"""Articles in different languages that hold the same numbers, names and links: translated copies, or one event."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inconcert.sites.copies.articles import Article

_COMMON = 20
"""Articles in which an anchor may stand; one that stands in more is no anchor."""
_LEAST = 6
"""Anchors that two articles must share."""
_FACTS = 2
"""Of them numbers or links: names alone are what everybody writes about an event."""
_SHARE = 0.5
"""Share of the anchors of the article that has fewer, weighted by rarity."""
_DAYS = 30
"""Days between two articles, where both say when they were published."""
_MICROSECONDS = 86_400_000_000


def translations(known: Sequence[Article]) -> Iterator[tuple[int, int, str]]:
    """Pairs of articles of two sites and two languages, and why."""
    counts = Counter(anchor for article in known for anchor in article.anchors)
    holders: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(known):
        for anchor in article.anchors:
            if 1 < counts[anchor] <= _COMMON:
                holders[anchor].append(at)
    for one, other in sorted(_candidates(holders)):
        shared = known[one].anchors & known[other].anchors
        if _comparable(known[one], known[other]) and _translated(known[one], known[other], shared, counts, len(known)):
            yield one, other, _why(known[one], known[other], shared)


def _candidates(holders: dict[str, list[int]]) -> set[tuple[int, int]]:
    met: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        met.update((one, other) for at, one in enumerate(places) for other in places[at + 1 :])
    return {pair for pair, count in met.items() if count >= _LEAST}


def _comparable(one: Article, other: Article) -> bool:
    if one.site == other.site or one.language == other.language or "und" in {one.language, other.language}:
        return False
    if one.published_at is None or other.published_at is None:
        return True
    return abs(one.published_at - other.published_at) <= _DAYS * _MICROSECONDS


def _translated(one: Article, other: Article, shared: frozenset[str], counts: Counter[str], total: int) -> bool:
    facts = sum(1 for anchor in shared if anchor.startswith(("number:", "link:")))
    if len(shared) < _LEAST or facts < _FACTS:
        return False

    def weight(anchors: frozenset[str]) -> float:
        return math.fsum(math.log((total + 1) / counts[anchor]) for anchor in anchors)

    return weight(shared) >= _SHARE * min(weight(one.anchors), weight(other.anchors))


def _why(one: Article, other: Article, shared: frozenset[str]) -> str:
    kinds = Counter(anchor.partition(":")[0] for anchor in shared)
    shown = sorted(anchor.partition(":")[2] for anchor in shared)[:6]
    parts = ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(kinds.items()))
    return f"in {one.language} and {other.language}, with the same {parts} ({', '.join(shown)})"
