"""Groups that act together openly, or by common cause: they must not be called inauthentic.

Each is as visible to a naive detector as it is in life; what tells it apart is said in its docstring.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.simulate.noise import touch_up, vary_link
from inconcert.simulate.people import Group
from inconcert.simulate.rhythm import DAY, END, HOUR, START, Clock
from inconcert.simulate.stage import REPLY, REPOST, Act

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulate.stage import Stage

WEEK = 7 * DAY
FAN = "fan account, not the singer"
OUTLET = "local news outlet, with stories of the wire agency"
MIRROR = "automated mirror of a news feed, run by a program"
SUPPORTER = "supporter of the campaign; messages are from the public kit at campaign.example/kit"
"""What profiles say of themselves."""


def fan_army(stage: Stage) -> None:
    """300 fans repost an idol and pass fan links on, half of what they do, some twenty minutes later."""
    rng, clock = stage.rng, Clock(offset=-5)
    idol = stage.hire(Group("idol", 1, 0, topic=1, cover=10, about="official account of a singer"))
    fans = stage.hire(Group("fans", stage.many(300), 0, topic=1, cover=8, about=FAN, says=0.5))
    keen = np.clip(rng.lognormal(np.log(0.06), 0.8, len(fans)), 0, 0.9)
    tags = stage.topic_tags(0, 1, 2)
    for _ in range(120):
        at, words = stage.moment(clock), stage.world.tongues[0].sentence(rng, 1)
        original = stage.post(Act(int(idol[0]), at, words, tags=tags))
        joining = fans[rng.random(len(fans)) < keen]
        for who, when in zip(joining, clock.after(rng, np.full(len(joining), at), 1200, 1.4), strict=True):
            stage.post(Act(int(who), int(when), kind=REPOST, target=original))
    for _ in range(80):
        _passed_on(stage, clock, fans[rng.random(len(fans)) < keen], f"https://fans{rng.integers(4)}.example/", 1200, 1)
    stage.decoy("fan-army", "fan-army", np.concatenate([idol, fans]))


def _passed_on(stage: Stage, clock: Clock, members: NDArray[Any], site: str, median: float, topic: int) -> None:
    """A link on ``site`` that ``members`` pass on in words of their own."""
    rng, link = stage.rng, f"{site}{stage.rng.integers(10**8)}"
    start = np.full(len(members), stage.moment(clock))
    for who, at in zip(members, clock.after(rng, start, median, 1.4), strict=True):
        words = stage.world.tongues[0].sentence(rng, topic)
        stage.post(Act(int(who), int(at), words, (vary_link(rng, link),)))


def wire_news(stage: Stage) -> None:
    """25 outlets print the same agency stories, each under its own link, at all hours. Profiles say who they are."""
    rng = stage.rng
    outlets = stage.hire(Group("outlets", 25, 0, topic=0, rhythm="always", cover=6, about=OUTLET))
    for _ in range(45):
        first = stage.moment(Clock("always"))
        text = stage.world.tongues[0].sentence(rng, int(rng.integers(0, 8)), 14)
        for who in stage.some(outlets, 0.55):
            at = first + int(rng.lognormal(np.log(1800), 1.0))
            link = f"https://{stage.host(0, int(who) % 50)}/wire/{rng.integers(10**8)}"
            stage.post(Act(int(who), at, touch_up(rng, text, 0.03), (link,)))
    stage.decoy("wire-news", "wire-news", outlets, declared=True)


def share_kit(stage: Stage) -> None:
    """60 supporters paste the messages of a public kit in the two days of a campaign. The kit's page says so."""
    rng, clock = stage.rng, Clock(offset=-5)
    members = stage.hire(Group("supporters", stage.many(60, 20), 0, topic=4, cover=14, about=SUPPORTER, says=0.8))
    kit = [stage.world.tongues[0].sentence(rng, 4, 16) for _ in range(8)]
    tags, day = stage.topic_tags(0, 4, 3), START + 15 * DAY
    for who in members:
        for number in rng.choice(8, int(rng.integers(1, 5)), replace=False):
            at = stage.moment(clock, day, day + 2 * DAY)
            link = "https://campaign.example/kit"
            stage.post(Act(int(who), at, touch_up(rng, kit[number], 0.08), (link,), tags))
    stage.decoy("share-kit", "share-kit", members, declared=True)


def disaster_relief(stage: Stage) -> None:
    """400 people pass five relief links and the rescuers' notices on after a disaster, then go back to their lives."""
    rng, clock = stage.rng, Clock(offset=1)
    rescuers = stage.hire(Group("rescuers", 2, 1, topic=7, cover=5, about="official rescue service"))
    people = stage.hire(Group("helpers", stage.many(400, 60), 1, cover=10))
    event, tags = START + 10 * DAY + 9 * HOUR, stage.topic_tags(1, 7, 2)
    links = [f"https://relief{k}.example/help" for k in range(5)]
    tongue = stage.world.tongues[1]
    for k in range(12):
        at = event + HOUR + k * 5 * HOUR
        notice = stage.post(Act(int(rescuers[k % 2]), at, tongue.sentence(rng, 7, 15), (links[k % 5],), tags))
        joining = stage.some(people, 0.15)
        for who, when in zip(joining, clock.after(rng, np.full(len(joining), at), 1500, 1.3), strict=True):
            stage.post(Act(int(who), int(when), kind=REPOST, target=notice))
    for who in people:
        for at in clock.after(rng, np.full(int(rng.integers(1, 5)), event), 6 * HOUR, 1.0):
            link = (vary_link(rng, links[int(rng.integers(5))]),) if rng.random() < 0.5 else ()
            stage.post(Act(int(who), int(at), tongue.sentence(rng, 7), link, tags[: int(rng.integers(0, 3))]))
    stage.decoy("disaster-relief", "disaster-relief", np.concatenate([rescuers, people]))


