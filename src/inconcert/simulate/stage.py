"""Where planted groups act: members are hired, and each act is written down as it will be posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.simulate.rhythm import END, START, Clock
from inconcert.simulate.tongue import TOPICS
from inconcert.simulate.world import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.people import Group
    from inconcert.simulate.world import World

KINDS = ("post", "repost", "reply", "quote")
POST, REPOST, REPLY, QUOTE = range(4)
NONE = -1


@dataclass(frozen=True)
class Act:
    """One post of a planted group."""

    who: int
    """Place among all accounts; members come before the crowd."""
    at: int
    """Seconds since 1970."""
    text: str = ""
    """Words only; tags and link are written behind them."""
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    kind: int = POST
    target: int = NONE
    """Place among all acts of what is reposted or answered."""


@dataclass
class Stage:
    """The planted part of a world while it is being made."""

    rng: Generator
    world: World
    scale: float = 1.0
    """Factor on the size of large groups, so that they fit a small crowd."""
    groups: list[Group] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    truth: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {"operations": [], "decoys": []})
    """Members are places here; they become names when the accounts have been made."""

    def hire(self, group: Group) -> NDArray[np.int64]:
        """Add a group; returns the places of its members."""
        first = sum(known.size for known in self.groups)
        self.groups.append(group)
        return np.arange(first, first + group.size)

    def post(self, act: Act) -> int:
        """Write an act down; returns its place. What would fall outside the world does not happen (−1)."""
        if not START <= act.at < END:
            return NONE
        self.acts.append(act)
        return len(self.acts) - 1

    def covert(self, name: str, kind: str, members: Sequence[int] | NDArray[Any], **more: Any) -> None:
        """Note down the truth about an operation."""
        told = {"name": name, "kind": kind, "members": [int(member) for member in members], **more}
        self.truth["operations"].append(told)

    def decoy(self, name: str, kind: str, members: Sequence[int] | NDArray[Any], **more: Any) -> None:
        """Note down the truth about a decoy."""
        told = {"name": name, "kind": kind, "members": [int(member) for member in members], **more}
        self.truth["decoys"].append(told)

    def many(self, usual: int, least: int = 8) -> int:
        """``usual`` members, fewer in a small world."""
        return max(least, round(usual * self.scale))

    def some(self, members: NDArray[np.int64], share: float, least: int = 2) -> NDArray[np.int64]:
        """Each member with the chance ``share``, but at least ``least`` of them, in random order."""
        order = self.rng.permutation(members)
        return order[: max(least, int(self.rng.binomial(len(members), share)))]

    def moment(self, clock: Clock, since: int = START, until: int = END) -> int:
        """One instant that follows ``clock``."""
        return int(clock.draw(self.rng, 1, since, until)[0])

    def topic_tags(self, language: int, topic: int, count: int) -> tuple[str, ...]:
        """Some of the tags that the crowd uses for a topic."""
        first = (language * TOPICS + topic) * TAGS
        places = first + self.rng.choice(TAGS, count, replace=False)
        return tuple(str(self.world.tags[int(place)]) for place in places)

    def host(self, language: int, rank: int = 0) -> str:
        """A host that the crowd reads."""
        return self.world.hosts[language * (len(self.world.hosts) // len(self.world.tongues)) + rank]
