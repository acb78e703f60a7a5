"""Texts that members of a group have in common, also reworded, and how rare they are elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inconcert.returns.traits import Text

RARE = 0.005
"""Share of comparable accounts up to which a pair of words is rare enough to tell a text."""
LEAST_PAIRS = 4
"""Rare pairs that two texts must share to be one text in other words."""
AGREE = 0.15
"""Share of a template's rare pairs that another text must hold besides."""
MOST_PAIRS = 60
"""Rare pairs of a template that are kept, at most: those that most members' texts hold."""
MOST = 400
"""Templates of an operation that are kept, at most: those of most members."""
CROWDED = 400
"""Texts of a group that hold a pair, from which it is no way to find those that are alike."""


@dataclass(frozen=True)
class Template:
    """A text that several members have in common."""

    pairs: frozenset[str]
    """Its rare pairs of words."""
    accounts: frozenset[str]
    posts: frozenset[str]
    outside: int = 0
    """Accounts outside with a text that agrees with it."""


def needed(pairs: int) -> int:
    """Rare pairs of a template with so many that a text must hold to agree with it."""
    return max(LEAST_PAIRS, ceil(AGREE * pairs))


def templates(texts: Sequence[Text], outside: Sequence[tuple[str, frozenset[str]]], background: int) -> list[Template]:
    """The templates of a group, those of most members first.

    Args:
        texts: Texts of the members.
        outside: Account and pairs of words of posts outside.
        background: Comparable accounts outside.
    """
    rare = _rare(texts, outside, background)
    groups = _alike([text.pairs & rare for text in texts])
    made = [found for group in groups if (found := _template([texts[place] for place in group], rare)) is not None]
    made = sorted(made, key=lambda one: (-len(one.accounts), sorted(one.posts)[:1]))[:MOST]
    return _counted(made, outside)


def _rare(texts: Sequence[Text], outside: Sequence[tuple[str, frozenset[str]]], background: int) -> frozenset[str]:
    """Pairs of the texts that hardly anybody outside uses."""
    own = frozenset[str]().union(*(text.pairs for text in texts))
    used: dict[str, set[str]] = defaultdict(set)
    for asset, pairs in outside:
        for pair in pairs & own:
            used[pair].add(asset)
    most = max(1.0, RARE * background)
    return frozenset(pair for pair in own if len(used.get(pair, ())) <= most)


def _alike(texts: Sequence[frozenset[str]]) -> list[list[int]]:
    """Places of texts that are one text in other words, taken together."""
    where: dict[str, list[int]] = defaultdict(list)
    head = list(range(len(texts)))

    def top(place: int) -> int:
        while head[place] != place:
            head[place] = place = head[head[place]]
        return place

    for place, pairs in enumerate(texts):
        met = Counter(other for pair in pairs for other in where[pair][:CROWDED])
        for other, shared in met.items():
            if shared >= needed(min(len(pairs), len(texts[other]))):
                head[top(place)] = top(other)
        for pair in pairs:
            where[pair].append(place)
    groups: dict[int, list[int]] = defaultdict(list)
    for place in range(len(texts)):
        groups[top(place)].append(place)
    return list(groups.values())


def _template(texts: Sequence[Text], rare: frozenset[str]) -> Template | None:
    """One text of several members; ``None`` when it is of one, or too little of it is rare."""
    accounts = frozenset[str]().union(*(text.accounts for text in texts))
    held = Counter(pair for text in texts for pair in text.pairs & rare for _ in text.accounts)
    ranked = sorted((pair for pair in held if held[pair] > 1 or len(texts) == 1), key=lambda pair: (-held[pair], pair))
    if len(accounts) < 2 or len(ranked) < LEAST_PAIRS:
        return None
    posts = frozenset[str]().union(*(text.posts for text in texts))
    return Template(frozenset(ranked[:MOST_PAIRS]), accounts, posts)


def _counted(made: Sequence[Template], outside: Iterable[tuple[str, frozenset[str]]]) -> list[Template]:
    """The templates with how many accounts outside have a text that agrees."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(made):
        for pair in one.pairs:
            holders[pair].append(place)
    known, found = holders.keys(), [set[str]() for _ in made]
    for asset, pairs in outside:
        for place in agreeing(pairs & known, holders, [len(one.pairs) for one in made]):
            found[place].add(asset)
    return [
        Template(one.pairs, one.accounts, one.posts, len(accounts)) for one, accounts in zip(made, found, strict=True)
    ]


def agreeing(pairs: Iterable[str], holders: dict[str, list[int]], sizes: Sequence[int]) -> list[int]:
    """Places of the templates that a text with these pairs agrees with.

    Args:
        pairs: Pairs of the text that templates have.
        holders: Places of the templates that hold each pair.
        sizes: Pairs of each template.
    """
    met = Counter(place for pair in pairs for place in holders[pair])
    return [place for place, shared in met.items() if shared >= needed(sizes[place])]