def giveaway(stage: Stage) -> None:
    """Three shops raffle things off: to enter, repost and answer «done» with tags. Hundreds use the same words."""
    rng, clock = stage.rng, Clock(offset=-5)
    shops = stage.hire(Group("shops", 3, 0, topic=2, cover=8, about="shop, raffle rules on the page"))
    people = stage.hire(Group("entrants", stage.many(250, 40), 0, cover=10))
    tongue = stage.world.tongues[0]
    for number, shop in enumerate(shops):
        at, tags = START + (4 + 8 * number) * DAY + 17 * HOUR, stage.topic_tags(0, 2, 3)
        raffle = stage.post(Act(int(shop), at, tongue.sentence(rng, 2, 18), ("https://shop.example/raffle",), tags))
        done = " ".join([tongue.stock[number], tongue.stock[number + 3], tongue.stock[number + 6]])
        joining = stage.some(people, 0.6)
        times = clock.after(rng, np.full(len(joining), at), 6 * HOUR, 1.0)
        for who, when in zip(joining, times, strict=True):
            stage.post(Act(int(who), int(when), kind=REPOST, target=raffle))
            stage.post(Act(int(who), int(when) + int(rng.integers(5, 90)), done, tags=tags, kind=REPLY, target=raffle))
    stage.decoy("giveaway", "giveaway", np.concatenate([shops, people]))


def feed_mirror(stage: Stage) -> None:
    """Twelve bots mirror one news feed within minutes, every item, day and night. They say that they are bots."""
    rng = stage.rng
    bots = stage.hire(Group("mirrors", 12, 0, topic=0, rhythm="always", cover=1, bot=True, about=MIRROR))
    for _ in range(90):
        at = stage.moment(Clock("always"))
        link = f"https://{stage.host(0)}/feed/{rng.integers(10**8)}"
        headline = stage.world.tongues[0].sentence(rng, 0, 9)
        for who in stage.some(bots, 0.92):
            stage.post(Act(int(who), at + 60 * int(rng.integers(1, 11)) + int(rng.integers(0, 4)), headline, (link,)))
    stage.decoy("feed-mirror", "feed-mirror", bots, declared=True)


def live_sport(stage: Stage) -> None:
    """500 people watch one match for two hours: the same tags, the same short cries, in the seconds after each goal."""
    rng = stage.rng
    people = stage.hire(Group("viewers", stage.many(500, 60), 0, cover=6))
    start, tags = START + 12 * DAY + 19 * HOUR, stage.topic_tags(0, 5, 3)
    goals = np.sort(rng.uniform(0, 2 * HOUR, 7))
    tongue = stage.world.tongues[0]
    for who in people:
        for _ in range(int(rng.integers(1, 9))):
            cheering = rng.random() < 0.7
            gap = rng.choice(goals) + rng.lognormal(np.log(40), 0.8) if cheering else rng.uniform(0, 2 * HOUR)
            text = str(rng.choice(np.array(tongue.stock[:12]))) if cheering else tongue.sentence(rng, 5, 8)
            used = tags[: int(rng.integers(1, 4))]
            stage.post(Act(int(who), start + int(gap), touch_up(rng, text, 0.3), tags=used))
    stage.decoy("live-sport", "live-sport", people)


def diaspora_protest(stage: Stage) -> None:
    """200 people of one language in many zones protest for five days: the same tags, a few links, the same leaders."""
    rng = stage.rng
    leaders = stage.hire(Group("leaders", 4, 3, topic=3, cover=8))
    zones = {offset: stage.hire(Group(f"zone {offset}", stage.many(50, 10), 3, offset, 3)) for offset in (-5, 0, 3, 8)}
    tags, links = stage.topic_tags(3, 3, 3), [f"https://march{k}.example/call" for k in range(6)]
    since, until = START + 16 * DAY, START + 21 * DAY
    clock, tongue = Clock(offset=3), stage.world.tongues[3]
    calls = [
        (stage.post(Act(int(rng.choice(leaders)), at, tongue.sentence(rng, 3), tags=tags)), at)
        for at in map(int, clock.draw(rng, 25, since, until))
    ]
    for offset, people in zones.items():
        local = Clock(offset=offset)
        for who in people:
            _protests(stage, local, int(who), calls)
            for at in local.draw(rng, int(rng.integers(3, 12)), since, min(until, END)):
                link = (vary_link(rng, links[int(rng.integers(6))]),) if rng.random() < 0.35 else ()
                stage.post(Act(int(who), int(at), tongue.sentence(rng, 3), link, tags[: int(rng.integers(1, 4))]))
    stage.decoy("diaspora-protest", "diaspora-protest", np.concatenate([leaders, *zones.values()]))


def _protests(stage: Stage, clock: Clock, who: int, calls: list[tuple[int, int]]) -> None:
    """Somebody reposts some of the leaders' calls, at their own hours."""
    for place in stage.rng.permutation(len(calls))[: int(stage.rng.integers(2, 9))]:
        original, at = calls[place]
        when = clock.after(stage.rng, np.array([at]), 2400, 1.5)[0]
        stage.post(Act(who, int(when), kind=REPOST, target=original))
