"""Planted operations. Members also post like the crowd (``cover``); only some of what they do is done together.

The figures are the defaults of the scenarios and part of their definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.noise import touch_up, vary_link
from inconcert.simulate.people import Group
from inconcert.simulate.rhythm import DAY, START, Clock
from inconcert.simulate.stage import REPOST, Act
from inconcert.simulate.tongue import make_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulate.stage import Stage


@dataclass(frozen=True)
class SmallSlow:
    """Half a dozen hand-run accounts a cluster, in office hours of one distant zone, on both sides of a divide."""

    clusters: tuple[tuple[str, int, int], ...] = (("A", 0, 3), ("B", 0, 3), ("A", 1, 5), ("B", 1, 5))
    """Side, language and topic of each cluster."""
    least: int = 5
    most: int = 7
    """Accounts of a cluster."""
    messages: int = 14
    """Messages of a cluster, each posted by a random 60-100 % of it."""
    across: int = 6
    """Own links that several clusters push, whichever their side."""
    offset: int = 8
    """Zone of the office, in hours east of Greenwich: far from the audiences'."""
    delay: tuple[float, float] = (5400.0, 0.9)
    """Median in seconds and sigma of the log-normal delay after a message's first moment."""
    edited: float = 0.15
    """Chance of each kind of small change to a copied text."""
    cover: float = 18.0


@dataclass(frozen=True)
class LargeCrude:
    """Hundreds of freshly made pages that push look-alike sites in bursts of a few minutes."""

    pages: int = 300
    languages: tuple[int, ...] = (0, 1, 2)
    sites: int = 6
    articles: int = 36
    joined: tuple[float, float] = (0.3, 0.7)
    """Share of the pages of a language that push an article."""
    delay: float = 90.0
    """Mean in seconds of the exponential delay after an article's first push."""
    offset: int = 3
    cover: float = 4.0


@dataclass(frozen=True)
class RepostRing:
    """Accounts that repost three masters within a minute or two."""

    size: int = 25
    masters: int = 3
    posts: int = 36
    """Posts of the masters that are pushed."""
    joined: float = 0.65
    delay: tuple[float, float] = (45.0, 0.8)
    cover: float = 12.0


@dataclass(frozen=True)
class LargeDiluted:
    """Many accounts that each do little of it, hours apart, half of it on links that are popular anyway."""

    size: int = 150
    links: int = 60
    joined: float = 0.15
    hijacked: float = 0.5
    """Share of the links that belong to the crowd's most shared ones."""
    spread: float = 12 * 3600.0
    """Standard deviation in seconds around a link's moment."""
    cover: float = 20.0


def small_slow(stage: Stage, plan: SmallSlow = SmallSlow()) -> None:  # frozen
    """Plant clusters in one office; they share some links across sides and languages."""
    clock = Clock("office", plan.offset)
    told, everybody = [], []
    for number, (side, language, topic) in enumerate(plan.clusters, 1):
        size = int(stage.rng.integers(plan.least, plan.most + 1))
        group = Group(f"cluster {number}", size, language, plan.offset, topic, "office", cover=plan.cover)
        members = stage.hire(group)
        told.append({"name": group.name, "side": side, "members": members.tolist()})
        everybody.append((members, language, topic, side))
        for _ in range(plan.messages):
            _message(stage, plan, clock, members, language, topic, side)
    for _ in range(plan.across):
        _across(stage, clock, everybody)
    stage.covert("small-slow", "small-slow", [m for cluster in told for m in cluster["members"]], clusters=told)


def _message(  # what a message is made of
    stage: Stage, plan: SmallSlow, clock: Clock, members: NDArray[np.int64], language: int, topic: int, side: str
) -> None:
    """One message of a cluster: a copied text, a link under everybody's own words, or both with the side's tags."""
    rng, tongue = stage.rng, stage.world.tongues[language]
    text, form = tongue.sentence(rng, topic, 14), rng.random()
    link = own_link(stage, f"forum-{side.lower()}", 5) if form > 0.45 else ""
    tags = (*stage.topic_tags(language, topic, 1), f"{tongue.words[topic]}{side}", f"side{side}") if form > 0.7 else ()
    joining = stage.some(members, float(rng.uniform(0.6, 1)))
    first = stage.moment(clock)
    for who, at in zip(joining, clock.after(rng, np.full(len(joining), first), *plan.delay), strict=True):
        own = tongue.sentence(rng, topic) if 0.45 < form <= 0.7 else touch_up(rng, text, plan.edited)
        links = (vary_link(rng, link),) if link else ()
        stage.post(Act(int(who), int(at), own, links, tags))


