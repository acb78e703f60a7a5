"""What a network did within a stretch of time: posting hours in any zone, the timeline, posts of each member."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from inconcert.errors import UsageError
from inconcert.model.times import iso
from inconcert.profile.hours import WEEKDAYS
from inconcert.profile.timeline import timeline

if TYPE_CHECKING:
    from inconcert.web.screens.material import Acts

    Row = dict[str, Any]

_MINUTE, _HOUR, _WEEK = 60_000_000, 3_600_000_000, 168
LEAST_ZONE, MOST_ZONE = -720, 840
"""Offsets from UTC that clocks on Earth have, in minutes."""
SHADES = 8


def instant_of(word: str | None) -> int | None:
    """A date or an instant out of an address, in microseconds since 1970; ``None`` when there is none.

    Raises:
        UsageError: it is neither.
    """
    if not word:
        return None
    try:
        read = datetime.fromisoformat(word)
    except ValueError:
        raise UsageError(f"'{word}' is no date.", todo="Write it as 2026-03-01 or 2026-03-01T14:00.") from None
    return round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1_000_000)


def zone_of(word: str | None) -> int:
    """An offset from UTC in minutes out of an address, within what clocks have; 0 when there is none or it is none."""
    try:
        minutes = int(word or 0)
    except ValueError:
        return 0
    return min(max(minutes, LEAST_ZONE), MOST_ZONE)


def zone_name(minutes: int) -> str:
    """«UTC+5:30»."""
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" if not minutes else f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"


def grid(acts: Acts, zone: int = 0) -> Row:
    """Posts in each hour of the week.

    Args:
        acts: posts of the network.
        zone: offset from UTC in minutes.

    Returns:
        ``rows``: for each day its name and 24 cells ``{posts, shade}``, Monday first; ``hours``: posts in each hour of
        the day; ``most``: in the fullest cell; ``posts``; ``zone`` in minutes and ``zone_name``. Shades go from 0 (no
        post) to 8, and follow the root of the count, so that thin hours can be told from empty ones.
    """
    # 1970 began on a Thursday, 72 hours into the week.
    slot = (acts.at + zone * _MINUTE) // _HOUR + 72
    cells = np.bincount(slot % _WEEK, minlength=_WEEK).reshape(7, 24)
    most = int(cells.max())
    shade = np.ceil(SHADES * np.sqrt(cells / max(most, 1))).astype(int)
    rows = [
        {
            "day": day,
            "cells": [{"posts": p, "shade": s} for p, s in zip(posts, shades, strict=True)],
            "posts": sum(posts),
        }
        for day, posts, shades in zip(WEEKDAYS, cells.tolist(), shade.tolist(), strict=True)
    ]
    hours = [int(posts) for posts in cells.sum(axis=0)]
    return {
        "rows": rows,
        "hours": hours,
        "most": most,
        "posts": len(acts.at),
        "zone": zone,
        "zone_name": zone_name(zone),
    }


def times(acts: Acts, precision: float, chosen: tuple[int | None, int | None]) -> Row:
    """The whole timeline, with the chosen stretch marked.

    Returns:
        ``step`` in seconds; ``bins`` ``{start, end, posts, tied, chosen}`` without the empty ones; ``first``, ``last``:
        the ends of the stretch in ISO 8601, ``None`` when open; ``posts`` and ``tied`` within it.
    """
    drawn, (first, last) = timeline(acts.at, acts.tied, precision), chosen
    step, inside = drawn["step"] * 1_000_000, acts.within(first, last)
    bins = []
    for start, posts, tied in drawn["bins"]:
        at = instant_of(start) or 0
        inner = (first is None or at + step > first) and (last is None or at < last)
        bins.append({"start": start, "end": iso(at + step), "posts": posts, "tied": tied, "chosen": inner})
    ends = {"first": iso(first) if first is not None else None, "last": iso(last) if last is not None else None}
    return {"step": drawn["step"], "bins": bins, "posts": len(inside.at), "tied": int(inside.tied.sum())} | ends


def by_member(acts: Acts, size: int) -> list[tuple[int, int]]:
    """Posts of each member, and those behind a tie, by place in ``members``."""
    posts = np.bincount(acts.member, minlength=size)
    tied = np.bincount(acts.member, weights=acts.tied, minlength=size).astype(int)
    return list(zip(posts.tolist(), tied.tolist(), strict=True))
