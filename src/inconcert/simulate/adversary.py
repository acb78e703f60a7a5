"""An operation that adapts: every way out that is known, as a number, and the numbers can be combined.

The plain ring copies texts and pushes links of its own around common moments. Each attack changes one thing of it, the
combined ones several. Words are replaced by placeholder words of the same meaning: nothing here writes prose.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.noise import touch_up, vary_link
from inconcert.simulate.people import Group
from inconcert.simulate.rhythm import DAY, DAYS, START, Clock
from inconcert.simulate.stage import Act
from inconcert.simulate.tongue import make_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from inconcert.simulate.stage import Stage

MINUTE, HOUR = 60.0, 3600.0
TOPIC = 6
HALF = DAYS // 2
"""Day on which accounts are replaced."""
POPULAR = 5
"""Rank down to which a link of the crowd is popular enough to be hijacked."""
EDITED = 0.1
"""Chance of each kind of small change to a copied text."""


@dataclass(frozen=True)
class Adversary:
    """How a ring works, and what it does in order not to be seen."""

    size: int = 30
    messages: int = 24
    joined: tuple[float, float] = (0.5, 0.9)
    """Least and greatest share of the ring that takes part in a message; drawn for each message."""
    linked: float = 0.5
    """Share of the messages that are a link under everybody's own words; the others are copied texts."""
    jitter: float = 10 * MINUTE
    """Standard deviation in seconds around a message's moment."""
    camouflage: float = 1.0
    """Ordinary posts of a member for each joint one."""
    most_shared: int = 0
    """Messages that any two members have in common at most; 0: as many as it comes to."""
    subset: int = 0
    """Members that take part in a message, drawn anew each time; 0: by ``joined``."""
    paraphrased: float = 0.0
    """Share of the words of a copy that are replaced by others of the same meaning."""
    tongues: int = 1
    """Languages the members write in; copies are translated word by word."""
    hijacked: float = 0.0
    """Share of the linked messages that push a link which the crowd shares most anyway."""
    churned: float = 0.0
    """Share of the accounts that are removed half-way and replaced by fresh ones."""
    platforms: int = 1
    framed: int = 0
    """Innocents whose posts the ring copies, so that they look like members."""
    copied: int = 0
    """Posts of each innocent that are copied."""
    copiers: int = 6
    """Members that copy such a post."""

    @property
    def joint(self) -> float:
        """Joint posts of a member, on average."""
        share = min(1.0, self.subset / self.size) if self.subset else sum(self.joined) / 2
        return self.messages * share


@dataclass(frozen=True)
class _Ring:
    """The accounts of a ring on a stage."""

    members: NDArray[np.int64]
    """Those of the first half; then, at the same places, who has replaced them."""
    later: NDArray[np.int64]
    tongue: dict[int, int]

    def at(self, day: float) -> NDArray[np.int64]:
        """Who is there on a day of the world."""
        return self.members if day < HALF else self.later

    @property
    def everybody(self) -> NDArray[np.int64]:
        """All accounts that ever belonged to it."""
        return np.unique(np.concatenate([self.members, self.later]))


def adversary(stage: Stage, name: str, plan: Adversary) -> None:
    """Plant a ring that works by ``plan``, with the innocents whom it frames."""
    plan = replace(plan, size=stage.many(plan.size, 8), framed=stage.many(plan.framed, 20) if plan.framed else 0)
    ring = _hired(stage, plan)
    clock, links, groups = Clock(offset=-5), [], _groups(stage, plan)
    for number in range(plan.messages):
        at = stage.moment(clock)
        here = ring.at((at - START) / DAY)[groups[number]]
        if number < plan.linked * plan.messages:
            links.append(_link(stage, plan, number))
            _push(stage, plan, clock, ring, here, at, links[-1])
        else:
            _copy(stage, plan, clock, ring, here, at)
    innocents = _frame(stage, plan, clock, ring)
    more = {"plan": asdict(plan), "links": links, "replaced": int((ring.members != ring.later).sum())}
    stage.covert(name, "adversary", ring.everybody, **more)
    if plan.framed:
        stage.truth["framed"] = [{"name": f"framed by {name}", "members": innocents.tolist()}]


