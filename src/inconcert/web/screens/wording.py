"""Words and figures as the templates of the screens write them: those of the report, so that both speak alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from inconcert.networks import words
from inconcert.profile.languages import named as language_name
from inconcert.profile.platforms import named as platform_name
from inconcert.profile.platforms import sort_of
from inconcert.report import pushed
from inconcert.report.html import moment, pieces, wordless
from inconcert.web.screens.guide import guide
from inconcert.web.screens.keys import keys
from inconcert.web.screens.slices import zone_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def address(path: str, **given: Any) -> str:
    """``path`` with the parameters that are not empty; lists give one parameter an entry."""
    kept: list[tuple[str, Any]] = []
    for name, value in given.items():
        name = name.rstrip("_")
        several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        kept += [(name, each) for each in several if each not in (None, "", False)]
    return f"{path}?{urlencode(kept)}" if kept else path


def account_name(member: Mapping[str, Any]) -> str:
    """A member's handle with @, or its account id."""
    return f"@{member['handle']}" if member.get("handle") else str(member["account_id"])


def percent(part: float, whole: float) -> str:
    """A share in per cent that never rounds to all or nothing."""
    return words.share(part, whole)


def points(heights: Sequence[float], width: float = 100.0, height: float = 22.0) -> str:
    """Corners of the area under a sparkline, as SVG takes them."""
    step = width / max(len(heights) - 1, 1)
    tops = [f"{place * step:.1f},{height - (height - 1.5) * value:.1f}" for place, value in enumerate(heights)]
    return " ".join([f"0,{height:.0f}", *tops, f"{width:.0f},{height:.0f}"])


def chart_page(name: str) -> str | None:
    """Address of the page that says how to read a chart and how it misleads; ``None`` when there is none."""
    return f"/help/{name}" if guide(name) else None


def way(title: str) -> str:
    """What carries a plan out, without the place of a file on this server."""
    return title.partition(" at /")[0]


def things(network: Mapping[str, Any]) -> str:
    """«posts», «ads» or «posts and ads»: what the members of a network did; posts where it is not known."""
    acts = network.get("posts")
    return words.acted(acts, network.get("ads") or 0) if acts else words.POSTS


FILTERS = {
    "figure": words.number,
    "probability": words.probability,
    "duration": words.duration,
    "listed": words.listed,
    "counted": words.count,
    "acts": words.counted,
    "things": things,
    "short": words.short,
    "moment": moment,
    "language": language_name,
    "platform": platform_name,
    "sort_of": sort_of,
    "percent": percent,
    "place_kind": pushed.kind,
    "place_known": pushed.known,
    "wordless": wordless,
    "account_name": account_name,
    "points": points,
    "zone": zone_name,
    "way": way,
}
"""Filters of the screens, beside those of every page."""

GLOBALS = {"address": address, "pieces": pieces, "keys": keys, "chart_page": chart_page}
"""Functions of the screens."""
