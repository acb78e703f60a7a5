"""Working schedule: do the accounts keep one office's hours?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from inconcert.networks.words import share
from inconcert.traits import odds
from inconcert.traits.base import INAUTHENTICITY, Reading, Trait, insufficient
from inconcert.traits.bounds import LEAST_CONTROLS, STAGED
from inconcert.traits.schedules import fit, schedules, weeks
from inconcert.traits.week import few, kinds, short, weekend

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.material import Material
    from inconcert.traits.people import Group
    from inconcert.traits.week import Week

    Reals = npt.NDArray[np.float64]


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
        crowd, week = material.controls(group), group.week
        theirs = weeks(crowd.at, crowd.owner, len(crowd))
        if lack := _lacking(group, theirs):
            return lack
        usual = theirs.sum(axis=0) + 1.0
        usual /= usual.sum()
        nats = odds.settled(_office(week.fits[:, None], fit(week.counts, usual)), STAGED)
        replicates = odds.settled(_office(week.again, fit(week.drawn, usual)), STAGED)
        return Reading(
            nats=round(float(nats[0]), 3),
            says=_says(week, theirs.sum(axis=0)),
            n=int(week.counts.sum()),
            figures=_figures(week, theirs.sum(axis=0)),
            replicates=tuple(np.round(replicates, 3).tolist()),
        )


def _lacking(group: Group, theirs: Reals) -> Reading | None:
    controls = int((theirs.sum(axis=1) > 0).sum())
    told = few(group.week)
    if told is None and controls < LEAST_CONTROLS:
        told = f"the hours of {controls} comparable accounts are known, {LEAST_CONTROLS} are needed"
    told = told or short(group.at, group.precision)
    return insufficient(told, int(group.week.counts.sum())) if told else None


def _office(fits: Reals, usual: Reals) -> Reals:
    """Log of how much likelier office hours make the weeks than everything else; ``(schedules, draws)``."""
    office = np.array([each.kind == "office" for each in schedules()])
    parts = [odds.averaged(fits[place].T, len(fits[place])) for place in kinds(~office)]
    other = odds.averaged(np.stack([*parts, np.broadcast_to(usual, parts[0].shape)], axis=-1), len(parts) + 1)
    return odds.averaged(fits[office].T, int(office.sum())) - other


def _says(week: Week, theirs: Reals) -> str:
    ranked, own = week.posterior, week.counts
    weights = {each.kind: sum(some for some, other in ranked if other.kind == each.kind) for _, each in ranked}
    kind = max(weights, key=lambda each: weights[each])
    best = next(each for _, each in ranked if each.kind == kind)
    lunch = f", with a break at {best.lunch}" if kind == "office" and best.lunch else ""
    free = f"{share(weekend(theirs), theirs.sum())} of those of comparable accounts"
    return (
        f"The hours of the group are most consistent with {best.says}{lunch} ({weights[kind]:.0%} of the weight); "
        f"{share(weekend(own), own.sum())} of its active hours fall on weekends, {free}. "
        "Hours fit many places and do not show where anyone is."
    )


def _figures(week: Week, theirs: Reals) -> dict[str, object]:
    ranked, own = week.posterior, week.counts
    weights = {kind: round(sum(some for some, other in ranked if other.kind == kind), 4) for kind in
               ("office", "leisure", "life", "shift")}  # fmt: skip
    offices = [(weight, each) for weight, each in ranked if each.kind == "office"]
    total = sum(weight for weight, _ in offices) or 1.0
    offsets: dict[str, float] = {}
    for weight, each in offices:
        offsets[f"{each.offset:+d}"] = offsets.get(f"{each.offset:+d}", 0.0) + weight / total
    best = dict(sorted(((key, round(value, 4)) for key, value in offsets.items()), key=lambda one: -one[1])[:5])
    return {
        "schedules": weights,
        "office_offsets": best,
        "weekend": round(float(weekend(own) / own.sum()), 4),
        "weekend_controls": round(float(weekend(theirs) / theirs.sum()), 4),
    }
