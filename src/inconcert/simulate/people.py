"""Accounts of a made-up world: who they are, what they are at home in, how much they post."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.model.tables import schema
from inconcert.simulate.rhythm import DAY, DAYS, NAMES, START
from inconcert.simulate.tongue import TOPICS, make_words
from inconcert.simulate.world import LANGUAGES, SPEAKERS, ZONES

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

MEDIAN, SIGMA = 6.0, 1.6
"""Posts of an account: log-normal. The mean is about 21.6."""
PLATFORMS = ("x", "facebook")


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
    """What their profiles say."""


@dataclass(frozen=True)
class People:
    """All accounts, by place."""

    platform: NDArray[np.int64]
    language: NDArray[np.int64]
    topic: NDArray[np.int64]
    offset: NDArray[np.int64]
    rhythm: NDArray[np.int64]
    posts: NDArray[np.int64]
    """Ordinary posts each one writes."""
    ids: Any
    handles: Any
    fame: NDArray[np.float64]
    """Log of followers: hubs are reposted more."""
    new: NDArray[np.bool_]
    bot: NDArray[np.bool_]
    about: Any

    def __len__(self) -> int:
        return len(self.posts)

    def keys(self) -> list[str]:
        """``platform:account_id`` of each account."""
        return [f"{PLATFORMS[p]}:{name}" for p, name in zip(self.platform, self.ids.to_pylist(), strict=True)]


def make_people(rng: Generator, groups: list[Group], covers: list[NDArray[np.int64]], posts: int) -> People:
    """The members of ``groups`` in order, and after them a crowd that writes ``posts`` ordinary posts."""
    size = max(20, round(posts / (MEDIAN * np.exp(SIGMA**2 / 2))))
    weight = np.exp(SIGMA * rng.standard_normal(size))
    counts = rng.multinomial(posts, weight / weight.sum())
    language = _own(groups, "language", rng.choice(len(LANGUAGES), size, p=SPEAKERS))
    total = len(language)
    native = np.array(ZONES)[language, rng.integers(0, 3, total)]
    abouts = [group.about or None for group in groups for _ in range(group.size)]
    return People(
        platform=_own(groups, "platform", rng.choice(2, size, p=(0.75, 0.25))),
        language=language,
        topic=_settled(groups, "topic", rng.integers(0, TOPICS, total)),
        offset=_settled(groups, "offset", native),
        rhythm=np.array([NAMES.index(g.rhythm) for g in groups for _ in range(g.size)] + [0] * size),
        posts=np.concatenate([*covers, counts]),
        ids=_ids(rng, total),
        handles=_handles(rng, total),
        fame=4 + 2 * rng.standard_normal(total),
        new=_own(groups, "new", np.zeros(size, bool)),
        bot=_own(groups, "bot", np.zeros(size, bool)),
        about=pa.array(abouts + [None] * size, pa.string()),
    )


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


def _handles(rng: Generator, count: int) -> Any:
    words = np.array(make_words(rng, 1500), dtype=object)
    first, second = rng.choice(words, count), rng.choice(words, count)
    # Distinct numbers in random order: members of planted groups must not be known by their place.
    numbers = rng.permutation(np.arange(count) * 7 + rng.integers(0, 7, count))
    return pa.array([f"{a}_{b}{n}" for a, b, n in zip(first, second, numbers, strict=True)])


def names_at(names: tuple[str, ...], places: NDArray[Any]) -> Any:
    """The names at ``places`` as an Arrow array."""
    listed: Any = pa.array(names)
    return listed.take(pa.array(places))


def accounts_table(rng: Generator, people: People) -> pa.Table:
    """The accounts as the noun ``accounts``, without the columns that ingest adds, ordered by id."""
    fields = schema("accounts")
    names = [name for name in fields.names if name not in ("source", "row")]
    total = len(people)
    age = np.where(people.new, rng.integers(5, 12, total), rng.integers(60, 4000, total)) * DAY
    given: dict[str, Any] = {
        "platform": names_at(PLATFORMS, people.platform),
        "account_id": people.ids,
        "handle": people.handles,
        "created_at": pa.array((START - age + rng.integers(0, DAY, total)) * 10**6),
        "created_precision": pa.array(np.ones(total)),
        "description": people.about,
        "lang": names_at(LANGUAGES, people.language),
        "followers": pa.array(np.floor(np.exp(people.fame)).astype(np.int64)),
        "following": pa.array(np.floor(np.exp(3 + rng.standard_normal(total))).astype(np.int64)),
        "declared_bot": pa.array(people.bot),
        "observed_at": pa.array(np.full(total, START + DAYS * DAY, dtype=np.int64) * 10**6),
    }
    types = [fields.field(name).type for name in names]
    columns = [given[n].cast(t) if n in given else pa.nulls(total, t) for n, t in zip(names, types, strict=True)]
    return pa.table(columns, names=names).sort_by("account_id")
