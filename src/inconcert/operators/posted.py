"""What two accounts both posted: how much of it within an hour, and who came first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from inconcert.operators.gather import Crowd

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

HOUR = 3600 * 10**6
SHOWN = 10
"""Posts of a pair that are kept, at most, the soonest after each other first."""
LEAST_TURNS = 2
"""Things with which each of two accounts must have come first: with one it may by chance, whoever copies whom."""


@dataclass(frozen=True)
class Common:
    """The rare things that pairs have in common; one value a pair."""

    count: Places
    soon: Floats
    """How many of them both posted within an hour; ``nan`` where too little is known of what one of them posts."""
    turns: npt.NDArray[np.bool_]
    """Whether each of the two came first with some of them. Who only copies always comes later."""
    posts: list[list[str]]
    """References of the posts, of a and of b by turns."""


def common(crowd: Crowd, a: Places, b: Places, agreed: Floats) -> Common:
    """Look at the things of pairs; only those who agree at all have any.

    Args:
        crowd: All accounts.
        a: Place of the first account of each pair.
        b: Place of the second.
        agreed: How far each pair agrees in its things, ``nan`` where that is not known.
    """
    held = _held(crowd, np.unique(np.concatenate([a[agreed > 0], b[agreed > 0]])))
    count, soon = np.zeros(len(a), np.int64), np.where(np.isnan(agreed), np.nan, 0.0)
    turns, posts = np.zeros(len(a), bool), [list[str]() for _ in range(len(a))]
    for pair in np.flatnonzero(agreed > 0).tolist():
        one, other = held[int(a[pair])], held[int(b[pair])]
        gaps = [(other[thing][0] - one[thing][0], one[thing][1], other[thing][1]) for thing in one.keys() & other]
        # A post with a text and a link is one post: a pair of posts counts once.
        met = sorted({(abs(gap), gap, mine, theirs) for gap, mine, theirs in gaps})
        count[pair], soon[pair] = len(met), sum(size <= HOUR for size, *_ in met)
        turns[pair] = all(sum(sign * gap > 0 for _, gap, *_ in met) >= LEAST_TURNS for sign in (1, -1))
        posts[pair] = [ref for *_, mine, theirs in met[: SHOWN // 2] for ref in (mine, theirs)]
    return Common(count, soon, turns, posts)


def _held(crowd: Crowd, wanted: Places) -> dict[int, dict[int, tuple[int, str]]]:
    """For each account that is wanted, when and where it first posted each thing."""
    places = crowd.shared["place"].to_numpy()
    rows = np.flatnonzero(np.isin(places, wanted))
    kept = crowd.shared.take(rows)
    found: dict[int, dict[int, tuple[int, str]]] = {}
    columns = (kept[name].to_pylist() for name in ("place", "thing", "at", "ref"))
    for place, thing, at, ref in zip(*columns, strict=True):
        found.setdefault(place, {})[thing] = (at, ref)
    return found
