"""The organic crowd: what ordinary accounts post, all of it at once.

An ordinary post is in its author's home topic with 70 % chance. A quarter of posts pass a link on (four in ten under
its headline), a third repost, a seventh replies; the rest is talk, some of it set phrases. Links and originals have
heavy-tailed audiences (Zipf-Mandelbrot); delays are log-normal; hours follow the author's zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.simulate.people import PLATFORMS
from inconcert.simulate.rhythm import CALENDARS, END, NAMES, START, Clock
from inconcert.simulate.stage import NONE, POST, QUOTE, REPLY, REPOST
from inconcert.simulate.tongue import TOPICS, zipf_ranks
from inconcert.simulate.world import COMMUNITIES, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.people import People
    from inconcert.simulate.world import World

HOME = 0.7
"""Chance that a post is in its author's home topic."""
MIX = {POST: 0.47, REPOST: 0.34, REPLY: 0.14, QUOTE: 0.05}
LINKING = 0.45
"""Share of posts proper that carry a link."""
HEADLINE = 0.4
"""Share of those that carry the link's headline as their text, as share buttons write it."""
STOCK = 0.06
"""Share of posts and replies that are a set phrase."""
TAGGED = (0.68, 0.2, 0.08, 0.04)
"""Chance of no, one, two, three hashtags."""
PICTURED = 0.08
LINK_DELAY = (3 * 3600.0, 1.5)
"""Median in seconds and sigma of the log-normal delay between a link's appearance and its being passed on."""
REPOST_DELAY = (2400.0, 1.8)
REPLY_DELAY = (1200.0, 1.6)
CROSSED = 0.25
"""In a wide world, the share of the posts of a second face that repeat one of the first."""
CROSSED_DELAY = (240.0, 1.2)


@dataclass(frozen=True)
class Posts:
    """Ordinary posts, by place."""

    who: NDArray[np.int64]
    at: NDArray[np.int64]
    kind: NDArray[np.int64]
    target: NDArray[np.int64]
    """Place of the post that is reposted, answered or quoted; −1 for none."""
    words: Any
    """Arrow array of texts; null for reposts, which repeat their original."""
    link: NDArray[np.int64]
    """Place of the link in the world; −1 for none."""
    tags: Any
    """Arrow array of lists."""
    picture: NDArray[np.int64]


def make_crowd(rng: Generator, world: World, people: People, *, wide: bool = False) -> Posts:
    """All ordinary posts of ``people``. In a ``wide`` world those with two faces repeat some posts on the other one."""
    who = np.repeat(np.arange(len(people)), people.posts)
    topic = np.where(rng.random(len(who)) < HOME, people.topic[who], rng.integers(0, TOPICS, len(who)))
    community = people.language[who] * TOPICS + topic
    kind = rng.choice(list(MIX), len(who), p=list(MIX.values()))
    link = _links(rng, world, community, kind)
    at = _first_times(rng, world, people, who, link)
    copied, copy = _crossed(rng, people, who, kind) if wide else (who[:0], who[:0])
    at[copy] = _clock(people, 0).after(rng, at[copied], *CROSSED_DELAY)
    target = _targets(rng, people, who, community, kind)
    kind[target == NONE] = POST
    at = _later(rng, people, who, kind, target, at)
    kind[target == NONE] = POST
    source = np.arange(len(who))
    source[copy] = copied
    repeated = pa.array(source)
    pictures = np.where((rng.random(len(who)) < PICTURED) & (kind != REPOST), _pictures(rng, world, len(who)), NONE)
    return Posts(
        who=who,
        at=at,
        kind=kind,
        target=target,
        words=_words(rng, world, community, kind, link).take(repeated),
        link=link[source],
        tags=_tags(rng, world, community, kind).take(repeated),
        picture=pictures[source],
    )