def _hired(stage: Stage, plan: Adversary) -> _Ring:
    """The members, dealt to languages and platforms; some leave half-way and are replaced by fresh accounts."""
    members: list[int] = []
    tongue: dict[int, int] = {}
    cells = list(product(range(plan.tongues), range(plan.platforms)))
    leaving = round(plan.churned * plan.size)
    later = np.arange(plan.size)
    for place in range(plan.size):
        language, platform = cells[place % len(cells)]
        member = Group("ring", 1, language, topic=TOPIC, platform=platform, cover=plan.camouflage * plan.joint)
        goes = place < leaving
        half = replace(member, cover=member.cover / 2)
        (who,) = stage.hire(replace(half, leaves=HALF) if goes else member)
        (heir,) = stage.hire(replace(half, new=True, wakes=HALF)) if goes else (who,)
        members.append(int(who))
        later[place] = heir
        tongue |= {int(who): language, int(heir): language}
        if goes:
            stage.removed.append((int(who), START + HALF * DAY))
    return _Ring(np.array(members), later, tongue)


def _groups(stage: Stage, plan: Adversary) -> list[NDArray[np.int64]]:
    """Who takes part in each message, as places in the ring."""
    met = np.zeros((plan.size, plan.size), dtype=np.int64)
    groups = []
    for _ in range(plan.messages):
        order = stage.rng.permutation(plan.size)
        wanted = plan.subset or max(2, round(float(stage.rng.uniform(*plan.joined)) * plan.size))
        chosen: list[int] = []
        for place in order.tolist():
            free = not plan.most_shared or (met[place, chosen] < plan.most_shared).all()
            if free and len(chosen) < wanted:
                chosen.append(place)
        met[np.ix_(chosen, chosen)] += 1
        groups.append(np.array(chosen))
    return groups


def _link(stage: Stage, plan: Adversary, number: int) -> str:
    """A link to push: one of the crowd's most shared ones, or a page of the ring's own."""
    rng, world = stage.rng, stage.world
    if number < plan.hijacked * plan.linked * plan.messages:
        community = int(rng.integers(0, 8))
        return str(world.links[community * world.per_community + int(rng.integers(0, POPULAR))])
    # A ring that counts what its pairs share does not put everything on a few sites of its own either.
    host = make_words(rng, 1)[0] if plan.most_shared else f"page{rng.integers(5)}"
    return f"https://{stage.site(host)}/{stage.page()}"


def _moments(stage: Stage, plan: Adversary, clock: Clock, at: int, count: int) -> list[int]:
    return [int(when) for when in clock.around(stage.rng, np.full(count, at), plan.jitter)]


def _push(  # what a push is made of
    stage: Stage, plan: Adversary, clock: Clock, ring: _Ring, here: NDArray[np.int64], at: int, link: str
) -> None:
    """A link under everybody's own words."""
    for who, when in zip(here.tolist(), _moments(stage, plan, clock, at, len(here)), strict=True):
        words = stage.world.tongues[ring.tongue[who]].sentence(stage.rng, TOPIC)
        stage.post(Act(who, when, words, (vary_link(stage.rng, link),)))


def _copy(  # what a copy is made of
    stage: Stage, plan: Adversary, clock: Clock, ring: _Ring, here: NDArray[np.int64], at: int
) -> None:
    """A text that everybody copies, in their own tongue and in other words where the plan says so."""
    rng, tongues = stage.rng, stage.world.tongues
    text = stage.text(0, TOPIC, 14)
    for who, when in zip(here.tolist(), _moments(stage, plan, clock, at, len(here)), strict=True):
        tongue = tongues[ring.tongue[who]]
        own = tongues[0].translated(text, tongue) if ring.tongue[who] else text
        own = tongue.reworded(rng, own, plan.paraphrased) if plan.paraphrased else touch_up(rng, own, EDITED)
        stage.post(Act(who, when, own))


