"""Planted operations. Members also post like the crowd (``cover``); only some of what they do is done together.

The figures are the defaults of the scenarios and part of their definition.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.noise import touch_up, vary_link
from inconcert.simulate.people import Group, Marks
from inconcert.simulate.rhythm import CALENDARS, DAY, END, START, Clock
from inconcert.simulate.stage import NONE, REPLY, REPOST, Act
from inconcert.simulate.tongue import make_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulate.stage import Stage


HAND_RUN = Marks(share=0.7, bios=3, avatars=4)
NUMBERED = Marks(stems=3, app="scheduler")


@dataclass(frozen=True)
class SmallSlow:
    """Half a dozen hand-run accounts a cluster, in office hours of one distant zone, on both sides of a divide."""

    clusters: tuple[tuple[str, int, int], ...] = (("A", 0, 3), ("B", 0, 3), ("B", 0, 5), ("A", 1, 5))
    """Side, language and topic of each cluster; the last one is in another country's language."""
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
    figures: int = 5
    """Posts of one public figure that the first cluster answers with a hashtag of its own."""
    marks: Marks = HAND_RUN
    calendar: str = "spring"
    cover: float = 18.0


@dataclass(frozen=True)
class RepostRing:
    """Accounts that repost three masters within a minute or two."""

    size: int = 25
    masters: int = 3
    posts: int = 36
    """Posts of the masters that are pushed."""
    joined: float = 0.65
    delay: tuple[float, float] = (45.0, 0.8)
    deleted: float = 0.5
    """Share of the pushed posts that their masters delete once they have trended."""
    trended: tuple[float, float] = (12 * 3600.0, 0.6)
    """Median in seconds and sigma of the log-normal time until they do."""
    marks: Marks = NUMBERED
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


@dataclass(frozen=True)
class Woken:
    """Accounts that said nothing for years, in another language before that, and wake up in one week."""

    size: int = 36
    day: int = 14
    """Day of the world on which they wake."""
    messages: int = 24
    joined: tuple[float, float] = (0.4, 0.8)
    delay: tuple[float, float] = (1200.0, 1.0)
    cover: float = 10.0


def small_slow(stage: Stage, plan: SmallSlow = SmallSlow()) -> None:  # frozen
    """Plant clusters in one office; they share some links across sides and languages."""
    clock = Clock("office", plan.offset, plan.calendar)
    told, everybody, more = [], [], {"marks": plan.marks.told(), "holidays": list(CALENDARS[plan.calendar])}
    for number, (side, language, topic) in enumerate(plan.clusters, 1):
        size = int(stage.rng.integers(plan.least, plan.most + 1))
        group = Group(f"cluster {number}", size, language, plan.offset, topic, "office", cover=plan.cover)
        group = replace(group, marks=plan.marks, calendar=plan.calendar)
        members = stage.hire(group)
        told.append({"name": group.name, "side": side, "members": members.tolist()})
        everybody.append((members, language, topic, side))
        for _ in range(plan.messages):
            _message(stage, plan, clock, members, language, topic, side)
    for _ in range(plan.across):
        _across(stage, clock, everybody)
    targets = _under_one(stage, plan, clock, *everybody[0][:3])
    whole = [member for cluster in told for member in cluster["members"]]
    stage.covert("small-slow", "small-slow", whole, clusters=told, targets=targets, **more)


def _under_one(
    stage: Stage, plan: SmallSlow, clock: Clock, members: NDArray[np.int64], language: int, topic: int
) -> list[int]:
    """Put a hashtag of a cluster's own under the posts of one public figure; returns the figure's place."""
    rng, tongue = stage.rng, stage.world.tongues[language]
    figure = stage.hire(Group("figure", 1, language, topic=topic, cover=20, about="official page"))
    tag = stage.own_tag(f"{tongue.words[topic]}{tongue.words[topic + 9]}")
    for _ in range(plan.figures):
        at = stage.moment(Clock(offset=-5), START, END - 3 * DAY)
        said = stage.post(Act(int(figure[0]), at, tongue.sentence(rng, topic, 14)))
        joining = stage.some(members, 0.5)
        for who, when in zip(joining, clock.after(rng, np.full(len(joining), at), *plan.delay), strict=True):
            stage.post(Act(int(who), int(when), tongue.sentence(rng, topic, 6), tags=(tag,), kind=REPLY, target=said))
    return [int(figure[0])]