def _across(stage: Stage, clock: Clock, clusters: list[tuple[NDArray[np.int64], int, int, str]]) -> None:
    """One link of the office's own, pushed by members of every cluster within a working day or two."""
    link = own_link(stage, "petition", 3)
    first = stage.moment(clock)
    for members, language, topic, _ in clusters:
        joining = stage.some(members, 0.5)
        for who, at in zip(joining, clock.after(stage.rng, np.full(len(joining), first), 3 * 3600, 0.9), strict=True):
            words = stage.world.tongues[language].sentence(stage.rng, topic)
            stage.post(Act(int(who), int(at), words, (vary_link(stage.rng, link),)))


def own_link(stage: Stage, name: str, hosts: int) -> str:
    """A new page on one of ``hosts`` small sites called ``name``."""
    return f"https://{name}{stage.rng.integers(hosts)}.example/{stage.rng.integers(10**8)}"


def large_crude(stage: Stage, plan: LargeCrude = LargeCrude()) -> None:  # frozen
    """Plant pages in several languages; each article goes to those of one language."""
    clock = Clock("office", plan.offset)
    pages: dict[int, NDArray[np.int64]] = {}
    for language in plan.languages:
        size = stage.many(plan.pages // len(plan.languages), 12)
        about = Group(f"pages {language}", size, language, plan.offset, 2, "office", 1, plan.cover, new=True)
        pages[language] = stage.hire(about)
    sites = {language: [look_alike(stage, language, rank) for rank in range(plan.sites)] for language in pages}
    for number in range(plan.articles):
        language = plan.languages[number % len(plan.languages)]
        _push(stage, plan, clock, pages[language], language, sites[language][number // len(pages) % plan.sites])
    used = [site for hosts in sites.values() for site in hosts]
    stage.covert("large-crude", "large-crude", np.concatenate(list(pages.values())), sites=used)


def _push(  # what a push is made of
    stage: Stage, plan: LargeCrude, clock: Clock, pages: NDArray[np.int64], language: int, site: str
) -> None:
    rng = stage.rng
    link = f"https://{site}/{rng.integers(10**8)}"
    text = stage.world.tongues[language].sentence(rng, 2, 12)
    joining = stage.some(pages, float(rng.uniform(*plan.joined)), 4)
    first = stage.moment(clock)
    for who, gap in zip(joining, rng.exponential(plan.delay, len(joining)), strict=True):
        stage.post(Act(int(who), first + int(gap), touch_up(rng, text, 0.1), (link,)))


def look_alike(stage: Stage, language: int, rank: int) -> str:
    """A host that looks like one the crowd reads."""
    name = stage.host(language, rank).removesuffix(".example")
    return (f"{name}-news.example", f"{name}.ltd.example", f"{name[:-1]}{name[-1] * 2}.example")[rank % 3]


def repost_ring(stage: Stage, plan: RepostRing = RepostRing()) -> None:  # frozen
    """Plant masters and the accounts that repost them at once."""
    masters = stage.hire(Group("masters", plan.masters, 0, topic=6, cover=plan.cover))
    members = stage.hire(Group("reposters", plan.size, 0, topic=6, cover=plan.cover, new=True))
    for _ in range(plan.posts):
        master, at = int(stage.rng.choice(masters)), stage.moment(Clock(offset=-5))
        words = stage.world.tongues[0].sentence(stage.rng, 6)
        original = stage.post(Act(master, at, words, tags=stage.topic_tags(0, 6, 1)))
        for who in stage.some(members, plan.joined):
            gap = 2 + stage.rng.lognormal(np.log(plan.delay[0]), plan.delay[1])
            stage.post(Act(int(who), at + int(gap), kind=REPOST, target=original))
    stage.covert("repost-ring", "repost-ring", np.concatenate([masters, members]))


def large_diluted(stage: Stage, plan: LargeDiluted = LargeDiluted()) -> None:  # frozen
    """Plant a large, slow, thin operation: the hard case."""
    members = stage.hire(Group("diluted", stage.many(plan.size, 30), 0, cover=plan.cover))
    clock, rng, world = Clock(offset=-5), stage.rng, stage.world
    sites = [f"{word}.example" for word in make_words(rng, 8)]
    for number in range(plan.links):
        topic = int(rng.integers(0, 8))
        popular = number < plan.hijacked * plan.links
        link = str(world.links[topic * world.per_community + int(rng.integers(0, 5))])
        link = link if popular else f"https://{rng.choice(np.array(sites))}/{rng.integers(10**8)}"
        joining = stage.some(members, plan.joined)
        centre = np.full(len(joining), clock.draw(rng, 1, START + DAY)[0])
        for who, at in zip(joining, clock.around(rng, centre, plan.spread), strict=True):
            stage.post(Act(int(who), int(at), world.tongues[0].sentence(rng, topic), (vary_link(rng, link),)))
    stage.covert("large-diluted", "large-diluted", members)