def _frame(stage: Stage, plan: Adversary, clock: Clock, ring: _Ring) -> NDArray[np.int64]:
    """Innocents who post links of their own choice, and members who copy these posts, text and link, soon after."""
    rng, tongue = stage.rng, stage.world.tongues[0]
    innocents = stage.hire(Group("innocents", plan.framed, 0, topic=TOPIC, cover=10))
    for who, _ in product(innocents.tolist(), range(plan.copied)):
        at, text = stage.moment(clock), tongue.sentence(rng, TOPIC)
        link = f"https://{stage.host(0, int(rng.integers(30)))}/{rng.integers(10**8)}"
        stage.post(Act(who, at, text, (link,)))
        here = ring.at((at - START) / DAY)
        copying = rng.choice(here, min(plan.copiers, len(here)), replace=False)
        gaps = np.abs(rng.normal(0, plan.jitter, len(copying)))
        for member, gap in zip(copying.tolist(), gaps.tolist(), strict=True):
            stage.post(Act(member, at + 1 + int(gap), touch_up(rng, text, EDITED), (link,)))
    return innocents


_TEXTS = Adversary(linked=0.0)
_LINKS = Adversary(linked=1.0)
_MANY = Adversary(messages=60, joined=(1.0, 1.0))
ATTACKS: dict[str, dict[str, Adversary]] = {
    "jitter": {
        "10s": Adversary(jitter=10),
        "2h": Adversary(jitter=2 * HOUR),
        "24h": Adversary(jitter=24 * HOUR),
    },
    "camouflage": {f"{times}x": Adversary(camouflage=times) for times in (1, 5, 20)},
    "rotation": {f"{size}-of-30": replace(_MANY, most_shared=2, subset=size) for size in (6, 4)},
    "subset": {f"{size}-of-30": replace(_MANY, subset=size) for size in (12, 5)},
    "paraphrase": {f"{round(100 * share)}": replace(_TEXTS, paraphrased=share) for share in (0.3, 0.6, 1.0)},
    "translate": {"2-linked": Adversary(tongues=2), "4": replace(_TEXTS, tongues=4)},
    "hijack": {f"{round(100 * share)}": replace(_LINKS, hijacked=share) for share in (0.5, 1.0)},
    "churn": {f"{round(100 * share)}": Adversary(churned=share) for share in (0.5, 1.0)},
    "split": {"2": Adversary(platforms=2), "4": Adversary(platforms=4)},
    "framing": {f"{posts}-posts": Adversary(framed=100, copied=posts) for posts in (3, 6, 10)},
    "combined": {
        "mild": Adversary(jitter=2 * HOUR, camouflage=5, paraphrased=0.3, subset=12, messages=40),
        "hard": Adversary(jitter=24 * HOUR, camouflage=10, paraphrased=0.6, subset=8, messages=40, hijacked=0.5),
    },
}
"""Each attack at growing strength."""
RINGS: dict[str, Adversary] = {
    "ring-8": Adversary(size=8, messages=12, joined=(0.6, 1.0), linked=1.0, camouflage=3),
    "ring-30": Adversary(size=30, messages=40, joined=(0.5, 0.9), linked=1.0, jitter=HOUR, camouflage=3),
    "ring-150": Adversary(size=150, messages=60, joined=(0.1, 0.2), linked=1.0, jitter=HOUR, camouflage=3),
    "ring-150-slow": Adversary(size=150, messages=60, joined=(0.1, 0.2), linked=1.0, jitter=12 * HOUR, camouflage=10),
}
"""Rings with one trace only: links under everybody's own words."""
HEAD = "adversary-"


def plans() -> dict[str, Adversary]:
    """Every plan by the name of its scenario."""
    attacks = {f"{HEAD}{attack}-{how}": plan for attack, hows in ATTACKS.items() for how, plan in hows.items()}
    return attacks | RINGS


def part(name: str, plan: Adversary) -> Callable[[Stage], None]:
    """What a scenario plants."""
    return partial(adversary, name=name, plan=plan)


def says(plan: Adversary) -> str:
    """A plan in a few words: the ring, and what differs from the plain one."""
    usual = asdict(Adversary())
    told = ", ".join(f"{name} {_short(value)}" for name, value in asdict(plan).items() if value != usual[name])
    return f"Adversary: {told or 'the plain ring'}."


def _short(value: object) -> str:
    return " to ".join(f"{one:g}" for one in value) if isinstance(value, tuple) else f"{value:g}"
