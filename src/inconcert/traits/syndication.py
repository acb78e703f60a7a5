"""Syndication: is it a service that prints the same items, each outlet on its own site?"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from inconcert.traits.base import INAUTHENTICITY, Reading, Trait
from inconcert.traits.bounds import LEAST_MEMBERS, STAGED
from inconcert.traits.comparing import Question, excused, flags

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.comparing import Marks
    from inconcert.traits.material import Material
    from inconcert.traits.people import Group

ITEMS = 5
"""Items of the group, at least, before it is looked at as a service."""
PART = 0.4
"""Share of the items that a member must carry, and share of its own posts that must be items."""
STEADY = 0.25
"""Most scatter of a member's lag behind the leader, as a share of the lag."""
LEADING = 0.6
"""Share of the items with which the leader must have been first."""
_FEEDS = re.compile(
    r"dlvr|ifttt|zapier|wordpress|jetpack|feed|rss|hootsuite|buffer|socialflow|hubspot|twitterfeed", re.IGNORECASE
)
_ASK = Question(
    "items that three members posted",
    "carry most items of a common service, from a feed client, on a site of their own, or steadily behind one leader",
    STAGED,
)


class Syndication(Trait):
    """Members carry all items of one service, each on its own site, by a feed client, or steadily behind a leader."""

    name = "syndication"
    axis = INAUTHENTICITY
    family = "syndication"
    question = "Is it a service whose items are printed by each outlet?"
    limits = "A network of look-alike sites that prints one feed has the same marks until somebody asks who owns it."

    def read(self, group: Group, material: Material) -> Reading:  # noqa: ARG002  # needs no controls
        """Count, among the members who posted items, those that carry them as an outlet of a service does."""
        items = _items(group)
        if len(items) < ITEMS:
            return excused(group, np.full(len(group), np.nan), _ASK)
        carried = _carried(group, items)
        posted = np.diff(group.cuts)
        busy = carried.sum(axis=0)
        outlet = (busy >= PART * len(items)) & (busy >= PART * np.maximum(posted, 1))
        as_service = _own_site(group) | _feeds(group) | _steady(group, items)
        own: Marks = flags(
            None if not some else bool(mark) for some, mark in zip(busy, outlet & as_service, strict=True)
        )
        return excused(group, own, _ASK, items=len(items))


def _items(group: Group) -> list[list[int]]:
    """Places of the posts of each item: a text, more or less, that three members posted as their own, with a link."""
    places: dict[str, list[int]] = defaultdict(list)
    rows = zip(*(group.told(name) for name in ("text_near", "text_exact", "kind", "links")), strict=True)
    for place, (near, exact, kind, links) in enumerate(rows):
        if (near or exact) and links and kind != "repost":
            places[near or exact].append(place)
    return [some for _, some in sorted(places.items()) if len(set(group.owner[some].tolist())) >= LEAST_MEMBERS]


def _carried(group: Group, items: list[list[int]]) -> npt.NDArray[np.bool_]:
    found = np.zeros((len(items), len(group)), bool)
    for row, some in enumerate(items):
        found[row, group.owner[some]] = True
    return found


def _own_site(group: Group) -> npt.NDArray[np.bool_]:
    """Which members link mostly to a site that no other member links mostly to."""
    used: list[Counter[str]] = [Counter() for _ in group.assets]
    for who, domains in zip(group.owner.tolist(), group.told("domains"), strict=True):
        used[who].update(domains or ())
    main = [min(some, key=lambda site: (-some[site], site)) if some else None for some in used]
    held = Counter(main)
    return np.array([site is not None and held[site] == 1 for site in main], bool)


def _feeds(group: Group) -> npt.NDArray[np.bool_]:
    """Which members post mostly with a client that feeds items in."""
    posts, fed = np.diff(group.cuts), np.zeros(len(group))
    for who, app in zip(group.owner.tolist(), group.told("source_app"), strict=True):
        fed[who] += bool(app and _FEEDS.search(app))
    return fed * 2 > posts


def _steady(group: Group, items: list[list[int]]) -> npt.NDArray[np.bool_]:
    """Which members post items a constant time after the one that is nearly always first, and the leader itself."""
    firsts = Counter(int(group.owner[min(some, key=lambda place: group.at[place])]) for some in items)
    leader, leads = min(firsts.items(), key=lambda each: (-each[1], each[0]))
    lags: dict[int, list[float]] = defaultdict(list)
    for some in items:
        own = {int(group.owner[place]): float(group.at[place]) for place in reversed(some)}
        if leader in own:
            for who, at in own.items():
                lags[who].append((at - own[leader]) / 1e6)
    steady = [_constant(lags[who]) or who == leader for who in range(len(group))]
    return np.array(steady, bool) & (leads >= LEADING * len(items))


def _constant(lags: list[float]) -> bool:
    if len(lags) < ITEMS:
        return False
    low, middle, high = np.percentile(lags, (25, 50, 75))
    return bool(middle > 0 and high - low <= STEADY * middle)
