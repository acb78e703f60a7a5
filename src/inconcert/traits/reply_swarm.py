"""Reply swarm: do many members fall upon one account within hours?"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import duration, moment
from inconcert.settings import HOUR
from inconcert.traits.base import INAUTHENTICITY, SHOWN_POSTS, Reading, Trait
from inconcert.traits.bounds import LEAST_MEMBERS
from inconcert.traits.comparing import Looked, Question, best
from inconcert.traits.openly import named

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group, People

WIDTHS = (HOUR, 6 * HOUR)
"""Windows in seconds in which replies to one account are counted."""
_ASK = Question("replies", "replied to one account within hours")


@dataclass(frozen=True)
class Replies:
    """Replies of some accounts, by the account replied to."""

    who: dict[str, npt.NDArray[np.int64]]
    """Places of the accounts that replied, in order of time."""
    at: dict[str, npt.NDArray[np.int64]]
    """When, microseconds since 1970."""
    known: npt.NDArray[np.bool_]
    """Which accounts posted at all: only of them it is known whether they replied."""


class ReplySwarm(Trait):
    """Many members reply to one outside account within hours, more than comparable accounts do."""

    name = "reply_swarm"
    axis = INAUTHENTICITY
    family = "targets"
    question = "Do many members fall upon one account within hours?"
    limits = "News about a person, and calls of a fan club, bring honest crowds under one post."

    def read(self, group: Group, material: Material) -> Reading:
        """Scan the replies to each outside account: windows that begin at a member's reply, against controls' replies.

        Accounts that the repliers also repost are left out: these are friends, idols and contests, not targets.
        """
        own, others = replies(group), replies(material.controls(group))
        windows = _windows(group, own)
        looked = Looked(
            np.array([_marks(own, *window) for window in windows], bool).reshape(len(windows), len(group)),
            np.array([_marks(others, *window) for window in windows], bool).reshape(len(windows), len(others.known)),
            own.known,
            others.known,
            max(1, len(WIDTHS) * sum(map(len, own.at.values()))),
        )

        def did(place: int) -> str:
            target, start, width = windows[place]
            return f"replied to {target} within {duration(width)} from {moment(start, 60)} on"

        top, reading = best(group, looked, _ASK, did)
        return reading if top < 0 else _shown(group, windows[top], reading)


def replies(people: People) -> Replies:
    """Replies of each account to others."""
    who: dict[str, list[int]] = defaultdict(list)
    at: dict[str, list[int]] = defaultdict(list)
    told = zip(people.owner.tolist(), people.at.tolist(), people.told("reply_account"), strict=True)
    for account, when, target in sorted(each for each in told if each[2]):
        who[target].append(account)
        at[target].append(when)
    order = {target: np.argsort(np.array(times), kind="stable") for target, times in at.items()}
    return Replies(
        {target: np.array(who[target])[order[target]] for target in at},
        {target: np.array(at[target])[order[target]] for target in at},
        np.diff(people.cuts) > 0,
    )


def _windows(group: Group, own: Replies) -> list[tuple[str, int, float]]:
    """Targets that three members replied to and do not repost, with every window that begins at a member's reply."""
    friends, inside = _reposted(group), _names(group)
    found = []
    for target, who in sorted(own.who.items()):
        distinct = set(who.tolist())
        if len(distinct) < LEAST_MEMBERS or target in inside or len(distinct & friends[target]) * 2 >= len(distinct):
            continue
        found += [(target, int(start), width) for width in WIDTHS for start in np.unique(own.at[target])]
    return found


def _reposted(group: Group) -> dict[str, set[int]]:
    """Members that reposted or quoted an account, by its name as replies write it."""
    found: dict[str, set[int]] = defaultdict(set)
    for who, account in zip(group.owner.tolist(), group.told("original_account"), strict=True):
        if account:
            found[named(account)].add(who)
    return found


def _names(group: Group) -> set[str]:
    """All names of members as the accounts of replies are written."""
    platforms = [asset.partition(":")[0] for asset in group.assets]
    handles = zip(platforms, group.known("handle"), strict=True)
    return {*map(named, group.assets), *(named(f"{platform}:{handle}") for platform, handle in handles if handle)}


def _marks(found: Replies, target: str, start: int, width: float) -> npt.NDArray[np.bool_]:
    marks = np.zeros(len(found.known), bool)
    if target in found.at:
        first, last = np.searchsorted(found.at[target], [start, start + width * 1e6])
        marks[found.who[target][first:last]] = True
    return marks


def _shown(group: Group, window: tuple[str, int, float], reading: Reading) -> Reading:
    target, start, width = window
    inside = (group.at >= start) & (group.at < start + width * 1e6)
    places = [int(place) for place in np.flatnonzero(inside) if group.told("reply_account")[place] == target]
    words = Counter(group.told("text_exact")[place] for place in places)
    same = max((count for text, count in words.items() if text), default=0)
    figures = reading.figures | {"target": target, "replies": len(places), "same_words": same}
    return replace(reading, posts=group.refs(places[:SHOWN_POSTS]), figures=figures)
