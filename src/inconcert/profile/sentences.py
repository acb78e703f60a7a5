"""What is known of a network's life, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.networks.words import count, duration, moment
from inconcert.profile.hours import busiest

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW_POSTS = 50
"""Below this many posts the hours of a group say nothing (36 to 50 are needed for a rhythm)."""


def life(first: int, last: int, posts: int, coordinated: int, precision: float) -> str:
    """First and last act, and how many posts lie between; instants in microseconds since 1970."""
    if moment(first, precision) == moment(last, precision):
        when = f"All shared acts fall on {moment(first, precision)}"
    else:
        span = duration((last - first) / 1e6)
        when = f"The first shared act is of {moment(first, precision)}, the last of {moment(last, precision)} ({span})"
    if coordinated == posts:
        return f"{when}; all its {count(posts, 'post')} in this material lie behind the ties."
    return f"{when}; of its {count(posts, 'post')} in this material {coordinated:,} lie behind the ties."


def active(hours: Sequence[int]) -> str:
    """The hours of the UTC day that hold half of the posts, or that there are too few posts to say."""
    total = sum(hours)
    if total < FEW_POSTS:
        return f"Active hours: insufficient data ({count(total, 'post')}; {FEW_POSTS} are needed)."
    start, end = busiest(list(hours)) or (0, 0)
    if start == end:
        return "It posts around the clock."
    return (
        f"Half of its posts fall between {start:02d}:00 and {end:02d}:00 UTC. Hours describe the group, "
        "never a person, and do not show where anyone is."
    )


def clock(precisions: Sequence[float]) -> str:
    """What the precision of the clock means for the gaps that are shown."""
    coarsest, finest = max(precisions), min(precisions)
    if coarsest <= 1:
        return "Times are known to the second."
    if finest == coarsest:
        unit = duration(coarsest).removeprefix("1 ")
        return f"Times are known to the {unit} only: two posts in the same {unit} cannot be told apart."
    return f"Times are known to between {duration(finest)} and {duration(coarsest)}, depending on the source."
