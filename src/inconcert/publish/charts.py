"""Charts as SVG, drawn without a network from the same specifications as those of the workbench."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from inconcert.dossier.figures import things
from inconcert.model.times import instant, iso
from inconcert.networks.words import counted
from inconcert.profile.charts import specification
from inconcert.profile.hours import WEEKDAYS
from inconcert.publish.blocks import Figure
from inconcert.report.portrait import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Row = dict[str, Any]

COLOURS = {
    "$accent": "#1f5f8b",
    "$ink": "#1b1f24",
    "$soft": "#5b6570",
    "$line": "#b9c2cb",
    "$paper": "#ffffff",
    "$warn": "#9a5b00",
}
"""Colours by their role: dark enough on white paper, and apart in grey."""
WIDTH = 620
SHOWN = 8
VEGA_LITE = "6.4"


def figures(finding: Row) -> Iterator[Figure]:
    """The charts of a network, as far as it has what they show."""
    if finding["timeline"]["bins"]:
        yield timeline(finding)
    if sum(map(sum, finding.get("grid", ()))):
        yield week(finding)


def timeline(finding: Row) -> Figure:
    """Posts and ads over time, those behind a tie in the stronger colour."""
    what, step = things(finding), finding["timeline"]["step"]
    rows = [
        {"start": start, "end": _later(start, step), "posts": posts, "tied": tied}
        for start, posts, tied in finding["timeline"]["bins"]
    ]
    caption = (
        f"{what.capitalize()} of the accounts over time (UTC). The darker part lies behind a tie between two of them."
    )
    most = max(rows, key=lambda row: row["posts"])
    high = counted(most["posts"], what)
    alt = f"Bars from {rows[0]['start'][:10]} to {rows[-1]['end'][:10]}; the highest, {high}, begins "
    return Figure(_drawn("timeline", rows, what), caption, f"{alt}{most['start'].replace('T', ' ')[:16]} UTC.")


def week(finding: Row) -> Figure:
    """Posts and ads by weekday and hour."""
    what = things(finding)
    rows = [
        {"day": day, "hour": hour, "posts": posts}
        for day, hours in zip(WEEKDAYS, finding["grid"], strict=True)
        for hour, posts in enumerate(hours)
    ]
    most = max(rows, key=lambda row: row["posts"])
    caption = f"{what.capitalize()} by weekday and hour of the day (UTC). "
    caption += "Hours describe the group, and do not show where anyone is."
    return Figure(
        _drawn("week", rows, what), caption, f"Most {what} fall on {most['day']} at {most['hour']:02}:00 UTC."
    )


def narratives(finding: Row) -> Figure | None:
    """Posts and ads of each narrative over time; ``None`` when there are fewer than two narratives."""
    told = finding.get("narratives", ())[:SHOWN]
    rows = [
        {"narrative": f"{one['id']} {words(one)}"[:48], "start": start, "posts": posts}
        for one in told
        for start, posts in one["timeline"]["bins"]
    ]
    if len(told) < 2 or not rows:
        return None
    what = things(finding)
    caption = f"{what.capitalize()} of the {len(told)} largest narratives over time (UTC); a larger dot is more {what}."
    return Figure(_drawn("narratives", rows, what), caption, f"One row for each of {len(told)} narratives.")


def _later(start: str, seconds: float) -> str:
    return iso(instant(start) + int(seconds * 1_000_000))


def _drawn(name: str, rows: list[Row], what: str) -> str:
    return svg(name, json.dumps(rows, ensure_ascii=False, sort_keys=True), what)


@lru_cache(maxsize=64)
def svg(name: str, rows: str, what: str) -> str:
    """A chart as SVG.

    Args:
        name: Name of a specification.
        rows: Its data as JSON.
        what: What it counts, in a word.
    """
    import vl_convert

    spec = painted(specification(name), COLOURS | {"$noun": what})
    return str(
        vl_convert.vegalite_to_svg(
            {
                **spec,
                "width": WIDTH,
                "data": {"values": json.loads(rows)},
                "background": "#ffffff",
                "config": {
                    "view": {"stroke": None},
                    "font": "sans-serif",
                    "axis": {
                        "labelColor": COLOURS["$soft"],
                        "titleColor": COLOURS["$soft"],
                        "gridColor": "#e6e9ec",
                        "domainColor": COLOURS["$line"],
                        "tickColor": COLOURS["$line"],
                        "titleFontWeight": 400,
                    },
                    "legend": {"labelColor": COLOURS["$soft"], "titleColor": COLOURS["$soft"], "titleFontWeight": 400},
                },
            },
            vl_version=VEGA_LITE,
            allowed_base_urls=[],
        )
    )


def painted(spec: Any, roles: Mapping[str, str]) -> Any:
    """A specification with colours and words for their roles, and without what takes a mouse."""
    if isinstance(spec, dict):
        return {key: painted(value, roles) for key, value in spec.items() if key not in {"params", "$schema"}}
    if isinstance(spec, list):
        return [painted(one, roles) for one in spec]
    return roles.get(spec, spec) if isinstance(spec, str) else spec
