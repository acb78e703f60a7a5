"""The week of a group: how well each schedule fits the hours in which its members post, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import count
from inconcert.settings import DAY
from inconcert.traits.bounds import LEAST_MEMBERS, LEAST_POSTS
from inconcert.traits.schedules import WEEK, fit, schedules

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.schedules import Schedule

    Reals = npt.NDArray[np.float64]

SPAN = 14 * DAY
"""Seconds that posts must reach over, so that weekends can be seen."""
FAR = 40.0
"""Nats behind the best schedule from which one is not followed through the bootstrap."""


@dataclass(frozen=True)
class Week:
    """The hours of the UTC week in which each member posted, set against all schedules."""

    own: Reals
    """In how many weeks each member posted in each hour, ``(members, 168)``."""
    draws: npt.NDArray[np.int64]
    """How often each member is in each bootstrap draw, ``(draws, members)``."""

    @cached_property
    def counts(self) -> Reals:
        """The week of the whole group, 168 active hours."""
        found: Reals = self.own.sum(axis=0)
        return found

    @cached_property
    def drawn(self) -> Reals:
        """The week of each draw of the members, ``(draws, 168)``."""
        found: Reals = self.draws @ self.own
        return found

    @cached_property
    def fits(self) -> Reals:
        """Log-likelihood of the week by each schedule."""
        return np.array([fit(self.counts, each.shares) for each in schedules()])

    @cached_property
    def again(self) -> Reals:
        """Fits of each draw, ``(schedules, draws)``; schedules that hardly fit the group are −∞, not tried again."""
        again = np.full((len(self.fits), len(self.drawn)), -np.inf)
        for place in np.flatnonzero(self.fits > self.fits.max() - FAR):
            again[place] = fit(self.drawn, schedules()[place].shares)
        for some in kinds(np.ones(len(self.fits), bool)):
            best = int(some[self.fits[some].argmax()])
            again[best] = fit(self.drawn, schedules()[best].shares)
        return again

    @cached_property
    def posterior(self) -> list[tuple[float, Schedule]]:
        """Schedules by their posterior, kinds and distances taken as equally likely beforehand."""
        weight = shares(self.fits)
        return sorted(zip(weight.tolist(), schedules(), strict=True), key=lambda each: -each[0])


def kinds(those: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.int64]]:
    """Places of the schedules of each kind, of those kinds of which one is asked for."""
    named = np.array([each.kind for each in schedules()])
    return [np.flatnonzero(named == kind) for kind in dict.fromkeys(named[those].tolist())]


def shares(fits: Reals) -> Reals:
    """Posterior of each schedule, ``(schedules, …)``, from log-likelihoods of the same shape."""
    named = [each.kind for each in schedules()]
    logs = (fits.T - np.log([named.count(kind) for kind in named])).T
    weight = np.exp(logs - logs.max(axis=0))
    found: Reals = weight / weight.sum(axis=0)
    return found


def few(week: Week) -> str | None:
    """Why the hours of a group are too few to be read, in half a sentence."""
    hours, members = int(week.own.sum()), int((week.own.sum(axis=1) > 0).sum())
    if hours < LEAST_POSTS or members < LEAST_MEMBERS:
        return f"members posted in {count(hours, 'hour')}, {LEAST_POSTS} are needed"
    return None


def short(at: npt.NDArray[np.int64], precision: npt.NDArray[np.float64]) -> str | None:
    """Why hours cannot be read however many they are, in half a sentence: of posts at instants, with their clocks."""
    span = (at.max() - at.min()) / 1e6 if len(at) else 0.0
    if span < SPAN:
        return "posts reach over less than two weeks, so that weekends cannot be seen"
    return "the clock is coarser than an hour" if precision.max() > 3600 else None


def weekend(counts: Reals) -> float:
    """Active hours on Saturday and Sunday, UTC."""
    return float(counts[5 * 24 : WEEK].sum())