def _message(  # what a message is made of
    stage: Stage, plan: SmallSlow, clock: Clock, members: NDArray[np.int64], language: int, topic: int, side: str
) -> None:
    """One message of a cluster: a copied text, a link under own words, both, or both with tags and a picture."""
    rng, tongue = stage.rng, stage.world.tongues[language]
    text, form = stage.text(language, topic, 14), rng.random()
    link = own_link(stage, f"forum-{side.lower()}", 5) if form > 0.45 else ""
    tags = _tags(stage, language, topic, side) if form > 0.7 else ()
    picture = (stage.picture(),) if form > 0.85 else ()
    joining = stage.some(members, float(rng.uniform(0.6, 1)))
    first = stage.moment(clock)
    for who, at in zip(joining, clock.after(rng, np.full(len(joining), first), *plan.delay), strict=True):
        own = tongue.sentence(rng, topic) if 0.45 < form <= 0.7 else touch_up(rng, text, plan.edited)
        links = (vary_link(rng, link),) if link else ()
        stage.post(Act(int(who), int(at), own, links, tags, picture))


def _tags(stage: Stage, language: int, topic: int, side: str) -> tuple[str, ...]:
    """A hashtag of the topic and two of the cluster's own."""
    word = stage.world.tongues[language].words[topic]
    return (*stage.topic_tags(language, topic, 1), stage.own_tag(f"{word}{side}"), stage.own_tag(f"side{side}"))


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
    return f"https://{stage.site(f'{name}{stage.rng.integers(hosts)}')}/{stage.page()}"


def repost_ring(stage: Stage, plan: RepostRing = RepostRing()) -> None:  # frozen
    """Plant masters and the accounts that repost them at once."""
    masters = stage.hire(Group("masters", plan.masters, 0, topic=6, cover=plan.cover))
    fresh = Group("reposters", plan.size, 0, topic=6, cover=plan.cover, new=True, marks=plan.marks)
    members = stage.hire(fresh)
    for _ in range(plan.posts):
        master, at = int(stage.rng.choice(masters)), stage.moment(Clock(offset=-5))
        words = stage.text(0, 6)
        trended = at + int(stage.rng.lognormal(np.log(plan.trended[0]), plan.trended[1]))
        gone = trended if stage.rng.random() < plan.deleted else NONE
        original = stage.post(Act(master, at, words, tags=stage.topic_tags(0, 6, 1), gone=gone))
        for who in stage.some(members, plan.joined):
            gap = 2 + stage.rng.lognormal(np.log(plan.delay[0]), plan.delay[1])
            stage.post(Act(int(who), at + int(gap), kind=REPOST, target=original))
    whole = np.concatenate([masters, members])
    stage.covert("repost-ring", "repost-ring", whole, marks=plan.marks.told(), deleted=plan.deleted)


def woken(stage: Stage, plan: Woken = Woken()) -> None:  # frozen
    """Plant accounts that slept for years; the material reaches back to their former life."""
    stage.remembers = True
    rng = stage.rng
    members = stage.hire(Group("woken", plan.size, 0, topic=6, cover=plan.cover, wakes=plan.day))
    clock, since = Clock(offset=-5), START + plan.day * DAY
    for _ in range(plan.messages):
        at, text, link = stage.moment(clock, since), stage.text(0, 6, 14), own_link(stage, "call", 4)
        joining = stage.some(members, float(rng.uniform(*plan.joined)))
        for who, when in zip(joining, clock.after(rng, np.full(len(joining), at), *plan.delay), strict=True):
            stage.post(Act(int(who), int(when), touch_up(rng, text, 0.15), (vary_link(rng, link),)))
    stage.covert("woken", "woken", members, woke=plan.day)


def large_diluted(stage: Stage, plan: LargeDiluted = LargeDiluted()) -> None:  # frozen
    """Plant a large, slow, thin operation: the hard case."""
    members = stage.hire(Group("diluted", stage.many(plan.size, 30), 0, cover=plan.cover))
    clock, rng, world = Clock(offset=-5), stage.rng, stage.world
    sites = [stage.site(word) for word in make_words(rng, 8)]
    for number in range(plan.links):
        topic = int(rng.integers(0, 8))
        popular = number < plan.hijacked * plan.links
        link = str(world.links[topic * world.per_community + int(rng.integers(0, 5))])
        link = link if popular else f"https://{rng.choice(np.array(sites))}/{stage.page()}"
        joining = stage.some(members, plan.joined)
        centre = np.full(len(joining), clock.draw(rng, 1, START + DAY)[0])
        for who, at in zip(joining, clock.around(rng, centre, plan.spread), strict=True):
            stage.post(Act(int(who), int(at), world.tongues[0].sentence(rng, topic), (vary_link(rng, link),)))
    stage.covert("large-diluted", "large-diluted", members)
