"""What is known of a network's life, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.networks.words import ADS, POSTS, counted, duration, moment
from inconcert.profile.hours import busiest

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW_POSTS = 50
"""Below this many posts the hours of a group say nothing (36 to 50 are needed for a rhythm)."""


def life(first: int, last: int, posts: int, coordinated: int, precision: float, things: str = POSTS) -> str:
    """First and last act, and how many posts or ads lie between; instants in microseconds since 1970."""
    if moment(first, precision) == moment(last, precision):
        when = f"All shared acts fall on {moment(first, precision)}"
    else:
        span = duration((last - first) / 1e6)
        when = f"The first shared act is of {moment(first, precision)}, the last of {moment(last, precision)} ({span})"
    if coordinated == posts:
        return f"{when}; all its {counted(posts, things)} in this material lie behind the ties."
    return f"{when}; of its {counted(posts, things)} in this material {coordinated:,} lie behind the ties."


def active(hours: Sequence[int], things: str = POSTS) -> str:
    """The hours of the UTC day that hold half of the posts, or that there are too few to say."""
    total = sum(hours)
    if total < FEW_POSTS:
        known = "" if things == POSTS else " whose hour is known"
        return f"Active hours: insufficient data ({counted(total, things)}{known}; {FEW_POSTS} are needed)."
    start, end = busiest(list(hours)) or (0, 0)
    if start == end:
        return "It posts around the clock." if things == POSTS else f"Its {things} begin around the clock."
    return (
        f"Half of its {things} fall between {start:02d}:00 and {end:02d}:00 UTC. Hours describe the group, "
        "never a person, and do not show where anyone is."
    )


def clock(precisions: Sequence[float], things: str = POSTS) -> str:
    """What the precision of the clock means for the gaps that are shown."""
    coarsest, finest = max(precisions), min(precisions)
    if coarsest <= 1:
        return "Times are known to the second."
    if finest == coarsest:
        unit = duration(coarsest).removeprefix("1 ")
        two = things if things in {POSTS, ADS} else "acts"
        return f"Times are known to the {unit} only: two {two} in the same {unit} cannot be told apart."
    return f"Times are known to between {duration(finest)} and {duration(coarsest)}, depending on the source."
