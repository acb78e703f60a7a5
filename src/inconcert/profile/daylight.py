"""Whether a group's day moves when the clocks of Europe or of North America are put forward or back.

Each member's active hours of the UTC day are counted apart for the time in which a rule has summer time and the time in
which it has not. Three accounts of them are set against each other: the hours stay, they move with Europe, they move
with North America. Under each, the hours of both times, moved accordingly, are draws from one and the same distribution
over the day (Dirichlet-multinomial, flat prior). Hours of one day, and of one member, come together, so members and
days are both drawn again, each with the other (the pigeonhole bootstrap, Owen 2007), to see whether the answer holds:
without it one busy afternoon is taken for a change of clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from inconcert.networks.words import listed
from inconcert.traits import odds
from inconcert.traits.bounds import LEAST_MEMBERS, LEAST_POSTS

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.traits.people import Group

    Reals = npt.NDArray[np.float64]
    Codes = npt.NDArray[np.int64]
    Row = dict[str, Any]

RULES = {"Europe": "Europe/Berlin", "North America": "America/New_York"}
"""Rules of summer time that are tried, and a zone that keeps each. All zones of Europe change at one instant; those of
North America within three hours."""
CLEAR = 3.0
"""Nats by which one account must be likelier than another."""
HOLDS = 0.95
"""Share of the draws in which it must be so."""
_HOUR = 3_600_000_000


def daylight(group: Group) -> Row:
    """``kept``: summer, none or cannot tell; ``clock``: the rules that fit, or null; ``nats`` of each; ``says``.

    ``nats`` are those of moving with the clocks against staying; a rule that did not change within the material, or
    has too few active hours on one side of its changes, has none.
    """
    rules = {name: summer for name, zone in RULES.items() if (summer := _split(group, zone)) is not None}
    if not rules:
        return unknown("the posts do not reach over a change of the clocks with enough hours on both sides")
    stay = _evidence(group, np.zeros(len(group.at), bool))
    nats = {name: _evidence(group, summer) - stay for name, summer in rules.items()}
    told = {name: round(float(each[0]), 2) for name, each in nats.items()}
    moved = [name for name, each in nats.items() if _clear(each)]
    if moved:
        best = max(moved, key=lambda name: nats[name][0])
        moved = [name for name in moved if name == best or not _clear(nats[best] - nats[name])]
        says = f"Its day moved with the clocks of {listed(moved, 'or')}"
        return {"kept": "summer", "clock": moved, "nats": told, "says": f"{says} ({_figures(told)})."}
    if all(_clear(-each) for each in nats.values()):
        says = f"Its day did not move with the clocks of {listed(list(nats), 'or')} ({_figures(told)})."
        return {"kept": "none", "clock": None, "nats": told, "says": says}
    return unknown(f"the hours fit moving with the clocks about as well as staying ({_figures(told)})", told)


def unknown(why: str, nats: dict[str, float] | None = None) -> Row:
    """The answer when nothing can be said."""
    says = f"Whether its day moves with summer time cannot be told: {why}."
    return {"kept": "cannot tell", "clock": None, "nats": nats or {}, "says": says}


def summers(zone: str, at: Codes) -> npt.NDArray[np.bool_]:
    """Whether a zone has summer time at each instant (microseconds)."""
    if not len(at):
        return np.zeros(0, bool)
    changes = _changes(zone, int(at.min()), int(at.max()))
    place = np.searchsorted([when for when, _ in changes], at, side="right") - 1
    found: npt.NDArray[np.bool_] = np.array([state for _, state in changes])[place]
    return found


def _changes(zone: str, first: int, last: int) -> list[tuple[int, bool]]:
    """Instants from which summer time holds or not, the first at or before ``first``; found to the hour."""
    info = ZoneInfo(zone)

    def state(at: int) -> bool:
        return bool(datetime.fromtimestamp(at / 1e6, UTC).astimezone(info).dst() or timedelta())

    day = 24 * _HOUR
    at = first // day * day
    found = [(at, state(at))]
    while at <= last:
        if state(at + day) != found[-1][1]:
            hour = next(at + step * _HOUR for step in range(1, 25) if state(at + step * _HOUR) != found[-1][1])
            found.append((hour, not found[-1][1]))
        at += day
    return found


def _split(group: Group, zone: str) -> npt.NDArray[np.bool_] | None:
    """Which posts lie in the summer time of a zone; ``None`` when one side has too little."""
    summer = summers(zone, group.at)
    for side in (summer, ~summer):
        seen = np.unique(np.stack([group.owner[side], group.at[side] // _HOUR], axis=1), axis=0)
        if len(seen) < LEAST_POSTS or len(np.unique(seen[:, 0])) < LEAST_MEMBERS:
            return None
    return summer


def _evidence(group: Group, moved: npt.NDArray[np.bool_]) -> Reals:
    """Log-likelihood of the hours of the day when those of some posts are an hour later; then of each draw."""
    from scipy.special import gammaln

    seen = np.unique(np.stack([group.owner, group.at // _HOUR, moved.astype(np.int64)], axis=1), axis=0)
    days, day = np.unique(seen[:, 1] // 24, return_inverse=True)
    cells = (seen[:, 1] + seen[:, 2]) % 24
    again = odds.draws(len(days), group.seed)
    weights = (group.draws[place][seen[:, 0]] * again[place][day] for place in range(len(again)))
    rows = [np.bincount(cells, minlength=24), *(np.bincount(cells, each, minlength=24) for each in weights)]
    counts = np.array(rows, float)
    found: Reals = gammaln(24) - gammaln(24 + counts.sum(axis=1)) + gammaln(counts + 1).sum(axis=1)
    return found


def _clear(nats: Reals) -> bool:
    """Whether the first of these is clear, and the draws after it say the same."""
    return bool(nats[0] >= CLEAR and (nats[1:] > 0).mean() >= HOLDS)


def _figures(nats: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:+.1f} nats" for name, value in nats.items())
