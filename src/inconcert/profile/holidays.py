"""Which public holidays a group keeps: its activity on them against its own weeks and against comparable accounts.

What a holiday should have seen is the mean of the same weekday, in the calendar's own zone, in the four weeks before
and after, holidays left out; and as much more or less as comparable accounts had on that very day. Keeping a holiday is
taken to leave :data:`KEPT` of that. The log-likelihood ratio of the two is divided by how much more ordinary days
scatter than chance (a quasi-likelihood) and lowered by the logarithm of the calendars that were tried, since the best
of many looks good by itself. Many calendars share their days: what fits one fits its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from math import log
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from inconcert.networks.words import count, listed, number
from inconcert.traits.bounds import LEAST_CONTROLS
from inconcert.traits.week import few

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from inconcert.traits.people import Group, People

    Reals = npt.NDArray[np.float64]
    Codes = npt.NDArray[np.int64]
    Row = dict[str, Any]

CALENDARS: dict[str, tuple[str, str]] = {
    "AR": ("Argentina", "America/Argentina/Buenos_Aires"), "AU": ("Australia", "Australia/Sydney"),
    "BD": ("Bangladesh", "Asia/Dhaka"), "BR": ("Brazil", "America/Sao_Paulo"), "BY": ("Belarus", "Europe/Minsk"),
    "CA": ("Canada", "America/Toronto"), "CL": ("Chile", "America/Santiago"), "CN": ("China", "Asia/Shanghai"),
    "CO": ("Colombia", "America/Bogota"), "CU": ("Cuba", "America/Havana"), "CZ": ("Czechia", "Europe/Prague"),
    "DE": ("Germany", "Europe/Berlin"), "EG": ("Egypt", "Africa/Cairo"), "ES": ("Spain", "Europe/Madrid"),
    "ET": ("Ethiopia", "Africa/Addis_Ababa"), "FR": ("France", "Europe/Paris"),
    "GB": ("United Kingdom", "Europe/London"), "GR": ("Greece", "Europe/Athens"), "HU": ("Hungary", "Europe/Budapest"),
    "ID": ("Indonesia", "Asia/Jakarta"), "IL": ("Israel", "Asia/Jerusalem"), "IN": ("India", "Asia/Kolkata"),
    "IR": ("Iran", "Asia/Tehran"), "IT": ("Italy", "Europe/Rome"), "JP": ("Japan", "Asia/Tokyo"),
    "KE": ("Kenya", "Africa/Nairobi"), "KR": ("South Korea", "Asia/Seoul"), "MX": ("Mexico", "America/Mexico_City"),
    "MY": ("Malaysia", "Asia/Kuala_Lumpur"), "NG": ("Nigeria", "Africa/Lagos"),
    "NL": ("Netherlands", "Europe/Amsterdam"), "PH": ("Philippines", "Asia/Manila"),
    "PK": ("Pakistan", "Asia/Karachi"), "PL": ("Poland", "Europe/Warsaw"), "RO": ("Romania", "Europe/Bucharest"),
    "RS": ("Serbia", "Europe/Belgrade"), "RU": ("Russia", "Europe/Moscow"), "SA": ("Saudi Arabia", "Asia/Riyadh"),
    "SE": ("Sweden", "Europe/Stockholm"), "TH": ("Thailand", "Asia/Bangkok"), "TR": ("Turkey", "Europe/Istanbul"),
    "TW": ("Taiwan", "Asia/Taipei"), "UA": ("Ukraine", "Europe/Kyiv"), "US": ("United States", "America/New_York"),
    "VE": ("Venezuela", "America/Caracas"), "VN": ("Vietnam", "Asia/Ho_Chi_Minh"),
    "ZA": ("South Africa", "Africa/Johannesburg"),
}  # fmt: skip
"""Calendars of public holidays that are tried, by the code of the package ``holidays``, and a zone for their days."""
KEPT = 0.3
"""Activity that is left on a holiday that is kept."""
WEEKS = 4
"""Weeks before and after from which the same weekday is taken; two of these days at least must be covered."""
LEAST = 5.0
"""Active hours that must be expected on the holidays of a calendar."""
SHOWN = 12
"""Calendars that are told, the best first."""
PRIOR = 5.0
"""Active hours of comparable accounts at which their own day counts half."""
CLEAR = 2.0
"""Nats, after the correction, from which a calendar is called consistent."""
INTERVAL = (5, 95)
_HOUR = 3_600_000_000
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Hours:
    """Active hours of some accounts, each once."""

    owner: Codes
    hour: Codes
    """Since 1970, UTC."""
    accounts: int

    @classmethod
    def of(cls, people: People) -> Hours:
        """The active hours of accounts."""
        seen = np.unique(np.stack([people.owner, people.at // _HOUR], axis=1), axis=0)
        return cls(seen[:, 0], seen[:, 1], len(people))

    def days(self, zone: str) -> Codes:
        """Local day since 1970 of each."""
        if not len(self.hour):
            return self.hour
        first, last = int(self.hour.min()) // 24, int(self.hour.max()) // 24
        local: Codes = (self.hour + _shifts(zone, first, last)[self.hour // 24 - first]) // 24
        return local


@dataclass(frozen=True)
class _Asked:
    """What is asked of every calendar."""

    group: Group
    own: Hours
    crowd: Hours | None
    covered: Hours


def holidays(group: Group, crowd: People, covered: Codes) -> tuple[list[Row], str]:
    """The calendars that fit best, and a sentence about all; no row, and why, where nothing can be said.

    Args:
        group: the members.
        crowd: comparable accounts; fewer than 30 are left out, and that is said.
        covered: hours since 1970 in which anybody in the material posted: other days are not looked at.

    Returns:
        Rows of ``code, calendar, days`` (how many were looked at), ``dates`` (``[day, name, posts, expected]``),
        ``posts, expected`` (active hours), ``nats`` (corrected; above zero speaks for keeping it), ``low, high`` (5th
        and 95th percentile when the members are drawn again), ``says``.
    """
    if lack := few(group.week):
        return [], f"Insufficient data: {lack}."
    if group.precision.max() > 3600:
        return [], "Insufficient data: the clock is coarser than an hour."
    others = Hours.of(crowd) if len(crowd) >= LEAST_CONTROLS else None
    asked = _Asked(group, Hours.of(group), others, Hours(np.zeros_like(covered), covered, 1))
    rows = [row for code in CALENDARS if (row := _calendar(code, asked))]
    if not rows:
        return [], "Insufficient data: no public holiday of these calendars falls on days with enough activity around."
    for row in rows:
        for name in ("nats", "low", "high"):
            row[name] = round(row[name] - log(len(rows)), 2)
    rows.sort(key=lambda row: (-row["nats"], row["code"]))
    return [row | {"says": _says(row)} for row in rows[:SHOWN]], _summary(rows, compared=others is not None)


@lru_cache(maxsize=1 << 12)
def observed(code: str, year: int) -> tuple[tuple[date, str], ...]:
    """The public holidays of a year in a calendar."""
    from holidays import country_holidays

    return tuple(sorted((day, str(name)) for day, name in country_holidays(code, years=year).items()))


def _calendar(code: str, asked: _Asked) -> Row | None:
    zone = CALENDARS[code][1]
    day = asked.own.days(zone)
    first, size = int(day.min()), int(day.max() - day.min()) + 1
    named = _named(code, _EPOCH + timedelta(days=first), size)
    ordinary = np.bincount(_inside(asked.covered.days(zone), first, size), minlength=size) > 0
    looked_at = np.array([place for place in named if ordinary[place]], np.int64)
    ordinary[list(named)] = False
    cells = np.bincount(asked.own.owner * size + day - first, minlength=asked.own.accounts * size)
    counts = cells.reshape(asked.own.accounts, size).astype(float)
    due, known = expected(counts, ordinary, looked_at)
    looked_at, due = looked_at[known], due[:, known]
    if asked.crowd is not None and len(looked_at):
        theirs = np.bincount(_inside(asked.crowd.days(zone), first, size), minlength=size).astype(float)
        usual = expected(theirs[None], ordinary, looked_at)[0][0]
        due = due * (theirs[looked_at] + PRIOR) / (usual + PRIOR)
    if due.sum() < LEAST:
        return None
    met = counts[:, looked_at]
    each = met.sum(axis=1) * log(KEPT) + due.sum(axis=1) * (1 - KEPT)
    each = each / _scatter(counts.sum(axis=0), ordinary)
    low, high = np.percentile(asked.group.draws @ each, INTERVAL)
    return {
        "code": code,
        "calendar": CALENDARS[code][0],
        "days": len(looked_at),
        "dates": _dates(first, looked_at.tolist(), named, met.sum(axis=0), due.sum(axis=0)),
        "posts": int(met.sum()),
        "expected": round(float(due.sum()), 1),
        "nats": float(each.sum()),
        "low": float(low),
        "high": float(high),
    }


def expected(counts: Reals, ordinary: npt.NDArray[np.bool_], days: Codes) -> tuple[Reals, npt.NDArray[np.bool_]]:
    """What some days should see: the mean of the same weekday on ordinary days around; and of which days it is known.

    Args:
        counts: ``(accounts, days)``.
        ordinary: days that are covered and no holidays.
        days: places of the days asked about.
    """
    steps = 7 * np.array([step for step in range(-WEEKS, WEEKS + 1) if step])
    around = days[:, None] + steps
    used = (around >= 0) & (around < len(ordinary))
    around = np.clip(around, 0, len(ordinary) - 1)
    used &= ordinary[around]
    total = used.sum(axis=1)
    found: Reals = (counts[:, around] * used).sum(axis=2) / np.maximum(total, 1)
    return found, total >= 2


def _inside(day: Codes, first: int, size: int) -> Codes:
    place = day - first
    found: Codes = place[(place >= 0) & (place < size)]
    return found


@lru_cache(maxsize=1 << 10)
def _shifts(zone: str, first: int, last: int) -> Codes:
    """Whole hours east of UTC at noon of each day since 1970, from ``first`` to ``last``."""
    info = ZoneInfo(zone)
    return np.array([round(_offset(info, day) / 3600) for day in range(first, last + 1)], np.int64)


def _offset(info: ZoneInfo, day: int) -> float:
    apart = datetime.fromtimestamp(day * 86_400 + 43_200, UTC).astimezone(info).utcoffset()
    return apart.total_seconds() if apart else 0.0


def _named(code: str, first: date, days: int) -> dict[int, str]:
    """Holidays by their place among the days."""
    last = first + timedelta(days=days - 1)
    found = (one for year in range(first.year, last.year + 1) for one in observed(code, year))
    return {(day - first).days: name for day, name in found if first <= day <= last}


def _scatter(met: Reals, ordinary: npt.NDArray[np.bool_]) -> float:
    """How many times more ordinary days scatter around what is expected than chance makes them; at least 1."""
    days = np.flatnonzero(ordinary)
    due, known = expected(met[None], ordinary, days)
    due, days = due[0][known], days[known]
    return max(1.0, float(((met[days] - due) ** 2 / np.maximum(due, 1.0)).mean())) if len(days) else 1.0


def _dates(first: int, looked_at: Sequence[int], named: dict[int, str], met: Reals, due: Reals) -> list[list[Any]]:
    rows = zip(looked_at, met.tolist(), due.tolist(), strict=True)
    return [
        [(_EPOCH + timedelta(days=first + day)).isoformat(), named[day], int(own), round(of, 1)]
        for day, own, of in rows
    ]


def consistent(row: Row) -> bool:
    """Whether a calendar stands clear after the correction, and in the draws too."""
    return bool(row["nats"] >= CLEAR and row["low"] > 0)


def _says(row: Row) -> str:
    figures = (
        f"on {count(row['days'], 'public holiday')} {row['posts']:,} active hours where {number(row['expected'])} "
        f"are usual ({row['nats']:+.1f} nats, {row['low']:+.1f} to {row['high']:+.1f})"
    )
    if consistent(row):
        return f"Consistent with keeping the public holidays of {row['calendar']}: {figures}."
    if row["nats"] <= -CLEAR:
        return f"Not consistent with keeping the public holidays of {row['calendar']}: {figures}."
    return f"The public holidays of {row['calendar']} say nothing either way: {figures}."


def _summary(rows: Sequence[Row], *, compared: bool) -> str:
    fits = [row for row in rows if consistent(row)]
    against = "" if compared else " There were too few comparable accounts to set the days against."
    tried = f"{count(len(rows), 'calendar')} had holidays in this material"
    if not fits:
        return f"{tried}; its activity is not known to follow any of them.{against}"
    best = [row["calendar"] for row in fits if row["nats"] > fits[0]["nats"] - CLEAR]
    less = (
        f", less so with those of {listed([row['calendar'] for row in fits[len(best) :]])}" if fits[len(best) :] else ""
    )
    return (
        f"{tried}; its activity is consistent with keeping the holidays of {listed(best, 'or')}{less}. Neighbours "
        f"share many days, and emigrants, agencies and schedulers keep the holidays of others.{against}"
    )
