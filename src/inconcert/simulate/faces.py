"""People with a second account on another platform, and those who only look like it: the task of telling them apart.

Some keep their face, some change the handle, some share nothing but what they post. Beside them stand namesakes, fans,
people of one club, and impersonators, who copy a face and never their victim's hands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.likeness import CAREFUL, CLUB, FAN, IMPERSONATION, NAMESAKE, OPEN, RENAMED
from inconcert.simulate.noise import touch_up
from inconcert.simulate.people import PLATFORMS, Group
from inconcert.simulate.rhythm import DAY, END, HOUR, START, Clock
from inconcert.simulate.stage import Act
from inconcert.simulate.tongue import TOPICS
from inconcert.simulate.world import SPEAKERS, ZONES

if TYPE_CHECKING:
    from inconcert.simulate.stage import Stage


@dataclass(frozen=True)
class TwoFaces:
    """How many, and how they behave."""

    operators: int = 40
    habits: tuple[tuple[str, float], ...] = ((OPEN, 0.5), (RENAMED, 0.25), (CAREFUL, 0.25))
    """Share of each habit among those with two faces."""
    repeating: tuple[float, float] = (0.6, 0.8)
    """Chance that somebody with two faces posts some things on both; that of the careful ones, who show it otherwise
    by nothing."""
    both_ways: float = 0.5
    """Chance that the first face is not always the first."""
    repeated: tuple[int, int] = (3, 8)
    """Fewest posts that are repeated, and one more than the most."""
    delay: tuple[float, float] = (1200.0, 1.2)
    """Median in seconds and sigma of the log-normal time until they are; the careful ones take nine times as long."""
    impersonations: int = 15
    copying: float = 0.4
    """Chance that an impersonator copies posts, hours later."""
    fans: int = 15
    namesakes: int = 30
    clubs: int = 15
    cover: float = 15.0
    """Mean number of ordinary posts of each account."""


def two_faces(stage: Stage, plan: TwoFaces = TwoFaces()) -> None:  # frozen
    """Plant people with two faces, and pairs that look alike and belong to different people."""
    names, shares = zip(*plan.habits, strict=True)
    for _ in range(stage.many(plan.operators, 12)):
        a, b = _hired(stage, plan, alike=True)
        habit = str(stage.rng.choice(names, p=shares))
        stage.personas.append((a, b, "two-faces"))
        stage.habits[a, b] = habit
        if stage.rng.random() < plan.repeating[habit == CAREFUL]:
            turns = habit == CAREFUL or stage.rng.random() < plan.both_ways
            median = plan.delay[0] * (9 if habit == CAREFUL else 1)
            _repeat(stage, plan, a, b, (median, plan.delay[1]), turns=turns)
    _likened(stage, plan, IMPERSONATION, plan.impersonations, plan.copying, 6 * HOUR)
    _likened(stage, plan, FAN, plan.fans, 1.0, HOUR / 2)
    _likened(stage, plan, NAMESAKE, plan.namesakes, 0.0, HOUR)
    for _ in range(stage.many(plan.clubs, 5)):
        a, b = _hired(stage, plan, alike=True)
        stage.alike.append((a, b, CLUB))
        _repeat(stage, plan, a, b, (6.0 * HOUR, 1.0), turns=True, link=True)


def _likened(stage: Stage, plan: TwoFaces, kind: str, usual: int, posting: float, median: float) -> None:
    """Pairs of which the second one looks like the first, and may pass its posts on, always later."""
    for _ in range(stage.many(usual, 5)):
        a, b = _hired(stage, plan, alike=kind != NAMESAKE)
        stage.alike.append((a, b, kind))
        if stage.rng.random() < posting:
            _repeat(stage, plan, a, b, (median, 1.0), turns=False)


def _hired(stage: Stage, plan: TwoFaces, *, alike: bool) -> tuple[int, int]:
    """Two accounts on two platforms; of one language, and ``alike`` in topic and zone."""
    rng = stage.rng
    language = int(rng.choice(len(SPEAKERS), p=SPEAKERS))
    topic, zone = int(rng.integers(TOPICS)), int(rng.choice(ZONES[language]))
    hired = []
    for platform in rng.choice(len(PLATFORMS), 2, replace=False).tolist():
        cover = plan.cover * float(rng.lognormal(0, 0.6))
        group = Group("face", 1, language, zone, topic, platform=platform, cover=cover)
        hired.append(int(stage.hire(group)[0]))
        if not alike:
            topic, zone = int(rng.integers(TOPICS)), int(rng.choice(ZONES[language]))
    return hired[0], hired[1]


def _repeat(
    stage: Stage, plan: TwoFaces, a: int, b: int, delay: tuple[float, float], *, turns: bool, link: bool = False
) -> None:
    """Things that both post: ``a`` first, or each of them by ``turns``; a text, or a ``link`` under own words."""
    rng, language = stage.rng, stage.groups[a].language
    tongue, zone = stage.world.tongues[language], stage.groups[a].offset
    clock = Clock(offset=zone if zone is not None else 0)
    for _ in range(int(rng.integers(*plan.repeated))):
        at, topic = stage.moment(clock, START, END - DAY), stage.groups[a].topic or 0
        later = at + 1 + int(rng.lognormal(np.log(delay[0]), delay[1]))
        first, second = (b, a) if turns and rng.random() < 0.4 else (a, b)
        text, links = tongue.sentence(rng, topic, 12), tuple[str, ...]()
        own = tongue.sentence(rng, topic, 12) if link else touch_up(rng, text, 0.1)
        if link or rng.random() < 0.3:
            links = (f"https://{stage.host(language, int(rng.integers(40)))}/{rng.integers(10**8)}",)
        stage.post(Act(first, at, text, links))
        stage.post(Act(second, min(later, END - 1), own, links))
