"""Shapes of the drawings in a report; the templates write them as SVG."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from inconcert.networks.layout import layout

WIDTH, HEIGHT, MARGIN = 480.0, 340.0, 18.0
NUMBERED = 70
"""Most members whose number still fits into their circle."""


class Line(NamedTuple):
    """A tie."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float


class Dot(NamedTuple):
    """A member."""

    x: float
    y: float
    radius: float
    number: int
    """Place in the table of members, from 1."""
    label: str


class Drawing(NamedTuple):
    """A network in a box of ``WIDTH`` × ``HEIGHT``."""

    lines: list[Line]
    dots: list[Dot]
    numbered: bool


class Bar(NamedTuple):
    """Posts of one bin; places and heights in per cent of the box."""

    x: float
    width: float
    height: float
    marked: float
    start: str
    posts: int
    coordinated: int


class Timeline(NamedTuple):
    """Posts over time."""

    bars: list[Bar]
    most: int
    first: str
    last: str
    step: float
    """Width of a bin in seconds."""


class Slot(NamedTuple):
    """Members of one window; places and heights in per cent of the box."""

    x: float
    width: float
    height: float
    covered: bool


class Strip(NamedTuple):
    """Members of a network, window after window."""

    slots: list[Slot]
    most: int
    first: str
    last: str
    missing: int
    """Windows that the material does not cover."""


def network(finding: dict[str, Any]) -> Drawing | None:
    """Drawing of a network, or ``None`` when it has too many members to be drawn."""
    members, links = finding["members"], finding.get("links")
    if links is None:
        return None
    a, b = (np.array([link[end] for link in links], dtype=np.int64) for end in (0, 1))
    weight = np.array([link[2] for link in links], dtype=np.float64)
    places = layout(len(members), a, b, weight) * (WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN) + MARGIN
    at = [(float(x), float(y)) for x, y in places.round(1)]
    radius = 11.0 if len(members) <= 40 else 8.0 if len(members) <= NUMBERED else 4.0
    heaviest = float(weight.max(initial=1.0))
    lines = [
        Line(at[one][0], at[one][1], at[other][0], at[other][1], round(nats / heaviest * 2.2 + 0.4, 2))
        for one, other, nats in links
    ]
    dots = [
        Dot(place[0], place[1], radius, number, member["handle"] or member["account_id"])
        for number, (place, member) in enumerate(zip(at, members, strict=True), 1)
    ]
    return Drawing(lines, dots, len(members) <= NUMBERED)


def timeline(found: dict[str, Any]) -> Timeline | None:
    """Bars of a timeline, or ``None`` without posts."""
    bins, step = found["bins"], found["step"]
    if not bins:
        return None
    starts = [datetime.fromisoformat(start).timestamp() for start, _, _ in bins]
    slots, most = (starts[-1] - starts[0]) / step + 1, max(posts for _, posts, _ in bins)
    width = 100 / max(slots, 12)
    bars = [
        Bar(
            round((at - starts[0]) / step * width, 3),
            round(width * 0.86, 3),
            round(100 * posts / most, 1),
            round(100 * marked / most, 1),
            start,
            posts,
            marked,
        )
        for at, (start, posts, marked) in zip(starts, bins, strict=True)
    ]
    end = datetime.fromisoformat(bins[-1][0]) + timedelta(seconds=step * (max(slots, 12) - slots))
    return Timeline(bars, most, bins[0][0], end.strftime("%Y-%m-%dT%H:%M:%SZ"), step)


def strip(life: dict[str, Any]) -> Strip | None:
    """Members per window of a life, or ``None`` when there are fewer than two windows; overlaps are not drawn."""
    windows = life["windows"]
    if len(windows) < 2:
        return None
    most, width = max(window["members"] or 0 for window in windows), 100 / len(windows)
    slots = [
        Slot(
            round(place * width, 3),
            round(width * 0.86, 3),
            round(100 * (window["members"] or 0) / max(most, 1), 1) if window["covered"] else 100.0,
            window["covered"],
        )
        for place, window in enumerate(windows)
    ]
    missing = sum(not window["covered"] for window in windows)
    return Strip(slots, most, windows[0]["from"], windows[-1]["to"], missing)
