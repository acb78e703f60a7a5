"""What the people of a made-up world have in common: languages, topics, hosts, links, tags, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.simulate.rhythm import Clock
from inconcert.simulate.tongue import LETTERS, TOPICS, Tongue, make_tongue, make_words

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

LANGUAGES = tuple(LETTERS)
SPEAKERS = (0.45, 0.25, 0.18, 0.12)
"""Share of each language."""
ZONES: tuple[tuple[int, ...], ...] = ((-8, -5, 0), (1, 1, 2), (2, 3, 7), (1, 3, 3))
"""Hours east of Greenwich in which each language is spoken."""
COMMUNITIES = len(LANGUAGES) * TOPICS
"""A community is a topic in a language: number ``language * TOPICS + topic``."""
HOSTS = 60
TAGS = 25
EVERGREEN = 0.3
"""Share of links that are passed on at any time, not in the hours after they appeared."""


@dataclass(frozen=True)
class World:
    """The common stock. Objects of a community lie together: community ``c`` owns ``[c * n, (c + 1) * n)``."""

    tongues: tuple[Tongue, ...]
    hosts: tuple[str, ...]
    """Hosts of a language lie together, most read first."""
    per_community: int
    """Links of each community, most shared first."""
    links: Any
    headlines: Any
    born: NDArray[np.int64]
    """When each link appeared."""
    evergreen: NDArray[np.bool_]
    tags: Any
    """``TAGS`` of each community, most used first."""
    pictures: Any


def make_world(rng: Generator, posts: int) -> World:
    """The stock for a crowd that writes about ``posts`` posts."""
    tongues = tuple(make_tongue(rng, code) for code in LANGUAGES)
    hosts = tuple(f"{word}.example" for word in make_words(rng, HOSTS * len(LANGUAGES)))
    per = max(20, posts // 10 // COMMUNITIES)
    count = per * COMMUNITIES
    language = np.arange(count) // (per * TOPICS)
    topic = np.arange(count) // per % TOPICS
    return World(
        tongues=tongues,
        hosts=hosts,
        per_community=per,
        links=_links(rng, hosts, language),
        headlines=_headlines(rng, tongues, language, topic),
        born=Clock().draw(rng, count),
        evergreen=rng.random(count) < EVERGREEN,
        tags=_tags(rng, tongues),
        pictures=pa.array([f"pdq:{rng.bytes(32).hex()}" for _ in range(max(50, posts // 60))]),
    )


def _links(rng: Generator, hosts: tuple[str, ...], language: NDArray[Any]) -> Any:
    rank = np.floor(HOSTS * rng.random(len(language)) ** 2).astype(np.int64)
    host = np.array(hosts, dtype=object)[language * HOSTS + rank]
    numbers = rng.integers(10**7, 10**8, len(language))
    pages = zip(host, numbers, strict=True)
    return pa.array([f"https://{name}/{number}-{k}" for k, (name, number) in enumerate(pages)])


def _headlines(rng: Generator, tongues: tuple[Tongue, ...], language: NDArray[Any], topic: NDArray[Any]) -> Any:
    parts = [tongue.sentences(rng, topic[language == k], 9) for k, tongue in enumerate(tongues)]
    return pa.concat_arrays(parts)


def _tags(rng: Generator, tongues: tuple[Tongue, ...]) -> Any:
    words = [make_words(rng, TAGS * TOPICS, LETTERS[tongue.code]) for tongue in tongues]
    return pa.array([f"{word}{k % 7 or ''}" for k, word in enumerate(w for group in words for w in group)])