def _crossed(
    rng: Generator, people: People, who: NDArray[Any], kind: NDArray[Any]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Places of posts proper of first faces, and of the posts of second faces that repeat them."""
    copied, copy = [who[:0]], [who[:0]]
    for first, second in people.faces:
        theirs, own = (np.flatnonzero((who == one) & (kind == POST)) for one in (first, second))
        some = min(len(theirs), int(rng.binomial(len(own), CROSSED)))
        copied.append(rng.choice(theirs, some, replace=False))
        copy.append(own[:some])
    return np.concatenate(copied), np.concatenate(copy)


def _pictures(rng: Generator, world: World, count: int) -> NDArray[np.int64]:
    return zipf_ranks(rng, len(world.pictures), count, exponent=0.8)


def _links(rng: Generator, world: World, community: NDArray[Any], kind: NDArray[Any]) -> NDArray[np.int64]:
    rank = zipf_ranks(rng, world.per_community, len(kind))
    linking = (kind == POST) & (rng.random(len(kind)) < LINKING)
    return np.where(linking, community * world.per_community + rank, NONE)


def _clock(people: People, place: int) -> Clock:
    """The clock that one account goes by."""
    calendar = list(CALENDARS)[people.calendar[place]]
    return Clock(NAMES[people.rhythm[place]], int(people.offset[place]), calendar)


def _clocks(people: People, who: NDArray[Any]) -> Iterator[tuple[Clock, NDArray[np.int64]]]:
    """Each clock in use, with the places of the posts that go by it."""
    key = (people.calendar[who] * 10 + people.rhythm[who]) * 100 + people.offset[who] + 50
    for value in np.unique(key):
        places = np.flatnonzero(key == value)
        yield _clock(people, int(who[places[0]])), places


def _first_times(
    rng: Generator, world: World, people: People, who: NDArray[Any], link: NDArray[Any]
) -> NDArray[np.int64]:
    """Instants of everything that answers nothing: by the author's hours, or after the link appeared."""
    at = np.empty(len(who), dtype=np.int64)
    fresh = (link != NONE) & ~world.evergreen[link]
    for clock, places in _clocks(people, who):
        at[places] = clock.draw(rng, len(places))
        linked = places[fresh[places]]
        at[linked] = clock.after(rng, world.born[link[linked]], *LINK_DELAY)
    return _present(rng, people, who, at)


def _spans(people: People, who: NDArray[Any]) -> Iterator[tuple[Clock, NDArray[np.int64], int, int]]:
    """Like :func:`_clocks`, also by the time that accounts have in the world; whole-time ones are left out."""
    for clock, places in _clocks(people, who):
        span = np.stack([people.wake[who[places]], people.leave[who[places]]], axis=1)
        for wake, leave in np.unique(span, axis=0):
            if wake > START or leave < END:
                yield clock, places[(span == (wake, leave)).all(axis=1)], int(wake), int(leave)


def _present(
    rng: Generator, people: People, who: NDArray[Any], at: NDArray[np.int64], target: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """The instants, but in the author's time in the world.

    What is put off comes after what it answers; what would come too late answers nothing any more (``target``).
    """
    for clock, places, wake, leave in _spans(people, who):
        asleep, late = places[at[places] < wake], places[at[places] >= leave]
        for outside in (asleep, late):
            at[outside] = clock.draw(rng, len(outside), wake, leave)
        if target is not None:
            target[late] = NONE
    return at


def _targets(
    rng: Generator, people: People, who: NDArray[Any], community: NDArray[Any], kind: NDArray[Any]
) -> NDArray[np.int64]:
    """What each repost, reply and quote is about: a post of its community and platform, famous authors first."""
    target = np.full(len(who), NONE)
    place = community * len(PLATFORMS) + people.platform[who]
    for number in range(COMMUNITIES * len(PLATFORMS)):
        here = place == number
        originals = np.flatnonzero(here & (kind == POST))
        answers = np.flatnonzero(here & (kind != POST))
        if len(originals) == 0 or len(answers) == 0:
            continue
        appeal = people.fame[who[originals]] + rng.gumbel(size=len(originals))
        ranked = originals[np.argsort(-appeal)]
        target[answers] = ranked[zipf_ranks(rng, len(ranked), len(answers))]
    return _once(who, kind, target)


def _once(who: NDArray[Any], kind: NDArray[Any], target: NDArray[Any]) -> NDArray[np.int64]:
    """Nobody reposts the same twice, or themselves."""
    reposts = np.flatnonzero((kind == REPOST) & (target != NONE))
    _, first = np.unique(np.stack([who[reposts], target[reposts]]), axis=1, return_index=True)
    again = np.setdiff1d(reposts, reposts[first])
    target[again] = NONE
    target[(target != NONE) & (who[target] == who)] = NONE
    return target


def _later(
    rng: Generator, people: People, who: NDArray[Any], kind: NDArray[Any], target: NDArray[Any], at: NDArray[Any]
) -> NDArray[np.int64]:
    """Instants again, now after what is reposted or answered."""
    at = at.copy()
    for clock, places in _clocks(people, who):
        for kinds, delay in (((REPOST, QUOTE), REPOST_DELAY), ((REPLY,), REPLY_DELAY)):
            chosen = places[np.isin(kind[places], kinds)]
            at[chosen] = np.maximum(clock.after(rng, at[target[chosen]], *delay), at[target[chosen]] + 1)
    return _present(rng, people, who, at, target)


def _words(rng: Generator, world: World, community: NDArray[Any], kind: NDArray[Any], link: NDArray[Any]) -> Any:
    lucky = rng.random(len(kind))
    parts, places = [], []
    for language, tongue in enumerate(world.tongues):
        here = np.flatnonzero((community // TOPICS == language) & (kind != REPOST))
        stock = (lucky[here] < STOCK) & (link[here] == NONE)
        places += [here[~stock], here[stock]]
        parts.append(tongue.sentences(rng, community[here[~stock]] % TOPICS))
        chosen = zipf_ranks(rng, len(tongue.stock), int(stock.sum()), shift=1)
        parts.append(tongue.phrases.take(pa.array(chosen)))
    headed = np.flatnonzero((link != NONE) & (lucky < HEADLINE))
    parts.append(world.headlines.take(pa.array(link[headed])))
    places.append(headed)
    return _scatter(parts, places, len(kind))


def _scatter(parts: list[Any], places: list[NDArray[Any]], size: int) -> Any:
    """Parts put at their places, later ones over earlier ones; null where there is none."""
    whole = pa.concat_arrays([part.cast(pa.string()) for part in parts])
    index = np.full(size, NONE)
    index[np.concatenate(places)] = np.arange(len(whole))
    return whole.take(pa.array(index, mask=index == NONE))


def _tags(rng: Generator, world: World, community: NDArray[Any], kind: NDArray[Any]) -> Any:
    counts = rng.choice(len(TAGGED), len(kind), p=TAGGED)
    counts[kind == REPOST] = 0
    ranks = zipf_ranks(rng, TAGS, int(counts.sum()), shift=1)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    # A post names a tag once: later ones step on from the first.
    ranks = (ranks[start] + np.arange(len(ranks)) - start) % TAGS
    tags = world.tags.take(pa.array(np.repeat(community, counts) * TAGS + ranks))
    return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int32()), tags)
