"""A planted operation of many pages: look-alike sites, petitions, channels and blogs elsewhere, advertisements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from inconcert.simulate.noise import touch_up, vary_link
from inconcert.simulate.people import Group, Marks
from inconcert.simulate.rhythm import CALENDARS, DAY, Clock
from inconcert.simulate.stage import Act

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from inconcert.simulate.stage import Stage

PAGES, CHANNELS, BLOGS = 1, 2, 3
"""Platforms of the three kinds of asset."""
CRUDE = Marks(share=0.7, stems=9, bios=6, avatars=15)


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
    channels: int = 5
    """Channels in each language on a third platform, run by the hands of a page each."""
    blogs: int = 3
    """Blogs in each language, likewise; an article stands there first, at length."""
    petitions: int = 6
    """Petitions that pages of all languages push within a day or two."""
    signed: float = 0.1
    """Share of the pages that push a petition."""
    ads: int = 30
    spend: tuple[float, float] = (60.0, 1.2)
    """Median and sigma of the log-normal lower bound of what an advertisement cost."""
    offset: int = 3
    marks: Marks = CRUDE
    calendar: str = "founders"
    cover: float = 4.0


def large_crude(stage: Stage, plan: LargeCrude = LargeCrude()) -> None:  # frozen
    """Plant pages, channels and blogs in several languages; each article goes to those of one language."""
    clock = Clock("office", plan.offset, plan.calendar)
    staff = {language: _staff(stage, plan, language) for language in plan.languages}
    sites = {language: [look_alike(stage, language, rank) for rank in range(plan.sites)] for language in staff}
    for number in range(plan.articles):
        language = plan.languages[number % len(plan.languages)]
        _push(stage, plan, clock, staff[language], language, sites[language][number // len(staff) % plan.sites])
    pages = {language: kinds[0] for language, kinds in staff.items()}
    petitions = [_petition(stage, plan, clock, pages, number) for number in range(plan.petitions)]
    _advertise(stage, plan, clock, pages, sites)
    members = np.concatenate([kind for kinds in staff.values() for kind in kinds])
    used = [site for hosts in sites.values() for site in hosts]
    more = {"marks": plan.marks.told(), "holidays": list(CALENDARS[plan.calendar]), "petitions": petitions}
    stage.covert("large-crude", "large-crude", members, sites=used, **more)


def _staff(stage: Stage, plan: LargeCrude, language: int) -> tuple[NDArray[np.int64], ...]:
    """Pages, channels and blogs of a language; channels and blogs are other faces of some of the pages."""
    size = stage.many(plan.pages // len(plan.languages), 12)
    page = Group(f"pages {language}", size, language, plan.offset, 2, "office", PAGES, plan.cover, new=True)
    page = replace(page, marks=plan.marks, calendar=plan.calendar)
    pages = stage.hire(page)
    channels = stage.hire(
        replace(page, name=f"channels {language}", size=stage.many(plan.channels, 2), platform=CHANNELS)
    )
    blogs = stage.hire(replace(page, name=f"blogs {language}", size=stage.many(plan.blogs, 1), platform=BLOGS))
    stage.pair(pages, channels, "large-crude")
    stage.pair(pages[len(channels) :], blogs, "large-crude")
    return pages, channels, blogs


def _push(  # what a push is made of
    stage: Stage,
    plan: LargeCrude,
    clock: Clock,
    staff: tuple[NDArray[np.int64], ...],
    language: int,
    site: str,
) -> None:
    """An article: at length on a blog, then from channels and pages at once."""
    rng, tongue = stage.rng, stage.world.tongues[language]
    pages, channels, blogs = staff
    link = f"https://{site}/{stage.page()}"
    text, first = stage.text(language, 2, 12), stage.moment(clock)
    ahead = first - int(rng.lognormal(np.log(3600), 0.5))
    stage.post(Act(int(rng.choice(blogs)), ahead, f"{text} {tongue.sentence(rng, 2, 60)}", (link,)))
    joining = np.concatenate([stage.some(pages, float(rng.uniform(*plan.joined)), 4), stage.some(channels, 0.7)])
    for who, gap in zip(joining, rng.exponential(plan.delay, len(joining)), strict=True):
        stage.post(Act(int(who), first + int(gap), touch_up(rng, text, 0.1), (link,)))


def _petition(stage: Stage, plan: LargeCrude, clock: Clock, pages: dict[int, NDArray[np.int64]], number: int) -> str:
    """One petition that some pages of every language push, in words of their own; returns its address."""
    rng, link = stage.rng, f"https://{stage.site(f'petition{number % 2}')}/{stage.page()}"
    first = stage.moment(clock)
    for language, members in pages.items():
        joining = stage.some(members, plan.signed)
        for who, at in zip(joining, clock.around(rng, np.full(len(joining), first), 0.4 * DAY), strict=True):
            words = stage.world.tongues[language].sentence(rng, 2)
            stage.post(Act(int(who), int(at), words, (vary_link(rng, link),)))
    return link


def _advertise(
    stage: Stage, plan: LargeCrude, clock: Clock, pages: dict[int, NDArray[np.int64]], sites: dict[int, list[str]]
) -> None:
    """Advertisements of some pages for the sites; who paid is not said."""
    rng = stage.rng
    for number in range(plan.ads):
        language = plan.languages[number % len(plan.languages)]
        since, cost = stage.moment(clock), float(np.round(rng.lognormal(np.log(plan.spend[0]), plan.spend[1])))
        shown = int(cost * rng.uniform(60, 300))
        row = {
            "who": int(rng.choice(pages[language])),
            "ad_id": str(10**9 + number * 97 + int(rng.integers(97))),
            "payer": None,
            "text": stage.world.tongues[language].sentence(rng, 2, 9),
            "urls": [f"https://{rng.choice(np.array(sites[language]))}/{rng.integers(10**8)}"],
            "created_at": (since - 3600) * 10**6,
            "started_at": since * 10**6,
            "stopped_at": (since + int(rng.integers(1, 6)) * DAY) * 10**6,
            "precision": 1.0,
            "currency": ("USD", "EUR")[int(rng.integers(2))],
            "spend_lower": cost,
            "spend_upper": 2 * cost,
            "impressions_lower": shown,
            "impressions_upper": 2 * shown,
        }
        stage.ads.append(row)


def look_alike(stage: Stage, language: int, rank: int) -> str:
    """A host that looks like one the crowd reads; an operation that returns looks like it by other means."""
    drawer = stage.drawer
    if drawer is not None:
        # Drawn and not used: it moves on what the drawer draws from, and without it the worlds of a seed would change.
        drawer.host(f"{language} {rank}")
    imitated = stage.host(language, rank if drawer is None else drawer.brand(language, rank))
    stage.spoofed.append(imitated)
    name = imitated.removesuffix(".example")
    first = (f"{name}-news", f"{name}.ltd", f"{name[:-1]}{name[-1] * 2}")
    later = (f"{name}-online", f"{name}.press", f"{name[0]}{name}")
    return f"{(later if drawer is not None and drawer.returned else first)[rank % 3]}.example"
