"""Where planted groups act: members are hired, and each act is written down as it will be posted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.simulate.people import USUAL
from inconcert.simulate.rhythm import DAY, END, START, Clock
from inconcert.simulate.tongue import TOPICS
from inconcert.simulate.world import TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.drawer import Drawer
    from inconcert.simulate.people import Group, People
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
    language: int = NONE
    """Language it is written in; −1 for the author's own."""
    gone: int = NONE
    """When it was deleted, in seconds since 1970; −1 for never."""


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
    personas: list[tuple[int, int, str]] = field(default_factory=list)
    """Two accounts on two platforms that one operator runs, and whose: the name of the operation."""
    habits: dict[tuple[int, int], str] = field(default_factory=dict)
    """How the second of two such accounts resembles the first; where nothing is said it does so openly."""
    alike: list[tuple[int, int, str]] = field(default_factory=list)
    """Two accounts on two platforms that look alike and belong to different people, and why they do."""
    ads: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the noun ``ads``, with the place of the page as ``who``."""
    removed: list[tuple[int, int]] = field(default_factory=list)
    """Accounts that a platform removed, and when."""
    remembers: bool = False
    """Whether the material reaches back over years, with a few old posts of some accounts."""
    wakes: list[int] = field(default_factory=list)
    """Instant before which each hired account sleeps."""
    leaves: list[int] = field(default_factory=list)
    """Instant from which on each hired account is gone."""
    spoofed: list[str] = field(default_factory=list)
    """Hosts of the crowd that a site of an operation is named after."""
    drawer: Drawer | None = None
    """Material of the operation being planted, in worlds in which operations are taken down and return."""

    def text(self, language: int, topic: int, mean: float = 11) -> str:
        """A text that an operation copies."""
        tongue = self.world.tongues[language]
        return tongue.sentence(self.rng, topic, mean) if self.drawer is None else self.drawer.text(tongue, topic, mean)

    def picture(self) -> str:
        """A picture of an operation's own."""
        return f"pdq:{self.rng.bytes(32).hex()}" if self.drawer is None else self.drawer.picture()

    def page(self) -> str:
        """Path of a page of an operation's own."""
        return str(self.rng.integers(10**8)) if self.drawer is None else self.drawer.page()

    def site(self, name: str) -> str:
        """A host of an operation's own; where operations return, ``name`` only stands for it."""
        return f"{name}.example" if self.drawer is None else self.drawer.host(name)

    def own_tag(self, name: str) -> str:
        """A hashtag of an operation's own; where operations return, ``name`` only stands for it."""
        return name if self.drawer is None else self.drawer.tag(name)

    def hire(self, group: Group) -> NDArray[np.int64]:
        """Add a group; returns the places of its members."""
        first = len(self.wakes)
        self.groups.append(group)
        self.wakes += [START + group.wakes * DAY] * group.size
        self.leaves += [START + group.leaves * DAY] * group.size
        return np.arange(first, first + group.size)

    def pair(self, first: NDArray[np.int64], second: NDArray[np.int64], name: str) -> None:
        """Note down that each of ``second`` is another face of the one beside it in ``first``."""
        self.personas += [(int(a), int(b), name) for a, b in zip(first, second, strict=False)]

    @property
    def wide(self) -> bool:
        """Whether somebody planted is on more than the two usual platforms."""
        return any(group.platform >= USUAL for group in self.groups)

    def post(self, act: Act) -> int:
        """Write an act down; returns its place.

        What would fall outside the world, or before or after its author's time in it, does not happen (−1).
        """
        if not self.wakes[act.who] <= act.at < self.leaves[act.who]:
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


OLD, ASLEEP = 900, 120
"""Days before the world within which its old posts lie, and before which those of sleepers do."""


def remember(stage: Stage, people: People, count: int) -> None:
    """Write ``count`` posts of former years down: of everybody who slept, and of some of the crowd.

    Sleepers wrote in another language than they do now, as accounts do that changed hands; the crowd did not.
    """
    rng, hired = stage.rng, len(stage.wakes)
    sleepers = np.flatnonzero(people.wake > START)
    awake = rng.choice(np.arange(hired, len(people)), max(1, count // 12))
    for number in range(count):
        place = sleepers[number % len(sleepers)] if number < 3 * len(sleepers) else awake[number % len(awake)]
        who, language, slept = int(place), int(people.language[place]), people.wake[place] > START
        if slept:
            language = (language + 1 + who % (len(stage.world.tongues) - 1)) % len(stage.world.tongues)
        at = START - int(rng.integers(ASLEEP if slept else 1, OLD)) * DAY + int(rng.integers(DAY))
        words = stage.world.tongues[language].sentence(rng, int(people.topic[who]))
        stage.acts.append(Act(who, at, words, language=language))
