"""Accounts of a made-up world: who they are, what they are at home in, how much they post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.simulate.rhythm import CALENDARS, DAY, DAYS, NAMES, START
from inconcert.simulate.tongue import TOPICS
from inconcert.simulate.world import LANGUAGES, SPEAKERS, ZONES

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MEDIAN, SIGMA = 6.0, 1.6
"""Posts of an account: log-normal. The mean is about 21.6."""
PLATFORMS = ("x", "facebook", "telegram", "blog")
USUAL = 2
"""Platforms of a world in which nobody planted is on another."""
SHARES = ((0.75, 0.25), (0.62, 0.22, 0.12, 0.04))
"""Share of each platform in the crowd of a usual world, and of a wide one."""
FACES = 0.03
"""Share of the crowd's accounts that have a second face on another platform."""


@dataclass(frozen=True)
class Marks:
    """What the profiles of a group have in common, as its plan has it; without a plan they look like anybody's."""

    share: float = 0.8
    """Chance that a member bears each of the marks below."""
    stems: int = 0
    """Handles are one of so many names with digits behind; 0: no such family."""
    bios: int = 0
    """Profile texts are copies of so many; 0: of none."""
    avatars: int = 0
    """So many pictures are used for all; 0: everybody's own."""
    app: str = ""
    """The client that they post with; empty: each one's own."""

    def told(self) -> dict[str, Any]:
        """The plan as plain data, without what it leaves alone."""
        marks = {"stems": self.stems, "bios": self.bios, "avatars": self.avatars, "app": self.app}
        kept = {name: value for name, value in marks.items() if value}
        return {"share": self.share, **kept} if kept else {}


@dataclass(frozen=True)
class Group:
    """Accounts that have something in common: an operation, one cluster of it, or a decoy."""

    name: str
    size: int
    language: int = 0
    offset: int | None = None
    """Zone in hours; ``None``: as others of the language."""
    topic: int | None = None
    """Home topic; ``None``: any."""
    rhythm: str = "daily"
    platform: int = 0
    cover: float = 8.0
    """Mean number of ordinary posts of a member: camouflage of an operation, daily life of a decoy."""
    new: bool = False
    """The accounts were made in one batch shortly before."""
    bot: bool = False
    """The accounts say that they are automated."""
    about: str = ""
    """What their profiles say; empty: each one something else."""
    says: float = 1.0
    """Chance that a member's profile says it."""
    marks: Marks = Marks()
    calendar: str = "none"
    """Holidays of an office."""
    wakes: int = 0
    """Day of the world before which the accounts say nothing: years old unless they are ``new``."""
    leaves: int = DAYS
    """Day of the world from which on they say nothing any more."""


@dataclass(frozen=True)
class People:
    """All accounts as they act, by place."""

    platform: NDArray[np.int64]
    language: NDArray[np.int64]
    topic: NDArray[np.int64]
    offset: NDArray[np.int64]
    rhythm: NDArray[np.int64]
    calendar: NDArray[np.int64]
    posts: NDArray[np.int64]
    """Ordinary posts each one writes."""
    wake: NDArray[np.int64]
    """Instant before which each one sleeps."""
    leave: NDArray[np.int64]
    """Instant from which on each one is gone."""
    ids: Any
    fame: NDArray[np.float64]
    """Log of followers: hubs are reposted more."""
    faces: NDArray[np.int64]
    """Pairs of the crowd's accounts that one person has on two platforms; two columns."""

    def __len__(self) -> int:
        return len(self.posts)

    def keys(self) -> list[str]:
        """``platform:account_id`` of each account."""
        return [f"{PLATFORMS[p]}:{name}" for p, name in zip(self.platform, self.ids.to_pylist(), strict=True)]


@dataclass
class Profiles:
    """The pages of all accounts, by place."""

    handles: list[str]
    names: list[str | None]
    created: NDArray[np.int64]
    """Seconds since 1970."""
    bios: list[str | None]
    urls: list[str | None]
    places: list[str | None]
    avatars: list[str | None]
    apps: NDArray[np.int64]
    """Place among ``APPS`` of the client each one likes best."""


def make_people(
    rng: Generator, groups: list[Group], covers: list[NDArray[np.int64]], posts: int, *, wide: bool = False
) -> People:
    """The members of ``groups`` in order, and after them a crowd that writes ``posts`` ordinary posts.

    In a ``wide`` world the crowd, too, is on all platforms.
    """
    size = max(20, round(posts / (MEDIAN * np.exp(SIGMA**2 / 2))))
    weight = np.exp(SIGMA * rng.standard_normal(size))
    counts = rng.multinomial(posts, weight / weight.sum())
    language = _own(groups, "language", rng.choice(len(LANGUAGES), size, p=SPEAKERS))
    total = len(language)
    native = np.array(ZONES)[language, rng.integers(0, 3, total)]
    shares = SHARES[wide]
    platform = _own(groups, "platform", rng.choice(len(shares), size, p=shares))
    topic = _settled(groups, "topic", rng.integers(0, TOPICS, total))
    offset = _settled(groups, "offset", native)
    ids, fame = _ids(rng, total), 4 + 2 * rng.standard_normal(total)
    faces = _faces(rng, total - size, platform)
    for same in (language, topic, offset):
        same[faces[:, 1]] = same[faces[:, 0]]
    return People(
        platform=platform,
        language=language,
        topic=topic,
        offset=offset,
        rhythm=np.array([NAMES.index(g.rhythm) for g in groups for _ in range(g.size)] + [0] * size),
        calendar=np.array([list(CALENDARS).index(g.calendar) for g in groups for _ in range(g.size)] + [0] * size),
        posts=np.concatenate([*covers, counts]),
        wake=START + DAY * _own(groups, "wakes", np.zeros(size, np.int64)),
        leave=START + DAY * _own(groups, "leaves", np.full(size, DAYS)),
        ids=ids,
        # An account of yesterday has few followers yet.
        fame=fame - 2 * _own(groups, "new", np.zeros(size, bool)),
        faces=faces,
    )


def _faces(rng: Generator, first: int, platform: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of the crowd, which begins at ``first``, on two platforms; nobody is in two pairs."""
    crowd = rng.permutation(np.arange(first, len(platform)))
    pairs = crowd[: 2 * (round(FACES * len(crowd)) // 2 * 2)].reshape(-1, 2)
    different: NDArray[np.int64] = pairs[platform[pairs[:, 0]] != platform[pairs[:, 1]]]
    return different


def _own(groups: list[Group], name: str, crowd: NDArray[Any]) -> NDArray[Any]:
    """What each group says for its members, then the ``crowd``'s values."""
    return np.concatenate([*[np.full(group.size, getattr(group, name)) for group in groups], crowd])


def _settled(groups: list[Group], name: str, usual: NDArray[np.int64]) -> NDArray[np.int64]:
    """The ``usual`` values of everybody, except where a group has its own."""
    ends = np.cumsum([group.size for group in groups], dtype=np.int64)
    for group, end in zip(groups, ends, strict=True):
        if getattr(group, name) is not None:
            usual[end - group.size : end] = getattr(group, name)
    return usual


def _ids(rng: Generator, count: int) -> Any:
    """Distinct numbers as text, in no order."""
    numbers = 10**9 + np.arange(count) * 7919 + rng.integers(0, 7919, count)
    return pa.array(rng.permutation(numbers)).cast(pa.string())


def names_at(names: tuple[str, ...], places: NDArray[Any]) -> Any:
    """The names at ``places`` as an Arrow array."""
    listed: Any = pa.array(names)
    return listed.take(pa.array(places))
