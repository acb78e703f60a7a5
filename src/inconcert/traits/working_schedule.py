"""Working schedule: do the accounts keep one office's hours?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import count, share
from inconcert.settings import DAY
from inconcert.traits import odds
from inconcert.traits.base import (
    INAUTHENTICITY,
    LEAST_CONTROLS,
    LEAST_MEMBERS,
    LEAST_POSTS,
    STAGED,
    Reading,
    Trait,
    insufficient,
)
from inconcert.traits.schedules import WEEK, fit, schedules, weeks

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group
    from inconcert.traits.schedules import Schedule

    Reals = npt.NDArray[np.float64]

SPAN = 14 * DAY
"""Seconds that posts must reach over, so that weekends can be seen."""


FAR = 40.0
"""Nats behind the best schedule from which one is not followed through the bootstrap."""


class WorkingSchedule(Trait):
    """Members post together in the hours of one office, with its lunch and its weekend."""

    name = "working_schedule"
    axis = INAUTHENTICITY
    family = "schedule"
    question = "Do the accounts keep one office's hours?"
    limits = "Whole professions post at work, schedulers post for others; hours fit many places and attribute nothing."

    def read(self, group: Group, material: Material) -> Reading:
        """Compare the group's week with office hours at any distance from UTC, and with everything else it may be.

        Everything else: the week of the controls, leisure, waking life, around the clock. The group is read as a whole,
        never an account; the bootstrap draws accounts.
        """
        crowd = material.controls(group)
        own, theirs = (weeks(people.at, people.owner, len(people)) for people in (group, crowd))
        if lack := _lacking(group, own, theirs):
            return lack
        usual = theirs.sum(axis=0) + 1.0
        usual /= usual.sum()
        fits = np.array([fit(own.sum(axis=0), each.shares) for each in schedules()])
        nats = odds.settled(_office(fits[:, None], fit(own.sum(axis=0), usual)), STAGED)
        drawn = group.draws @ own
        replicates = odds.settled(_office(_again(fits, drawn), fit(drawn, usual)), STAGED)
        return Reading(
            nats=round(float(nats[0]), 3),
            says=_says(fits, own.sum(axis=0), theirs.sum(axis=0)),
            n=int(own.sum()),
            figures=_figures(fits, own.sum(axis=0), theirs.sum(axis=0)),
            replicates=tuple(np.round(replicates, 3).tolist()),
        )


def _lacking(group: Group, own: Reals, theirs: Reals) -> Reading | None:
    hours, members, controls = int(own.sum()), int((own.sum(axis=1) > 0).sum()), int((theirs.sum(axis=1) > 0).sum())
    span = (group.at.max() - group.at.min()) / 1e6 if len(group.at) else 0.0
    if hours < LEAST_POSTS or members < LEAST_MEMBERS:
        told = f"members posted in {count(hours, 'hour')}, {LEAST_POSTS} are needed"
    elif controls < LEAST_CONTROLS:
        told = f"the hours of {controls} comparable accounts are known, {LEAST_CONTROLS} are needed"
    elif span < SPAN:
        told = "posts reach over less than two weeks, so that weekends cannot be seen"
    elif group.precision.max() > 3600:
        told = "the clock is coarser than an hour"
    else:
        return None
    return insufficient(told, hours)


def _office(fits: Reals, usual: Reals) -> Reals:
    """Log of how much likelier office hours make the weeks than everything else; ``(schedules, draws)``."""
    office = np.array([each.kind == "office" for each in schedules()])
    parts = [odds.averaged(fits[place].T, len(fits[place])) for place in _kinds(~office)]
    other = odds.averaged(np.stack([*parts, np.broadcast_to(usual, parts[0].shape)], axis=-1), len(parts) + 1)
    return odds.averaged(fits[office].T, int(office.sum())) - other


def _again(fits: Reals, drawn: Reals) -> Reals:
    """Fits of each draw of the members; schedules that hardly fit the group are not tried again."""
    again = np.full((len(fits), len(drawn)), -np.inf)
    for place in np.flatnonzero(fits > fits.max() - FAR):
        again[place] = fit(drawn, schedules()[place].shares)
    for some in _kinds(np.ones(len(fits), bool)):
        best = int(some[fits[some].argmax()])
        again[best] = fit(drawn, schedules()[best].shares)
    return again


def _kinds(those: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.int64]]:
    """Places of the schedules of each kind."""
    kinds = np.array([each.kind for each in schedules()])
    return [np.flatnonzero(kinds == kind) for kind in dict.fromkeys(kinds[those].tolist())]


def _posterior(fits: Reals) -> list[tuple[float, Schedule]]:
    """Schedules by their posterior, kinds and distances taken as equally likely beforehand."""
    kinds = [each.kind for each in schedules()]
    logs = fits - np.log([kinds.count(kind) for kind in kinds])
    weight = np.exp(logs - logs.max())
    return sorted(zip((weight / weight.sum()).tolist(), schedules(), strict=True), key=lambda each: -each[0])


def _says(fits: Reals, own: Reals, theirs: Reals) -> str:
    ranked = _posterior(fits)
    kinds = {each.kind: sum(some for some, other in ranked if other.kind == each.kind) for _, each in ranked}
    kind = max(kinds, key=lambda each: kinds[each])
    best = next(each for _, each in ranked if each.kind == kind)
    what = {
        "office": f"office hours at UTC{best.offset:+d}",
        "leisure": f"evenings and weekends at UTC{best.offset:+d}",
        "life": f"waking hours at UTC{best.offset:+d}",
        "shift": "posting around the clock",
    }[kind]
    lunch = f", with a break at {best.lunch}" if kind == "office" and best.lunch else ""
    free = f"{share(_weekend(theirs), theirs.sum())} of those of comparable accounts"
    return (
        f"The hours of the group are most consistent with {what}{lunch} ({kinds[kind]:.0%} of the weight); "
        f"{share(_weekend(own), own.sum())} of its active hours fall on weekends, {free}. "
        "Hours fit many places and do not show where anyone is."
    )


def _figures(fits: Reals, own: Reals, theirs: Reals) -> dict[str, object]:
    ranked = _posterior(fits)
    kinds = {kind: round(sum(some for some, other in ranked if other.kind == kind), 4) for kind in
             ("office", "leisure", "life", "shift")}  # fmt: skip
    offices = [(weight, each) for weight, each in ranked if each.kind == "office"]
    total = sum(weight for weight, _ in offices) or 1.0
    offsets: dict[str, float] = {}
    for weight, each in offices:
        offsets[f"{each.offset:+d}"] = offsets.get(f"{each.offset:+d}", 0.0) + weight / total
    best = dict(sorted(((key, round(value, 4)) for key, value in offsets.items()), key=lambda one: -one[1])[:5])
    return {
        "schedules": kinds,
        "office_offsets": best,
        "weekend": round(float(_weekend(own) / own.sum()), 4),
        "weekend_controls": round(float(_weekend(theirs) / theirs.sum()), 4),
    }


def _weekend(counts: Reals) -> float:
    """Active hours on Saturday and Sunday, UTC."""
    return float(counts[5 * 24 : WEEK].sum())
