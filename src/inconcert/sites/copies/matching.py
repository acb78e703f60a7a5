"""Which articles are copies of one another, by the strictest kind that holds."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from inconcert.sites.copies.articles import Article, articles
from inconcert.sites.copies.translated import translations

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from inconcert.pages.page import Page

Kind: TypeAlias = Literal["verbatim", "near", "template", "translated"]

_SAID = {
    "verbatim": "the same words from beginning to end",
    "near": "at least 70 % of the runs of five letters are the same",
    "template": "the same, or 70 % of the runs of five letters, but for numbers, names and links",
}
WIRE = 5
"""Unrelated owners that carry a text from which on an agency is the likelier explanation."""
_ALL_PAIRS = 10
"""Articles of one text up to which every pair is listed; of more, each with the first."""


class Copy(NamedTuple):
    """Two articles of two sites."""

    site_a: str
    site_b: str
    article_a: str
    article_b: str
    kind: Kind
    first: str
    """The site that published first, as the pages say; empty when one of them does not say, or both say the same."""
    gap: int | None
    """Seconds between the two; ``None`` when one of them does not say."""
    shared_by: int
    """Unrelated owners among the sites at hand that carry the text."""
    why: str


def copies(
    pages: Iterable[Page],
    owners: Mapping[str, str] | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> list[Copy]:
    """Articles that stand on more than one site, strictest kind first; each pair of articles once.

    Args:
        pages: saved pages; of each only its article is held in memory.
        owners: registered domain to owner, as far as known; sites without one count as an owner each.
        tell: called with stage, number done and total (0: unknown).
    """
    known = articles(pages, tell)
    owned = owners or {}
    found: dict[tuple[int, int], Copy] = {}
    for kind, groups in _kinds(known):
        for group in groups:
            carriers = len({owned.get(known[at].site, known[at].site) for at in group})
            for one, other in _pairs(group, known):
                if known[one].site != known[other].site and (one, other) not in found:
                    found[one, other] = _copy(known[one], known[other], kind, carriers, _SAID[kind])
    for one, other, why in translations(known):
        if (one, other) not in found:
            found[one, other] = _copy(known[one], known[other], "translated", 2, why)
    order = list(_SAID)
    return sorted(found.values(), key=lambda copy: (order.index(copy.kind) if copy.kind in order else 9, copy))


def _kinds(known: Sequence[Article]) -> Iterator[tuple[Kind, list[list[int]]]]:
    yield "verbatim", _grouped([article.exact for article in known])
    yield "near", _grouped(_near([article.near for article in known]))
    # A teaser that stands beside one of two articles must not hide that they fill in one form.
    yield "template", _grouped(_near([article.template for article in known]))


def _grouped(keys: Sequence[Hashable]) -> list[list[int]]:
    """Places with the same key, where there are several; ``None`` is no key."""
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for at, key in enumerate(keys):
        if key is not None:
            groups[key].append(at)
    return [group for group in groups.values() if len(group) > 1]


def _near(forms: Sequence[str | None]) -> list[int | None]:
    """The cluster of near-duplicates of each form; equal forms are one."""
    from inconcert.normalise.duplicates import near

    texts = sorted({form for form in forms if form is not None})
    with TemporaryDirectory(prefix="inconcert-") as folder:
        clusters = dict(zip(texts, near(texts, Path(folder)), strict=True))
    return [None if form is None else clusters[form] for form in forms]


def _pairs(group: list[int], known: Sequence[Article]) -> Iterator[tuple[int, int]]:
    if len(group) <= _ALL_PAIRS:
        yield from combinations(group, 2)
        return
    first = min(group, key=lambda at: (known[at].published_at is None, known[at].published_at or 0, at))
    yield from ((min(first, at), max(first, at)) for at in group if at != first)


def _copy(one: Article, other: Article, kind: Kind, carriers: int, why: str) -> Copy:
    if (other.published_at is not None, other.site) < (one.published_at is not None, one.site):
        one, other = other, one
    first, gap = "", None
    if one.published_at is not None and other.published_at is not None:
        gap = abs(one.published_at - other.published_at) // 1_000_000
        if gap:
            first = one.site if one.published_at < other.published_at else other.site
    said = f"{why[0].upper()}{why[1:]}."
    if carriers >= WIRE or one.agency or other.agency:
        reason = "a news agency is named as its author" if one.agency or other.agency else f"{carriers} owners carry it"
        said += f" An agency's text is the likelier explanation: {reason}."
    return Copy(one.site, other.site, one.address, other.address, kind, first, gap, carriers, said)
