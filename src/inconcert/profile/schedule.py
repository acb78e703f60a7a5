"""When a group works: the schedules and distances from UTC that fit its week, and how sure that is.

The fits are those of the trait ``working_schedule``; here they are told in full, also where there are no comparable
accounts. The uncertainty is over accounts: the members are drawn again, and the distance is read again from each draw.
Hours fit many places and do not show where anyone is.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from inconcert.networks.words import share
from inconcert.profile.daylight import daylight, unknown
from inconcert.traits.bounds import LEAST_CONTROLS
from inconcert.traits.schedules import schedules, weeks
from inconcert.traits.week import few, short, weekend

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.people import Group, People
    from inconcert.traits.schedules import Schedule
    from inconcert.traits.week import Week

    Reals = npt.NDArray[np.float64]
    Row = dict[str, Any]

LEAST = 0.01
"""Weight from which a schedule is listed."""
INTERVAL = (5, 95)
"""Percentiles of the bootstrap over members."""
NAMED = 8
"""Places that are named for a distance from UTC."""
BESIDE = (-2, -1, 1, 2)
"""Hours around the lunch hour that it is set against."""
PLACES = (
    "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Chicago",
    "America/Mexico_City", "America/New_York", "America/Bogota", "America/Lima", "America/Caracas", "America/Halifax",
    "America/Santiago", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/South_Georgia",
    "Atlantic/Azores", "Atlantic/Cape_Verde", "Africa/Dakar", "Europe/London", "Africa/Accra", "Europe/Lisbon",
    "Africa/Lagos", "Europe/Berlin", "Africa/Algiers", "Europe/Paris", "Europe/Madrid", "Europe/Warsaw",
    "Africa/Cairo", "Europe/Kyiv", "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Europe/Athens",
    "Europe/Istanbul", "Africa/Nairobi", "Europe/Moscow", "Asia/Riyadh", "Asia/Baghdad", "Europe/Minsk",
    "Asia/Tehran", "Asia/Dubai", "Asia/Baku", "Asia/Karachi", "Asia/Tashkent", "Asia/Kolkata", "Asia/Dhaka",
    "Asia/Bishkek", "Asia/Bangkok", "Asia/Jakarta", "Asia/Novosibirsk", "Asia/Shanghai", "Australia/Perth",
    "Asia/Manila", "Asia/Singapore", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Yakutsk", "Australia/Sydney",
    "Asia/Vladivostok", "Pacific/Guam", "Pacific/Noumea", "Asia/Magadan", "Pacific/Auckland", "Pacific/Fiji",
    "Pacific/Pago_Pago",
)  # fmt: skip
"""Places of all zones, mixed, so that none is named because it was thought of first."""


def schedule(group: Group, crowd: People) -> Row:
    """What fits the week of a group, as it stands in ``findings.json``.

    Args:
        group: the members.
        crowd: comparable accounts; only the weekend is set against them.

    Returns:
        ``offsets``: ``minutes, schedule, weight, best_in`` (share of the draws in which it fits best), the likeliest
        first; ``low_minutes, high_minutes``: where the distance of the leading schedule lies in 90% of the draws (may
        pass ±720, around the date line); ``zones_like``; ``lunch``; ``weekend``; ``daylight``; ``says``;
        ``insufficient``: why nothing was concluded, else null.
    """
    if lack := few(group.week) or short(group.at, group.precision):
        return lacking(lack)
    week = group.week
    kind = _leading(week)
    best = next(each for _, each in week.posterior if each.kind == kind)
    low, high = (None, None) if kind == "shift" else _interval(week, best)
    told = {
        "offsets": _offsets(week),
        "low_minutes": low,
        "high_minutes": high,
        "zones_like": [] if kind == "shift" else places(best.offset * 60, int(np.median(group.at))),
        "lunch": lunch(week, best),
        "weekend": _weekend(week, crowd),
        "daylight": unknown("it posts around the clock") if kind == "shift" else daylight(group),
        "insufficient": None,
    }
    return told | {"says": _says(told, best)}


def lacking(why: str) -> Row:
    """The schedule of a group of which too little is known."""
    return {
        "offsets": [],
        "low_minutes": None,
        "high_minutes": None,
        "zones_like": [],
        "lunch": None,
        "weekend": None,
        "daylight": unknown(why),
        "says": f"Insufficient data: {why}.",
        "insufficient": why,
    }


def places(minutes: int, at: int) -> list[str]:
    """Some places whose clocks are within half an hour of this distance from UTC at an instant (microseconds)."""
    when = datetime.fromtimestamp(at / 1e6, UTC)
    near = [name for name in PLACES if abs(offset(name, when) - minutes) <= 30]
    return [name.rpartition("/")[2].replace("_", " ") for name in near][:NAMED]


def offset(zone: str, when: datetime) -> int:
    """Minutes east of UTC that the clocks of a zone show at an instant."""
    apart = when.astimezone(ZoneInfo(zone)).utcoffset()
    return 0 if apart is None else int(apart.total_seconds() // 60)


def lunch(week: Week, best: Schedule) -> Row | None:
    """The break that the best office schedule has: how deep it is on working days, with the spread over draws.

    ``hour`` is local; ``depth`` is the share that is missing against the two hours before and after. ``None`` when
    the best schedule has no break, or the break does not stand clear of zero.
    """
    if best.kind != "office" or best.lunch is None:
        return None
    working = [day for day in range(7) if day not in best.weekend]

    def depth(counts: Reals) -> Reals:
        local = np.roll(counts, best.offset, axis=-1).reshape(*counts.shape[:-1], 7, 24)[..., working, :].sum(axis=-2)
        hour = int(best.lunch or 0)
        around = local[..., [hour + step for step in BESIDE]].mean(axis=-1)
        found: Reals = 1 - local[..., hour] / np.maximum(around, 1e-9)
        return found

    low, high = np.percentile(depth(week.drawn.astype(float)), INTERVAL)
    if low <= 0:
        return None
    return {
        "hour": best.lunch,
        "depth": round(float(depth(week.counts)), 3),
        "low": round(float(low), 3),
        "high": round(float(high), 3),
    }


def _leading(week: Week) -> str:
    weights: dict[str, float] = {}
    for weight, each in week.posterior:
        weights[each.kind] = weights.get(each.kind, 0.0) + weight
    return max(weights, key=lambda kind: weights[kind])


def _offsets(week: Week) -> list[Row]:
    """Schedules by kind and distance, lunch and weekend added up, the likeliest first."""
    made: dict[tuple[str, int], Row] = {}
    for weight, each in week.posterior:
        row = made.setdefault(
            (each.kind, each.offset), {"minutes": each.offset * 60, "schedule": each.kind, "weight": 0.0, "best_in": 0}
        )
        row["weight"] += weight
    winners = [schedules()[place] for place in week.again.argmax(axis=0).tolist()]
    for each in winners:
        made[each.kind, each.offset]["best_in"] += 1
    ranked = sorted(made.values(), key=lambda row: -row["weight"])
    kept = [row for row in ranked if row["weight"] >= LEAST or row["best_in"] >= LEAST * len(winners)]
    return [row | {"weight": round(row["weight"], 4), "best_in": row["best_in"] / len(winners)} for row in kept]


def _interval(week: Week, best: Schedule) -> tuple[int, int]:
    """Where the distance of the leading kind of schedule lies in 90% of the draws, minutes, around ``best``."""
    some = np.array([place for place, each in enumerate(schedules()) if each.kind == best.kind])
    distances = np.array([schedules()[place].offset for place in some.tolist()])
    drawn = distances[week.again[some].argmax(axis=0)]
    apart = (drawn - best.offset + 12) % 24 - 12
    low, high = np.percentile(apart, INTERVAL, method="closest_observation")
    return (best.offset + int(low)) * 60, (best.offset + int(high)) * 60


def _weekend(week: Week, crowd: People) -> Row:
    theirs = weeks(crowd.at, crowd.owner, len(crowd))
    enough = int((theirs.sum(axis=1) > 0).sum()) >= LEAST_CONTROLS
    usual = theirs.sum(axis=0)
    return {
        "share": round(weekend(week.counts) / float(week.counts.sum()), 4),
        "controls": round(weekend(usual) / float(usual.sum()), 4) if enough else None,
    }


def _says(told: Row, best: Schedule) -> str:
    weight = sum(row["weight"] for row in told["offsets"] if row["schedule"] == best.kind)
    said = f"Most consistent with {best.says} ({weight:.0%} of the weight of all schedules)"
    if told["low_minutes"] is not None:
        said += f"; drawn again, the members give {_between(told['low_minutes'], told['high_minutes'])} in 90% of draws"
    parts = [f"{said}."]
    if told["zones_like"]:
        parts.append(f"Clocks stood so then in {_some(told['zones_like'])}, among others.")
    if pause := told["lunch"]:
        parts.append(
            f"At {pause['hour']} there, {pause['depth']:.0%} of the activity of the hours around is missing "
            f"({pause['low']:.0%} to {pause['high']:.0%})."
        )
    elif best.kind == "office":
        parts.append("No lunch break stands out.")
    controls = told["weekend"]["controls"]
    free = "comparable accounts: not known" if controls is None else f"of comparable accounts {share(controls, 1)}"
    parts.append(f"{share(told['weekend']['share'], 1)} of its active hours fall on weekends ({free}).")
    return " ".join([*parts, told["daylight"]["says"], "Hours fit many places and do not show where anyone is."])


def _between(low: int, high: int) -> str:
    one, other = (f"UTC{(minutes // 60 + 12) % 24 - 12:+d}" for minutes in (low, high))
    return one if low == high else f"{one} to {other}"


def _some(names: Sequence[str]) -> str:
    return ", ".join(names)
