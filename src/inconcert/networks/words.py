"""Figures and times as people say them; every sentence of a finding is put together from these."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = ((604_800, "week"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def short(noun: str) -> str:
    """A noun without its afterthought: «text, more or less,» → «text»."""
    return noun.split(",", 1)[0]


def plural(noun: str) -> str:
    """English plural of a noun: «reply target» → «reply targets», «row of hashtags» → «rows of hashtags»."""
    for mark in (",", " of "):
        head, found, rest = noun.partition(mark)
        if found:
            return plural(head) + found + rest
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


def count(figure: int, noun: str) -> str:
    """«1 account», «11 accounts», «12,345 links»."""
    return f"{figure:,} {noun if figure == 1 else plural(noun)}"


POSTS, ADS, BOTH = "posts", "ads", "posts and ads"
"""What members did, in a word: an ad is an act of the page that ran it, and no post."""


def acted(acts: int, ads: int) -> str:
    """«posts», «ads» or «posts and ads», of acts of which some are ads."""
    return POSTS if not ads else ADS if ads >= acts else BOTH


def counted(figure: int, things: str = POSTS) -> str:
    """«3 posts», «1 ad», «41 posts and ads», «1 post or ad»."""
    if figure != 1:
        return f"{figure:,} {things}"
    return {POSTS: "1 post", ADS: "1 ad"}.get(things, "1 post or ad")


def number(figure: float) -> str:
    """A figure with the digits that matter: 0.1, 2.5, 340, 12,345; «fewer than 0.001» below that; 0 is «0»."""
    if figure == 0:
        return "0"
    if abs(figure) < 0.001:
        return "fewer than 0.001"
    if abs(figure) >= 100:
        return f"{figure:,.0f}"
    digits = 1 if abs(figure) >= 0.95 else -math.floor(math.log10(abs(figure)))
    return f"{figure:.{digits}f}".removesuffix(".0")


def probability(p: float | None) -> str:
    """A p- or q-value: 0.05, 0.0012, 3e-09; below 1e-99 «below 1e-99»; the q of a lead, which is null, «too large»."""
    if p is None:
        return "too large"
    if p < 1e-99:
        return "below 1e-99"
    return f"{p:.2g}" if p >= 1e-4 else f"{p:.0e}"


def duration(seconds: float) -> str:
    """A span in its own unit: «40 seconds», «10 minutes», «1 hour», «1.5 days»; rounded to two digits that matter."""
    if seconds < 1:
        return "less than 1 second"
    for size, unit in _UNITS:
        amount = seconds / size
        if amount >= (1.5 if seconds % size else 1):
            shown = number(round(amount, 1) if amount < 10 else round(amount))
            return f"{shown} {unit if shown == '1' else plural(unit)}"
    return "1 second"


def listed(items: Sequence[str], last: str = "and") -> str:
    """«a», «a and b», «a, b and c»."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def share(part: float, whole: float) -> str:
    """A share in per cent that never rounds to all or nothing: «38%», «under 1%», «over 99%»."""
    percent = 100 * part / whole if whole else 0.0
    if 0 < percent < 1:
        return "under 1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{percent:.0f}%"


def moment(at: int, precision: float = 1.0) -> str:
    """An instant in microseconds since 1970 as «2015-08-12 14:03 UTC», no finer than its clock."""
    stamp = datetime.fromtimestamp(at / 1_000_000, tz=UTC)
    if precision >= 86_400:
        return f"{stamp:%Y-%m-%d}"
    return f"{stamp:%Y-%m-%d %H:%M} UTC" if precision >= 60 else f"{stamp:%Y-%m-%d %H:%M:%S} UTC"
